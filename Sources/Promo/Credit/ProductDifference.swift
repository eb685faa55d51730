// The products of a part now − those published, by sku: first of each that was published, in their
// order, then the new ones.

enum ProductDifference {
    /// As in `Changes.products`.
    typealias Change = (isTakenBack: Bool, product: Product)

    private typealias Products = ArraySlice<Product>

    /// Of more products equal ones are found by sorting: to look for each among all the others
    /// would take seconds for the largest orders.
    static let searched = 128

    static func append(
        from old: ArraySlice<Product>, of published: TextArena, to new: ArraySlice<Product>,
        of now: TextArena, _ changes: inout [Change]
    ) {
        if isEqual(old, published, new, now) { return }
        if old.count + new.count <= searched {
            search(old, published, new, now, &changes)
        } else {
            sort(old, published, new, now, &changes)
        }
    }

    private static func isEqual(
        _ old: Products, _ published: TextArena, _ new: Products, _ now: TextArena
    ) -> Bool {
        old.count == new.count
            && zip(old, new).allSatisfy { old, new in
                old.units == new.units && old.net == new.net
                    && published.bytes.isSame(old.sku, now.bytes, new.sku)
            }
    }

    // MARK: - A few

    private static func search(
        _ old: Products, _ published: TextArena, _ new: Products, _ now: TextArena,
        _ changes: inout [Change]
    ) {
        for place in old.indices {
            let sku = published[old[place].sku]
            // Of very many products equal ones stay apart: all of them change with the first.
            guard sum(of: sku, in: old[..<place], published).count == 0 else { continue }
            let before = sum(of: sku, in: old[place...], published)
            let after = sum(of: sku, in: new, now)
            note(old[place].sku, after.units - before.units, after.net - before.net, &changes)
        }
        for product in new {
            let sku = now[product.sku]
            let isKnown = old.contains { published[$0.sku].elementsEqual(sku) }
            if !isKnown { changes.append((false, product)) }
        }
    }

    private static func sum(
        of sku: ArraySlice<UInt8>, in products: Products, _ arena: TextArena
    ) -> (count: Int, units: Int64, net: Int64) {
        var sum: (count: Int, units: Int64, net: Int64) = (0, 0, 0)
        for product in products where arena[product.sku].elementsEqual(sku) {
            sum.count += 1
            sum.units += product.units
            sum.net += product.net
        }
        return sum
    }

    private static func note(
        _ sku: Text, _ units: Int64, _ net: Int64, _ changes: inout [Change]
    ) {
        guard units != 0 || net != 0 else { return }
        changes.append((true, Product(sku: sku, units: units, net: net)))
    }

    // MARK: - Very many

    private struct Entry {
        var isNew: Bool
        var product: Product
        var sku: ArraySlice<UInt8>
        /// Where the first published one of its sku is; behind all of them for a sku that is new.
        var group = 0
    }

    private static func sort(
        _ old: Products, _ published: TextArena, _ new: Products, _ now: TextArena,
        _ changes: inout [Change]
    ) {
        var entries =
            old.map { Entry(isNew: false, product: $0, sku: published[$0.sku]) }
            + new.map { Entry(isNew: true, product: $0, sku: now[$0.sku]) }
        // Equal ones in their order, so that a published one comes before the new ones.
        let order = entries.indices.sorted { a, b in
            let (skuOfA, skuOfB) = (entries[a].sku, entries[b].sku)
            return skuOfA.elementsEqual(skuOfB)
                ? a < b : skuOfA.lexicographicallyPrecedes(skuOfB)
        }
        var first = order[0]
        for index in order {
            if !entries[index].sku.elementsEqual(entries[first].sku) { first = index }
            entries[index].group = first
        }
        var sums = entries.map { _ in (units: Int64(0), net: Int64(0)) }
        for entry in entries {
            let sign: Int64 = entry.isNew ? 1 : -1
            sums[entry.group].units += sign * entry.product.units
            sums[entry.group].net += sign * entry.product.net
        }
        for (index, entry) in entries.enumerated() {
            if entries[entry.group].isNew {
                changes.append((false, entry.product))
            } else if entry.group == index {
                note(entry.product.sku, sums[index].units, sums[index].net, &changes)
            }
        }
    }
}
