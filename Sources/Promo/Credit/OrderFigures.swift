// The money of an order line by line, tax taken out where prices contain it (contract §4). Used
// again for each order.

package struct OrderFigures: Sendable {
    /// By line: gross − discounts.
    package private(set) var net: [Int64] = []
    package private(set) var gross: [Int64] = []
    /// Amounts beside `Order.lineDiscounts` and `Order.shippingDiscounts`, without tax.
    package private(set) var lineDiscounts: [Int64] = []
    package private(set) var shippingDiscounts: [Int64] = []
    /// Shipping less its discounts.
    package private(set) var shippingNet: Int64 = 0
    /// All tax, the lines' and shipping's.
    package private(set) var tax: Int64 = 0
    /// By code: what it gave on all lines and on shipping, as stated; decides between creators.
    package private(set) var competing: [Int64] = []
    /// By code: what it gave on merchandise and on shipping; this is `code_discount`.
    package private(set) var counted: [Int64] = []
    /// The order's own measures over merchandise; counters and `code_discount` are not in it.
    package private(set) var merchandise = Measures()
    package private(set) var hasMerchandise = false

    private var weights: [Int64] = []
    private var scaled: [Int64] = []

    package init() {}

    package mutating func compute(_ order: Order) {
        reset(codes: order.codes.count)
        var next = 0
        for (index, line) in order.lines.enumerated() {
            let first = next
            while next < order.lineDiscounts.count, order.lineDiscounts[next].line == index {
                next += 1
            }
            addLine(line, order.lineDiscounts[first..<next], taxesIncluded: order.taxesIncluded)
        }
        addShipping(order)
        merchandise.settleNet()
    }

    private mutating func reset(codes: Int) {
        net.clear()
        gross.clear()
        lineDiscounts.clear()
        shippingDiscounts.clear()
        competing.clear()
        counted.clear()
        for _ in 0..<codes {
            competing.append(0)
            counted.append(0)
        }
        shippingNet = 0
        tax = 0
        merchandise = Measures()
        hasMerchandise = false
    }

    private mutating func addLine(
        _ line: OrderLine, _ discounts: ArraySlice<OrderDiscount>, taxesIncluded: Bool
    ) {
        let taken = scale(discounts, price: line.price, tax: taxesIncluded ? line.tax : 0)
        net.append(taken.net)
        gross.append(taken.gross)
        tax += line.tax
        for (discount, amount) in zip(discounts, scaled) {
            lineDiscounts.append(amount)
            guard discount.code >= 0 else { continue }
            competing[Int(discount.code)] += discount.amount
            if !line.isGiftCard { counted[Int(discount.code)] += amount }
        }
        guard !line.isGiftCard else { return }
        hasMerchandise = true
        merchandise[.units] += line.quantity
        merchandise[.gross] += taken.gross
        merchandise[.discount] += taken.gross - taken.net
        if let cost = line.cost {
            merchandise[.cost] += cost
        } else {
            merchandise[.uncostedUnits] += line.quantity
        }
    }

    private mutating func addShipping(_ order: Order) {
        let contained = order.taxesIncluded ? order.shippingTax : 0
        let taken = scale(order.shippingDiscounts[...], price: order.shipping, tax: contained)
        shippingNet = max(0, taken.net)
        tax += order.shippingTax
        for (discount, amount) in zip(order.shippingDiscounts, scaled) {
            shippingDiscounts.append(amount)
            guard discount.code >= 0 else { continue }
            competing[Int(discount.code)] += discount.amount
            counted[Int(discount.code)] += amount
        }
    }

    /// net = price − discounts − tax; gross = price × net ÷ (price − discounts), half up (the
    /// price, if that is 0); the discounts scaled to gross − net by largest remainder, into
    /// `scaled`.
    private mutating func scale(
        _ discounts: ArraySlice<OrderDiscount>, price: Int64, tax: Int64
    ) -> (net: Int64, gross: Int64) {
        weights.clear()
        scaled.clear()
        var total: Int64 = 0
        for discount in discounts {
            scaled.append(discount.amount)
            total += discount.amount
        }
        let paid = price - total
        guard tax != 0, paid > 0 else { return (paid - tax, price) }
        weights.append(contentsOf: scaled)
        let net = max(0, paid - tax)
        let gross = LargestRemainder.share(of: price, net, outOf: paid)
        LargestRemainder.allocate(gross - net, over: weights, into: &scaled)
        return (net, gross)
    }
}
