// The products of an order's parts, by sku; lines without one are left out. Used again for each
// order.

struct ProductTally {
    /// What the part at hand does.
    private var current: [Product] = []
    /// Above so many products equal skus are not looked for: they stay apart, and sum all the same.
    private static let searched = 128

    mutating func addOrder(_ order: Order, _ figures: OrderFigures) {
        current.clear()
        for (index, line) in order.lines.enumerated() where !line.isGiftCard {
            add(line, line.quantity, figures.net[index], order)
        }
    }

    mutating func addRefund(
        _ taken: [(line: Int, units: Int64, money: Int64)], of order: Order
    ) {
        current.clear()
        for (index, units, money) in taken {
            add(order.lines[index], -units, -money, order)
        }
    }

    /// Appends the products at hand to `credit`, for a part.
    func attach(to part: inout Part, of credit: inout Credit, order: Order) {
        part.firstProduct = Int32(credit.products.count)
        for product in current where product.units != 0 || product.net != 0 {
            credit.products.append(
                Product(
                    sku: credit.keep(order.text, product.sku), units: product.units,
                    net: product.net))
        }
        part.productCount = Int32(credit.products.count) - part.firstProduct
    }

    /// The same for a cancellation: everything back that its share's parts gave. Under a split a
    /// refund may have left a share out.
    mutating func attachCancellation(to part: inout Part, of credit: inout Credit) {
        current.clear()
        for earlier in credit.parts where earlier.share == part.share {
            for product in credit.products[earlier.products] {
                let back = Product(sku: product.sku, units: -product.units, net: -product.net)
                ProductTally.add(back, to: &current, in: credit.text)
            }
        }
        part.firstProduct = Int32(credit.products.count)
        for product in current where product.units != 0 || product.net != 0 {
            credit.products.append(product)
        }
        part.productCount = Int32(credit.products.count) - part.firstProduct
    }

    private mutating func add(_ line: OrderLine, _ units: Int64, _ net: Int64, _ order: Order) {
        guard !line.sku.isAbsent else { return }
        let product = Product(sku: line.sku, units: units, net: net)
        ProductTally.add(product, to: &current, in: order.text)
    }

    private static func add(_ product: Product, to list: inout [Product], in arena: [UInt8]) {
        if list.count <= searched {
            for index in list.indices where arena.isSame(list[index].sku, product.sku) {
                list[index].units += product.units
                list[index].net += product.net
                return
            }
        }
        list.append(product)
    }
}
