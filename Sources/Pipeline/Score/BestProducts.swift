/// The best products of a scorecard by net, then sku, in order: ten, which it publishes, and some
/// behind them. A product that changed gets its place at once; nobody else's is looked at.
struct BestProducts {
    struct Product {
        var sku: Int32 = -1
        var units: Int64 = 0
        var net: Int64 = 0

        /// One whose sums are zero is not published.
        var isGone: Bool { units == 0 && net == 0 }
    }

    /// That are published.
    static let most = 10
    /// With those behind them, who take the place of one that falls back.
    private static let kept = 14

    private var products = InlineArray<14, Product>(repeating: Product())
    private var count = 0
    /// There may be others, all of them behind these.
    private var leavesOut = false
    /// Others may be better: the card's products have to be gone through.
    private(set) var isDrained = false

    /// How many are published.
    var publishedCount: Int { min(count, BestProducts.most) }

    subscript(place: Int) -> Product {
        @inline(__always) get { products.span[place] }
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
        } else {
            if count == BestProducts.kept { leavesOut = true }
            if leavesOut {
                guard BestProducts.isBetter(product, products[count - 1], skus) else { return }
            }
            count = min(count + 1, BestProducts.kept)
            place = count - 1
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
        // One that is left out may be better now.
        if isWorse, leavesOut, place + 1 == count { remove(at: place) }
    }

    private mutating func remove(at place: Int) {
        guard place < count else { return }
        for next in place + 1..<count { products[next - 1] = products[next] }
        count -= 1
        isDrained = leavesOut && count < BestProducts.most
    }

    /// `count` where it has none.
    @inline(__always)
    private func place(of sku: Int32) -> Int {
        // In place: of the array itself, each that is looked at would cost a copy of all.
        let products = products.span
        for place in 0..<count where products[place].sku == sku { return place }
        return count
    }

    private static func isBetter(_ a: Product, _ b: Product, _ skus: borrowing Skus) -> Bool {
        guard a.net == b.net else { return a.net > b.net }
        return skus.bytes(of: a.sku).lexicographicallyPrecedes(skus.bytes(of: b.sku))
    }
}
