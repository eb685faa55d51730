/// The ten best products of a scorecard by net, then sku, in order: what it publishes. A product
/// that changed gets its place at once; nobody else's is looked at.
struct BestProducts {
    struct Product {
        var sku: Int32 = -1
        var units: Int64 = 0
        var net: Int64 = 0

        /// One whose sums are zero is not published.
        var isGone: Bool { units == 0 && net == 0 }
    }

    static let most = 10

    private var products = InlineArray<10, Product>(repeating: Product())
    private(set) var count = 0
    /// There may be others, behind these.
    private var leavesOut = false
    /// Others may be better: the card's products have to be gone through.
    private(set) var isDrained = false

    subscript(place: Int) -> Product {
        @inline(__always) get { products[place] }
    }

    mutating func drain() { isDrained = true }

    /// Gives a product whose sums are new its place.
    mutating func put(_ product: Product, _ skus: borrowing Skus) {
        if isDrained { return }
        var place = place(of: product.sku)
        if product.isGone { return remove(at: place) }
        var isWorse = false
        if place < count {
            isWorse = BestProducts.isBetter(products[place], product, skus)
        } else if count < BestProducts.most {
            count += 1
        } else {
            leavesOut = true
            place = BestProducts.most - 1
            guard BestProducts.isBetter(product, products[place], skus) else { return }
        }
        products[place] = product
        while place > 0, BestProducts.isBetter(product, products[place - 1], skus) {
            products.swapAt(place, place - 1)
            place -= 1
        }
        while place + 1 < count, BestProducts.isBetter(products[place + 1], product, skus) {
            products.swapAt(place, place + 1)
            place += 1
        }
        if isWorse, leavesOut, place + 1 == count { isDrained = true }
    }

    private mutating func remove(at place: Int) {
        guard place < count else { return }
        for next in place + 1..<count { products[next - 1] = products[next] }
        count -= 1
        isDrained = leavesOut
    }

    /// `count` where it has none.
    @inline(__always)
    private func place(of sku: Int32) -> Int {
        for place in 0..<count where products[place].sku == sku { return place }
        return count
    }

    private static func isBetter(_ a: Product, _ b: Product, _ skus: borrowing Skus) -> Bool {
        guard a.net == b.net else { return a.net > b.net }
        return skus.bytes(of: a.sku).lexicographicallyPrecedes(skus.bytes(of: b.sku))
    }
}
