// How much (contract §4): an order's parts from its latest facts.

/// Everything known of one order at the end.
package struct OrderFacts: Sendable {
    package var order: PlainOrder
    /// The latest version of each refund.
    package var refunds: [PlainRefund]
    package var responses: [PlainResponse]
}

/// What the contract makes of an order.
package struct OrderCredit: Sendable {
    package var order: PlainOrder
    package var judgement: Judgement
    package var parts: [Part] = []
    /// What each line came to, after returns; nothing where the order is cancelled.
    package var products: [(sku: Bytes, units: Int128, net: Int128)] = []
    /// The winners as holders; the rejected code's where there are none.
    package var holders: [Holder] = []
    /// The merchandise's net less returns, whether or not anyone is credited.
    package var netAfterReturns: Int128 = 0
}

package struct Crediting {
    private let order: PlainOrder
    private let lines: [PricedLine]
    private let shipping: PricedLine
    private let winners: [Winner]
    private let holders: [Holder]
    private let mainIndex: Int
    /// What each winner has of the order so far, over all its parts.
    private var sums: [Measures]
    private var credit: OrderCredit

    package static func credit(
        _ facts: OrderFacts, _ registry: PlainRegistry, _ stacking: Stacking
    ) -> OrderCredit {
        let judgement = Judgement(facts.order, registry, stacking)
        var crediting = Crediting(facts.order, judgement)
        crediting.addOrder()
        crediting.addRefunds(facts.refunds)
        crediting.addCancellation()
        if !judgement.isPublished { crediting.credit.parts = [] }
        return crediting.credit
    }

    private init(_ order: PlainOrder, _ judgement: Judgement) {
        self.order = order
        lines = order.lines.map { PricedLine($0, taxesIncluded: order.taxesIncluded) }
        shipping = PricedLine(shippingOf: order)
        winners = judgement.winners
        holders =
            winners.isEmpty
            ? [Holder(creator: nil, code: order.codes.first?.normal ?? "")]
            : winners.map {
                Holder(
                    creator: $0.creator, code: $0.code.normal, campaign: $0.assignment.campaign,
                    channel: $0.assignment.channel)
            }
        let weights = winners.map(\.weight)
        mainIndex = weights.firstIndex(of: weights.max() ?? 0) ?? 0
        sums = Array(repeating: Measures(), count: holders.count)
        credit = OrderCredit(order: order, judgement: judgement, holders: holders)
    }

    private var merchandise: [PricedLine] { lines.filter { !$0.isGiftCard } }

    private mutating func addOrder() {
        var whole = Measures()
        for line in merchandise {
            whole[.units] += line.units
            whole[.gross] += line.gross
            whole[.net] += line.net
            whole[.cost] += line.cost ?? 0
            if line.cost == nil { whole[.uncosted_units] += line.units }
        }
        var shares = holders.map { _ in Measures() }
        let weights = winners.isEmpty ? [1] : winners.map(\.weight)
        for measure in [Measure.units, .gross, .net, .cost, .uncosted_units] {
            let divided = Shares.byLargestRemainder(whole[measure], weights)
            for index in shares.indices { shares[index][measure] = divided[index] }
        }
        for index in shares.indices {
            shares[index][.discount] = shares[index][.gross] - shares[index][.net]
            let codes = winners.isEmpty ? [holders[0].code] : winners[index].codes
            shares[index][.code_discount] = discount(of: codes)
        }
        shares[mainIndex][.orders] = 1
        shares[mainIndex][customerMeasure] = 1
        shares[mainIndex][channelMeasure] = 1
        publish(shares, .order, order.placedAt)
    }

    /// On lines that are merchandise and on shipping.
    private func discount(of codes: [Bytes]) -> Int128 {
        (merchandise.flatMap(\.discounts) + shipping.discounts).reduce(0) { sum, discount in
            discount.code.map(codes.contains) == true ? sum + discount.amount : sum
        }
    }

    private var customerMeasure: Measure {
        switch order.customerIsNew {
        case true: .new_customers
        case false: .returning_customers
        case nil: .unknown_customers
        }
    }

    private var channelMeasure: Measure {
        switch order.channel {
        case .online: .online_orders
        case .app: .app_orders
        case .pos: .pos_orders
        }
    }

    private mutating func addRefunds(_ refunds: [PlainRefund]) {
        var ledger = RefundLedger(order, lines)
        var isReturned = false
        var units = lines.map(\.units)
        var nets = lines.map(\.net)
        for refund in counted(refunds) {
            let effect = ledger.take(refund)
            for (line, taken) in effect.unitsByLine { units[line] -= taken }
            for (line, taken) in effect.moneyByLine { nets[line] -= taken }
            var shares = share(effect)
            let returnsOrder =
                !refund.isExchange
                && (effect.units > 0 || (effect.money > 0 && ledger.merchandise == 0))
            if returnsOrder, !isReturned {
                isReturned = true
                shares[mainIndex][.returned_orders] = 1
            }
            publish(shares, .refund(refund.id), refund.refundedAt)
        }
        credit.netAfterReturns = ledger.merchandise
        guard order.cancelledAt == nil else { return }
        for (index, line) in lines.enumerated() where !line.isGiftCard {
            guard let sku = line.sku else { continue }
            credit.products.append((sku, units[index], nets[index]))
        }
    }

    private func counted(_ refunds: [PlainRefund]) -> [PlainRefund] {
        refunds.filter { refund in
            refund.status == .succeeded && refund.currency == order.currency
                && order.cancelledAt.map { refund.refundedAt < $0 } ?? true
        }.sorted { ($0.refundedAt, $0.id) < ($1.refundedAt, $1.id) }
    }

    /// Over what is left of each winner's own.
    private func share(_ effect: RefundEffect) -> [Measures] {
        var shares = holders.map { _ in Measures() }
        let money = Shares.byLargestRemainder(effect.money, sums.map { $0[.net] })
        let units = Shares.byLargestRemainder(
            effect.units, sums.map { $0[.units] - $0[.returned_units] })
        let cost = Shares.byLargestRemainder(effect.cost, sums.map { $0[.cost] })
        let uncosted = Shares.byLargestRemainder(
            effect.uncostedUnits, sums.map { $0[.uncosted_units] })
        for index in shares.indices {
            shares[index][.returns] = money[index]
            shares[index][.net] = -money[index]
            shares[index][.returned_units] = units[index]
            shares[index][.cost] = -cost[index]
            shares[index][.uncosted_units] = -uncosted[index]
        }
        return shares
    }

    private mutating func addCancellation() {
        guard let cancelledAt = order.cancelledAt else { return }
        var shares = holders.map { _ in Measures() }
        for index in shares.indices { shares[index] -= sums[index] }
        shares[mainIndex][.cancelled_orders] += 1
        publish(shares, .cancellation, cancelledAt)
    }

    private mutating func publish(_ shares: [Measures], _ cause: Cause, _ date: Int64) {
        for (index, measures) in shares.enumerated() {
            sums[index] += measures
            guard !measures.isZero else { continue }
            credit.parts.append(
                Part(holder: holders[index], cause: cause, date: date, measures: measures))
        }
    }
}
