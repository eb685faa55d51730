// The products of an order's parts, by sku; lines without one are left out. Those of an order or a
// refund are in the credit once, for all its shares.

enum PartProducts {
    /// Above so many products equal skus are not looked for: they stay apart, and sum all the same.
    private static let searched = 128

    /// - Returns: where they lie in `credit.products`; so do the others.
    static func addOrder(
        _ order: inout Order, _ figures: inout OrderFigures, to credit: inout Credit
    ) -> Range<Int> {
        let first = credit.products.count
        for (index, line) in order.lines.enumerated() where !line.isGiftCard {
            add(
                line, line.quantity, figures.lines[index].net, order.text.bytes, to: &credit,
                from: first)
        }
        return end(first, &credit)
    }

    static func addRefund(
        _ taken: [(line: Int, units: Int64, money: Int64)], of order: Order,
        to credit: inout Credit
    ) -> Range<Int> {
        let first = credit.products.count
        for (index, units, money) in taken {
            add(order.lines[index], -units, -money, order.text.bytes, to: &credit, from: first)
        }
        return end(first, &credit)
    }

    /// Everything back that the share's parts gave. Under a split a refund may have left a share
    /// out.
    static func addCancellation(ofShare share: Int, to credit: inout Credit) -> Range<Int> {
        let first = credit.products.count
        for part in credit.parts where part.share == share {
            for product in credit.products[part.products] {
                let place = self.place(
                    of: product.sku, in: credit.text.bytes, among: credit, from: first)
                if let place {
                    credit.products[place].units -= product.units
                    credit.products[place].net -= product.net
                } else {
                    credit.products.append(
                        Product(sku: product.sku, units: -product.units, net: -product.net))
                }
            }
        }
        return end(first, &credit)
    }

    private static func add(
        _ line: OrderLine, _ units: Int64, _ net: Int64, _ text: [UInt8],
        to credit: inout Credit, from first: Int
    ) {
        guard !line.sku.isAbsent else { return }
        if let place = place(of: line.sku, in: text, among: credit, from: first) {
            credit.products[place].units += units
            credit.products[place].net += net
        } else {
            credit.products.append(
                Product(sku: credit.keep(text, line.sku), units: units, net: net))
        }
    }

    /// Where the product with a sku of `arena` is.
    private static func place(
        of sku: Text, in arena: [UInt8], among credit: Credit, from first: Int
    ) -> Int? {
        guard credit.products.count - first <= searched else { return nil }
        for place in first..<credit.products.count
        where credit.text.bytes.isSame(credit.products[place].sku, arena, sku) {
            return place
        }
        return nil
    }

    /// Products of which nothing is left are left out.
    private static func end(_ first: Int, _ credit: inout Credit) -> Range<Int> {
        var end = first
        for index in first..<credit.products.count {
            let product = credit.products[index]
            guard product.units != 0 || product.net != 0 else { continue }
            if end < index { credit.products[end] = product }
            end += 1
        }
        while credit.products.count > end { credit.products.removeLast() }
        return first..<end
    }
}
