// The money of an order line by line, tax taken out where prices contain it (contract §4). Used
// again for each order.

package struct OrderFigures: Sendable {
    /// A line's own, or shipping's.
    package struct Line: Sendable {
        package var gross: Int64
        /// gross − discounts.
        package var net: Int64
    }

    /// What one of the order's codes gave.
    package struct Given: Sendable {
        /// On all lines and on shipping, as stated; decides between creators.
        package var competing: Int64 = 0
        /// On merchandise and on shipping; this is `code_discount`.
        package var counted: Int64 = 0
    }

    package private(set) var lines: [Line] = []
    /// By code.
    package private(set) var codes: [Given] = []
    /// Amounts beside `Order.lineDiscounts`, then beside `Order.shippingDiscounts`, without tax.
    package private(set) var discounts: [Int64] = []
    /// Shipping less its discounts.
    package private(set) var shippingNet: Int64 = 0
    /// All tax, the lines' and shipping's.
    package private(set) var tax: Int64 = 0
    /// The order's own measures over merchandise; counters and `code_discount` are not in it.
    package private(set) var merchandise = Measures()
    package private(set) var hasMerchandise = false

    private var weights: [Int64] = []
    private var scaled: [Int64] = []

    package init() {}

    package mutating func compute(_ order: inout Order) {
        reset(codes: order.codes.count)
        let stated = order.lineDiscounts
        var next = 0
        for (index, line) in order.lines.enumerated() {
            let first = next
            while next < stated.count, stated[next].line == index { next += 1 }
            addLine(line, stated, first..<next, taxesIncluded: order.taxesIncluded)
        }
        addShipping(&order)
        merchandise.settleNet()
    }

    private mutating func reset(codes count: Int) {
        lines.clear()
        codes.clear()
        discounts.clear()
        for _ in 0..<count { codes.append(Given()) }
        shippingNet = 0
        tax = 0
        merchandise = Measures()
        hasMerchandise = false
    }

    private mutating func addLine(
        _ line: OrderLine, _ stated: [OrderDiscount], _ range: Range<Int>, taxesIncluded: Bool
    ) {
        let taken = scale(
            stated, range, price: line.price, tax: taxesIncluded ? line.tax : 0,
            isCounted: !line.isGiftCard)
        lines.append(taken)
        tax += line.tax
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

    private mutating func addShipping(_ order: inout Order) {
        let stated = order.shippingDiscounts
        let contained = order.taxesIncluded ? order.shippingTax : 0
        let taken = scale(
            stated, stated.indices, price: order.shipping, tax: contained, isCounted: true)
        shippingNet = max(0, taken.net)
        tax += order.shippingTax
    }

    /// net = price − discounts − tax; gross = price × net ÷ (price − discounts), half up (the
    /// price, if that is 0); the discounts scaled to gross − net by largest remainder. They are
    /// given to their codes: as stated, and scaled where the code's discount counts.
    private mutating func scale(
        _ stated: [OrderDiscount], _ range: Range<Int>, price: Int64, tax: Int64, isCounted: Bool
    ) -> Line {
        var total: Int64 = 0
        for place in range { total += stated[place].amount }
        let paid = price - total
        let first = discounts.count
        guard tax != 0, paid > 0 else {
            for place in range { discounts.append(stated[place].amount) }
            give(stated, range, first: first, isCounted: isCounted)
            return Line(gross: price, net: paid - tax)
        }
        weights.clear()
        for place in range { weights.append(stated[place].amount) }
        let net = max(0, paid - tax)
        let gross = LargestRemainder.share(of: price, net, outOf: paid)
        LargestRemainder.allocate(gross - net, over: weights, into: &scaled)
        discounts.append(contentsOf: scaled)
        give(stated, range, first: first, isCounted: isCounted)
        return Line(gross: gross, net: net)
    }

    /// - Parameter first: where the scaled amounts of `range` begin in `discounts`.
    private mutating func give(
        _ stated: [OrderDiscount], _ range: Range<Int>, first: Int, isCounted: Bool
    ) {
        for place in range where stated[place].code >= 0 {
            let code = Int(stated[place].code)
            codes[code].competing += stated[place].amount
            if isCounted { codes[code].counted += discounts[first + place - range.lowerBound] }
        }
    }
}
