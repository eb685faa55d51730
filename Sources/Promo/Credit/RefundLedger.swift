// What is left of an order, and what each refund takes from it (contract §4). Refunds are handed
// over in order of (refunded_at, refund_id). Used again for each order.

package struct RefundLedger {
    /// What one refund took.
    package struct Taken {
        package var measures = Measures()
        /// More than was left, or a line that the order does not have.
        package var isOver = false
        /// Units of merchandise came back, or money after which none is left.
        package var countsAsReturn = false
    }

    private struct Line {
        var hash: UInt64
        var isGiftCard: Bool
        var net: Int64
        var units: Int64
        /// nil without a unit_cost.
        var cost: Int64?
    }

    private var lines: [Line] = []
    private var shipping: Int64 = 0
    private var tax: Int64 = 0
    private var tips: Int64 = 0
    private var weights: [Int64] = []
    private var parts: [Int64] = []
    /// What the last refund took of merchandise, line by line; a line may be there twice.
    package private(set) var takenLines: [(line: Int, units: Int64, money: Int64)] = []

    package init() {}

    package mutating func open(_ order: Order, _ figures: OrderFigures) {
        lines.clear()
        for (index, line) in order.lines.enumerated() {
            lines.append(
                Line(
                    hash: line.lineHash, isGiftCard: line.isGiftCard,
                    net: figures.lines[index].net, units: line.quantity, cost: line.cost))
        }
        shipping = figures.shippingNet
        tax = figures.tax
        tips = order.tips
    }

    package mutating func take(
        _ refund: RefundFact, lines refundLines: ArraySlice<RefundLine>
    ) -> Taken {
        var taken = Taken()
        takenLines.clear()
        if refundLines.isEmpty {
            spread(refund, &taken)
        } else {
            takeLines(refund, refundLines, &taken)
        }
        taken.measures.settleNet()
        let isMoneyGone = taken.measures[.returns] > 0 && merchandiseLeft == 0
        taken.countsAsReturn = taken.measures[.returnedUnits] > 0 || isMoneyGone
        return taken
    }

    private var merchandiseLeft: Int64 {
        var left: Int64 = 0
        for line in lines where !line.isGiftCard { left += line.net }
        return left
    }

    private var everythingLeft: Int64 {
        var left = shipping + tax + tips
        for line in lines { left += line.net }
        return left
    }

    private mutating func takeLines(
        _ refund: RefundFact, _ refundLines: ArraySlice<RefundLine>, _ taken: inout Taken
    ) {
        var leftBefore: Int64 = 0
        for line in lines { leftBefore += line.net }
        var money: Int64 = 0
        for refundLine in refundLines {
            guard let index = lines.firstIndex(where: { $0.hash == refundLine.lineHash }) else {
                taken.isOver = true
                continue
            }
            money += takeLine(index, refundLine, &taken)
        }
        let share = LargestRemainder.share(of: tax, money, outOf: leftBefore)
        tax -= min(tax, refund.tax ?? share)
        shipping -= min(shipping, refund.shipping ?? 0)
    }

    /// - Returns: the money taken from the line.
    private mutating func takeLine(
        _ index: Int, _ refundLine: RefundLine, _ taken: inout Taken
    ) -> Int64 {
        let line = lines[index]
        let units = min(refundLine.quantity, line.units)
        let wanted =
            refundLine.amount ?? LargestRemainder.share(of: line.net, units, outOf: line.units)
        let money = min(wanted, line.net)
        if units < refundLine.quantity || money < wanted { taken.isOver = true }
        let cost = LargestRemainder.share(of: line.cost ?? 0, units, outOf: line.units)
        lines[index].net -= money
        lines[index].units -= units
        if let left = line.cost { lines[index].cost = left - cost }
        guard !line.isGiftCard else { return money }
        takenLines.append((index, units, money))
        taken.measures[.returnedUnits] += units
        taken.measures[.returns] += money
        if refundLine.restocked {
            taken.measures[.cost] -= cost
            if line.cost == nil { taken.measures[.uncostedUnits] -= units }
        }
        return money
    }

    /// A refund without lines: its stated shipping and tax come off the sum first, the rest is
    /// spread over what is left of the lines, of shipping, tax (each unless stated) and tips.
    private mutating func spread(_ refund: RefundFact, _ taken: inout Taken) {
        taken.isOver = refund.amount ?? 0 > everythingLeft
        var rest = refund.amount ?? 0
        rest -= min(rest, refund.shipping ?? 0)
        rest -= min(rest, refund.tax ?? 0)
        if let stated = refund.shipping { shipping -= min(shipping, stated) }
        if let stated = refund.tax { tax -= min(tax, stated) }
        weights.clear()
        for line in lines { weights.append(line.net) }
        weights.append(refund.shipping == nil ? shipping : 0)
        weights.append(refund.tax == nil ? tax : 0)
        weights.append(tips)
        var left: Int64 = 0
        for weight in weights { left += weight }
        if rest > left { taken.isOver = true }
        LargestRemainder.allocate(min(rest, left), over: weights, into: &parts)
        for index in lines.indices {
            lines[index].net -= parts[index]
            guard !lines[index].isGiftCard, parts[index] > 0 else { continue }
            takenLines.append((index, 0, parts[index]))
            taken.measures[.returns] += parts[index]
        }
        shipping -= parts[lines.count]
        tax -= parts[lines.count + 1]
        tips -= parts[lines.count + 2]
    }
}
