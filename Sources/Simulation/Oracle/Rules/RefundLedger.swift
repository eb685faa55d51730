// What is left of an order's lines, shipping, tax and tips, and what each refund takes of it.

/// What one refund gave back of the merchandise.
package struct RefundEffect: Sendable {
    package var units: Int128 = 0
    package var money: Int128 = 0
    package var cost: Int128 = 0
    package var uncostedUnits: Int128 = 0
    /// Asked for more than was left, or for a line that the order does not have.
    package var isOver = false
    /// By place in the order's lines.
    package var unitsByLine: [Int: Int128] = [:]
    package var moneyByLine: [Int: Int128] = [:]
}

package struct RefundLedger: Sendable {
    private struct Left {
        var units: Int128
        var net: Int128
        var cost: Int128?
    }

    private let lines: [PricedLine]
    private var left: [Left]
    private var shipping: Int128
    private var tax: Int128
    private var tips: Int128

    package init(_ order: PlainOrder, _ lines: [PricedLine]) {
        self.lines = lines
        left = lines.map { Left(units: $0.units, net: $0.net, cost: $0.cost) }
        let shipping = PricedLine(shippingOf: order)
        self.shipping = max(0, shipping.net)
        tax = lines.reduce(0) { $0 + $1.tax } + shipping.tax
        tips = order.tips
    }

    /// What is left of the merchandise, in money.
    package var merchandise: Int128 {
        zip(lines, left).reduce(0) { $0 + ($1.0.isGiftCard ? 0 : $1.1.net) }
    }

    package mutating func take(_ refund: PlainRefund) -> RefundEffect {
        refund.lines.isEmpty ? takeSum(refund) : takeLines(refund)
    }

    private mutating func takeLines(_ refund: PlainRefund) -> RefundEffect {
        var effect = RefundEffect()
        let netBefore = left.reduce(0) { $0 + $1.net }
        var moneyOfLines: Int128 = 0
        for asked in refund.lines {
            guard let index = lines.firstIndex(where: { $0.id == asked.id }) else {
                effect.isOver = true
                continue
            }
            let units = min(asked.quantity, left[index].units)
            let share = Shares.halfUp(left[index].net, units, of: left[index].units)
            let money = min(asked.amount ?? share, left[index].net)
            if units < asked.quantity || money < asked.amount ?? 0 { effect.isOver = true }
            moneyOfLines += money
            if let cost = left[index].cost {
                let part = Shares.halfUp(cost, units, of: left[index].units)
                left[index].cost = cost - part
                if asked.isRestocked, !lines[index].isGiftCard { effect.cost += part }
            } else if asked.isRestocked, !lines[index].isGiftCard {
                effect.uncostedUnits += units
            }
            left[index].units -= units
            left[index].net -= money
            note(&effect, line: index, units: units, money: money)
        }
        takeShipping(refund.shipping ?? 0, &effect)
        takeTax(refund.tax ?? Shares.halfUp(tax, moneyOfLines, of: netBefore), &effect)
        return effect
    }

    private mutating func takeSum(_ refund: PlainRefund) -> RefundEffect {
        var effect = RefundEffect()
        let rest = max(0, (refund.amount ?? 0) - (refund.shipping ?? 0) - (refund.tax ?? 0))
        takeShipping(refund.shipping ?? 0, &effect)
        takeTax(refund.tax ?? 0, &effect)
        let openShipping = refund.shipping == nil ? shipping : 0
        let openTax = refund.tax == nil ? tax : 0
        let buckets = left.map(\.net) + [openShipping, openTax, tips]
        let taken = min(rest, buckets.reduce(0, +))
        if taken < rest { effect.isOver = true }
        let shares = Shares.byLargestRemainder(taken, buckets)
        for index in left.indices {
            left[index].net -= shares[index]
            note(&effect, line: index, units: 0, money: shares[index])
        }
        shipping -= shares[left.count]
        tax -= shares[left.count + 1]
        tips -= shares[left.count + 2]
        return effect
    }

    /// Only merchandise is a return.
    private func note(_ effect: inout RefundEffect, line: Int, units: Int128, money: Int128) {
        guard !lines[line].isGiftCard else { return }
        effect.units += units
        effect.money += money
        effect.unitsByLine[line, default: 0] += units
        effect.moneyByLine[line, default: 0] += money
    }

    private mutating func takeShipping(_ asked: Int128, _ effect: inout RefundEffect) {
        if asked > shipping { effect.isOver = true }
        shipping -= min(asked, shipping)
    }

    private mutating func takeTax(_ asked: Int128, _ effect: inout RefundEffect) {
        if asked > tax { effect.isOver = true }
        tax -= min(asked, tax)
    }
}
