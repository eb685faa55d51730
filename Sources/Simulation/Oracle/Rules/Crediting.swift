// How much (contract §4): an order's parts from its latest facts.

/// Makes one order's parts, one cause after the other.
package struct Crediting {
    /// A change of one line, whole.
    private struct LineChange {
        var units: Int128 = 0
        var net: Int128 = 0
    }

    private let order: PlainOrder
    private let lines: [PricedLine]
    private let shipping: PricedLine
    private let winners: [Winner]
    private let holders: [Holder]
    private let mainIndex: Int
    /// What each winner has of the order so far, over all its parts.
    private var sums: [Measures]
    /// What each winner has of each line so far.
    private var products: [[LineChange]]
    private var credit: OrderCredit

    package static func credit(
        _ facts: OrderFacts, _ registry: PlainRegistry, _ stacking: Stacking
    ) -> OrderCredit {
        let judgement = Judgement(facts.order, registry, stacking)
        var crediting = Crediting(facts.order, judgement)
        crediting.addOrder()
        crediting.addRefunds(facts.refunds)
        crediting.addCancellation()
        crediting.addProducts()
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
        products = Array(
            repeating: Array(repeating: LineChange(), count: lines.count), count: holders.count)
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
        let ordered = lines.map { LineChange(units: $0.units, net: $0.net) }
        publish(shares, .order, order.placedAt, lines: shares.map { _ in ordered })
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
        for refund in counted(refunds) {
            let effect = ledger.take(refund)
            var shares = share(effect)
            let returnsOrder =
                !refund.isExchange
                && (effect.units > 0 || (effect.money > 0 && ledger.merchandise == 0))
            if returnsOrder, !isReturned {
                isReturned = true
                shares[mainIndex][.returned_orders] = 1
            }
            let returned = lines.indices.map { line in
                LineChange(
                    units: -effect.unitsByLine[line, default: 0],
                    net: -effect.moneyByLine[line, default: 0])
            }
            publish(
                shares, .refund(refund.id), refund.refundedAt, lines: shares.map { _ in returned })
        }
        credit.netAfterReturns = ledger.merchandise
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
        let all = products.map { $0.map { LineChange(units: -$0.units, net: -$0.net) } }
        publish(shares, .cancellation, cancelledAt, lines: all)
    }

    /// - Parameter changes: of each winner, of each line.
    private mutating func publish(
        _ shares: [Measures], _ cause: Cause, _ date: Int64, lines changes: [[LineChange]]
    ) {
        for (index, measures) in shares.enumerated() {
            sums[index] += measures
            guard !measures.isZero else { continue }
            for (line, change) in changes[index].enumerated() {
                products[index][line].units += change.units
                products[index][line].net += change.net
            }
            credit.parts.append(
                Part(holder: holders[index], cause: cause, date: date, measures: measures))
        }
    }

    private mutating func addProducts() {
        for (holder, changes) in zip(holders, products) {
            for (line, sum) in zip(lines, changes) where !line.isGiftCard {
                guard let sku = line.sku else { continue }
                credit.products.append(
                    ProductCredit(holder: holder, sku: sku, units: sum.units, net: sum.net))
            }
        }
    }
}
