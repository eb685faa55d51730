import Testing

@testable import Promo

/// The products of a part before and now, few or very many, against the plain meaning.
struct ProductDifferenceTests {
    private struct Side {
        var arena = TextArena()
        var products: [Product] = []

        mutating func add(_ sku: String, units: Int64, net: Int64) {
            products.append(Product(sku: arena.add(Array(sku.utf8)), units: units, net: net))
        }

        func sku(_ product: Product) -> String {
            String(decoding: arena[product.sku], as: UTF8.self)
        }

        func sum(of sku: String) -> (units: Int64, net: Int64) {
            products.filter { self.sku($0) == sku }.reduce((0, 0)) {
                ($0.0 + $1.units, $0.1 + $1.net)
            }
        }
    }

    /// `was` or `new`, sku, units, net.
    private func differences(_ old: Side, _ new: Side) -> [String] {
        var found: [ProductDifference.Change] = []
        ProductDifference.append(
            from: old.products[...], of: old.arena, to: new.products[...], of: new.arena, &found)
        return found.map { change in
            let side = change.isTakenBack ? old : new
            return "\(change.isTakenBack ? "was" : "new") \(side.sku(change.product)) "
                + "\(change.product.units) \(change.product.net)"
        }
    }

    private func meaning(_ old: Side, _ new: Side) -> [String] {
        var said: Set<String> = []
        var lines: [String] = []
        for product in old.products {
            let sku = old.sku(product)
            guard said.insert(sku).inserted else { continue }
            let (before, after) = (old.sum(of: sku), new.sum(of: sku))
            guard before != after else { continue }
            lines.append("was \(sku) \(after.units - before.units) \(after.net - before.net)")
        }
        for product in new.products where !said.contains(new.sku(product)) {
            lines.append("new \(new.sku(product)) \(product.units) \(product.net)")
        }
        return lines
    }

    @Test(arguments: [3, 40, 64, 65, 200, 700])
    func `each product's change is told once, in order`(count: Int) {
        var random = SeededNumbers(seed: UInt64(count))
        for _ in 0..<40 {
            var (old, new) = (Side(), Side())
            for _ in 0..<count {
                let sku = "s\(Int.random(in: 0...count, using: &random))"
                let units = Int64.random(in: 0...3, using: &random)
                if Bool.random(using: &random) { old.add(sku, units: units, net: 100 * units) }
                if Int.random(in: 0..<4, using: &random) > 0 {
                    new.add(sku, units: units, net: 100 * units)
                }
            }
            #expect(differences(old, new) == meaning(old, new))
        }
    }

    @Test(arguments: [2, 400])
    func `nothing is told of equal products`(count: Int) {
        var (old, new) = (Side(), Side())
        // Behind another text in one of the arenas.
        _ = new.arena.add(Array("before".utf8))
        for index in 0..<count {
            old.add("s\(index / 2)", units: 1, net: 5)
            new.add("s\(index / 2)", units: 1, net: 5)
        }
        #expect(differences(old, new) == [])
    }
}
