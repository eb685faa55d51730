// The products of an order's parts, by sku; lines without one are left out. Used again for each
// order.

struct ProductTally {
    /// What the part at hand does, and what all parts so far did.
    private var current: [Product] = []
    private var total: [Product] = []
    /// Above so many products equal skus are not looked for: they stay apart, and sum all the same.
    private static let searched = 128

    /// Only a cancellation asks for what all parts did.
    private var keepsTotal = false

    mutating func reset(keepsTotal: Bool) {
        self.keepsTotal = keepsTotal
        current.clear()
        total.clear()
    }

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

    /// Everything back.
    mutating func addCancellation() {
        current.clear()
        for product in total {
            current.append(
                Product(sku: product.sku, units: -product.units, net: -product.net))
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

    private mutating func add(_ line: OrderLine, _ units: Int64, _ net: Int64, _ order: Order) {
        guard !line.sku.isAbsent else { return }
        let product = Product(sku: line.sku, units: units, net: net)
        ProductTally.add(product, to: &current, order)
        if keepsTotal { ProductTally.add(product, to: &total, order) }
    }

    private static func add(_ product: Product, to list: inout [Product], _ order: Order) {
        if list.count <= searched {
            for index in list.indices where order.text.isSame(list[index].sku, product.sku) {
                list[index].units += product.units
                list[index].net += product.net
                return
            }
        }
        list.append(product)
    }
}
