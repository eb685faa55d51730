// The rule at the centre: credit is a pure function of an order's facts and the registry. It holds
// nothing between two orders but arrays that are used again.

package struct Attributor {
    /// What the facts say beside the credit.
    package struct Findings {
        package var verdict = Verdict.noCode
        package var fingerprint: UInt64 = 0
        package var isStack = false
        /// The assignment of the code that is shown.
        package var holding: Holding?
        /// Index of the shown code; nil without codes.
        package var code: Int?
    }

    package let policy: Policy
    private var figures = OrderFigures()
    private var judgement = Judgement()
    private var ledger = RefundLedger()
    private var sequence: [Int] = []
    /// Refunds (by index) that returned more than was left; valid until the next call.
    package private(set) var overRefunds: [Int] = []
    /// Refunds in another currency than the order's; valid until the next call.
    package private(set) var mismatches: [Int] = []

    package init(policy: Policy) { self.policy = policy }

    /// The credit of an order whose facts are known; empty for a verdict that publishes nothing.
    package mutating func attribute(
        _ facts: Facts, registry: Registry, into credit: inout Credit
    ) -> Findings {
        credit.reset()
        overRefunds.removeAll(keepingCapacity: true)
        mismatches.removeAll(keepingCapacity: true)
        guard facts.hasOrder, !(facts.order.codes.isEmpty && facts.refunds.isEmpty) else {
            return Findings()
        }
        figures.compute(facts.order)
        judgement.judge(facts.order, figures: figures, registry: registry, policy: policy)
        let winner = judgement.winners.first
        let findings = Findings(
            verdict: judgement.verdict, fingerprint: judgement.fingerprint,
            isStack: judgement.isStack && judgement.verdict == .credited,
            holding: winner?.holding,
            code: winner?.code ?? (facts.order.codes.isEmpty ? nil : 0))
        var codeDiscount: Int64 = 0
        if !judgement.verdict.isSilent, let shown = findings.code {
            addShare(facts.order, winner?.holding, code: shown, to: &credit)
            codeDiscount = winner?.codeDiscount ?? figures.counted[shown]
        }
        addParts(facts, codeDiscount: codeDiscount, to: &credit)
        return findings
    }

    /// The mark of what decides the order now, without working its credit out.
    package func fingerprint(of facts: Facts, registry: Registry) -> UInt64 {
        var mark = policy.fingerprint
        for code in facts.order.codes {
            Judgement.mix(
                registry.verdict(
                    code: code.hash, at: facts.order.placedAt, in: facts.order.salesChannel),
                into: &mark)
        }
        return mark.value
    }

    private func addShare(_ order: Order, _ holding: Holding?, code: Int, to credit: inout Credit) {
        let assignment = holding?.assignment
        let customer: CustomerKind =
            switch order.customerIsNew {
            case .some(true): .new
            case .some(false): .returning
            case nil: .unknown
            }
        credit.shares.append(
            Share(
                creator: credit.keep(assignment?.creatorID.bytes),
                code: credit.keep(order.text[order.codes[code].normal.range]),
                campaign: credit.keep(assignment?.campaignID?.bytes),
                channel: credit.keep(assignment?.channel?.bytes),
                customer: customer, salesChannel: order.salesChannel, placedAt: order.placedAt,
                currency: order.currency))
    }

    private mutating func addParts(
        _ facts: Facts, codeDiscount: Int64, to credit: inout Credit
    ) {
        var total = Measures()
        func add(_ cause: Cause, _ date: EventTime, _ measures: Measures) {
            // An order whose verdict is silent has no share: its refunds are looked at for alerts.
            guard !credit.shares.isEmpty, !measures.isZero else { return }
            credit.parts.append(
                Part(share: 0, cause: cause, occurredAt: date, measures: measures))
            total += measures
        }
        var own = figures.merchandise
        own[.codeDiscount] = codeDiscount
        own[.orders] = 1
        own[facts.order.customerMeasure] = 1
        own[facts.order.channelMeasure] = 1
        add(.order, facts.order.placedAt, own)
        var isReturned = false
        ledger.open(facts.order, figures)
        collectRefunds(facts)
        for index in sequence {
            let refund = facts.refunds[index]
            let first = Int(refund.firstLine)
            let lines = facts.refundLines[first..<first + Int(refund.lineCount)]
            var taken = ledger.take(refund, lines: lines)
            if taken.isOver { overRefunds.append(index) }
            if taken.countsAsReturn, !refund.isExchange, !isReturned {
                isReturned = true
                taken.measures[.returnedOrders] = 1
            }
            add(.refund(index), refund.refundedAt, taken.measures)
        }
        guard let cancelledAt = facts.order.cancelledAt else { return }
        var takenBack = -total
        takenBack[.cancelledOrders] = 1
        add(.cancellation, cancelledAt, takenBack)
    }

    /// Indices of the refunds that count, in order of (refunded_at, refund_id).
    private mutating func collectRefunds(_ facts: Facts) {
        sequence.removeAll(keepingCapacity: true)
        let order = facts.order
        let end = order.placedAt.advanced(
            by: policy.retention(isCoded: !order.codes.isEmpty))
        for (index, refund) in facts.refunds.enumerated() {
            guard refund.status == .succeeded, refund.refundedAt <= end else { continue }
            guard refund.currency == order.currency else {
                mismatches.append(index)
                continue
            }
            if let cancelledAt = order.cancelledAt, refund.refundedAt >= cancelledAt { continue }
            sequence.append(index)
        }
        guard sequence.count > 1 else { return }
        sequence.sort { a, b in
            let (one, other) = (facts.refunds[a], facts.refunds[b])
            guard one.refundedAt == other.refundedAt else {
                return one.refundedAt < other.refundedAt
            }
            return facts.text[one.refundID.range]
                .lexicographicallyPrecedes(facts.text[other.refundID.range])
        }
    }
}

extension Order {
    /// The counter of this order's customer.
    var customerMeasure: Measure {
        switch customerIsNew {
        case .some(true): .newCustomers
        case .some(false): .returningCustomers
        case nil: .unknownCustomers
        }
    }

    /// The counter of this order's sales channel.
    var channelMeasure: Measure {
        switch salesChannel {
        case .online: .onlineOrders
        case .app: .appOrders
        case .pos: .posOrders
        }
    }
}
