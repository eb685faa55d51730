// The rule at the centre: credit is a pure function of an order's facts and the registry. It holds
// nothing between two orders but arrays that are used again.

package final class Attributor {
    /// What the facts say beside the credit.
    package struct Findings {
        package var verdict = Verdict.noCode
        package var fingerprint: UInt64 = 0
        package var isStack = false
        /// There are `overRefunds` or `mismatches`.
        package var hasOddRefunds = false
        /// Index of the shown code; nil without codes.
        package var code: Int?
    }

    /// What a change was judged with: where its assignment lies, and whether the code was typed as
    /// that writes it.
    package struct Basis {
        package let place: RegistryPlace
        package let isTypedExactly: Bool
    }

    package let policy: Policy
    private let registry: Registry
    private let policyMark: Fingerprint
    private let tally: SurveyTally
    private var figures = OrderFigures()
    private var judgement = Judgement()
    private var ledger = RefundLedger()
    private var split = CreditSplit()
    private var totals: [Measures] = []
    private var sequence: [Int] = []
    /// Refunds (by index) that returned more than was left; valid until the next call.
    package private(set) var overRefunds: [Int] = []
    /// Refunds in another currency than the order's; valid until the next call.
    package private(set) var mismatches: [Int] = []

    package init(policy: Policy, registry: Registry) {
        self.policy = policy
        self.registry = registry
        policyMark = policy.fingerprint
        tally = SurveyTally(policy)
    }

    /// Those credited by the last call, in the order of its credit's shares.
    package var winners: [Judgement.Contender] { judgement.winners }

    /// The credit of an order whose facts are known; empty for a verdict that publishes nothing.
    package func attribute(
        _ facts: inout Facts, into credit: inout Credit
    ) -> Findings {
        credit.reset()
        overRefunds.clear()
        mismatches.clear()
        guard facts.hasOrder, !facts.isPlain else {
            judgement.reset()
            return Findings()
        }
        figures.compute(&facts.order)
        judgement.judge(
            &facts.order, figures: &figures, registry: registry, mark: policyMark,
            stacking: policy.stacking)
        let winner = judgement.winners.first
        var findings = Findings(
            verdict: judgement.verdict, fingerprint: judgement.fingerprint,
            isStack: judgement.isStack && judgement.verdict == .credited,
            code: winner?.code ?? (facts.order.codes.isEmpty ? nil : 0))
        if !judgement.verdict.isSilent, let shown = findings.code {
            for index in judgement.winners.indices {
                let winner = judgement.winners[index]
                addShare(&facts.order, winner.grant, code: winner.code, to: &credit)
            }
            if judgement.winners.isEmpty { addShare(&facts.order, nil, code: shown, to: &credit) }
            if judgement.winners.count > 1 {
                split.open(judgement.winners, stacking: policy.stacking)
            } else {
                split.close()
            }
        }
        let rejected = findings.code.map { figures.codes[$0].counted }
        let net = addParts(
            &facts, codeDiscount: winner?.codeDiscount ?? rejected ?? 0, to: &credit)
        findings.hasOddRefunds = !overRefunds.isEmpty || !mismatches.isEmpty
        if !facts.responses.isEmpty {
            tally.tally(
                facts, winners: judgement.winners, netAfterReturns: net, registry: registry,
                into: &credit)
            findings.fingerprint = fingerprint(of: facts)
        }
        return findings
    }

    /// What a change of the last credit was judged with: the assignment of its own share's code,
    /// where that still stands.
    package func basis(of change: Change, _ facts: inout Facts) -> Basis? {
        guard change.survey == nil, let winner = winner(of: change, &facts) else { return nil }
        return Basis(
            place: judgement.winners[winner].grant.pointee.place,
            isTypedExactly: judgement.winners[winner].isTypedExactly(on: &facts.order))
    }

    private func winner(of change: Change, _ facts: inout Facts) -> Int? {
        guard change.isTakenBack else {
            return change.share < judgement.winners.count ? change.share : nil
        }
        let share = facts.published.shares[change.share]
        guard !share.creator.isAbsent else { return nil }
        let creator = facts.published.text[share.creator]
        return judgement.winners.firstIndex {
            creator.elementsEqual($0.grant.pointee.creatorID)
        }
    }

    /// The mark of what decides the order now, without working its credit out.
    package func fingerprint(of facts: Facts) -> UInt64 {
        var mark = policyMark
        for code in facts.order.codes {
            Judgement.mix(
                registry.verdict(
                    code: code.hash, at: facts.order.placedAt, in: facts.order.salesChannel),
                into: &mark)
        }
        if let response = tally.response(of: facts) {
            for creator in tally.named(by: response, of: facts, registry) {
                mark.mix(1 << 32)
                for byte in creator.bytes { mark.mix(UInt64(byte)) }
            }
        }
        return mark.value
    }

    private func addShare(
        _ order: inout Order, _ grant: UnsafePointer<Grant>?, code: Int,
        to credit: inout Credit
    ) {
        var share = grant.map { credit.keep($0) } ?? Share()
        share.code = credit.keep(order.text.bytes, order.codes[code].normal)
        share.customer = order.customer
        share.salesChannel = order.salesChannel
        share.placedAt = order.placedAt
        share.currency = order.currency
        credit.shares.append(share)
    }

    /// Works the parts out. Where the verdict is silent there is no share, and nothing is added.
    /// - Parameter codeDiscount: of the order's only share.
    /// - Returns: the order's net after returns, whoever is credited.
    private func addParts(
        _ facts: inout Facts, codeDiscount: Int64, to credit: inout Credit
    ) -> Int64 {
        totals.clear()
        if facts.order.cancelledAt != nil {
            for _ in credit.shares { totals.append(Measures()) }
        }
        if !credit.shares.isEmpty {
            addOrder(&facts.order, codeDiscount: codeDiscount, to: &credit)
        }
        let returns = facts.refunds.isEmpty ? 0 : addRefunds(facts, to: &credit)
        if let cancelledAt = facts.order.cancelledAt, !credit.shares.isEmpty {
            takeBack(cancelledAt, of: facts.order, from: &credit)
        }
        return figures.merchandise[.net] - returns
    }

    private func addOrder(
        _ order: inout Order, codeDiscount: Int64, to credit: inout Credit
    ) {
        var own = Part(
            share: 0, cause: .order, occurredAt: order.placedAt, measures: figures.merchandise)
        own.measures[.orders] = 1
        own.measures[order.customer.counter] = 1
        own.measures[order.salesChannel.counter] = 1
        let sold = PartProducts.addOrder(&order, &figures, to: &credit)
        if credit.shares.count == 1 {
            own.measures[.codeDiscount] = codeDiscount
            add(&own, sold, isCancelled: order.cancelledAt != nil, to: &credit)
        } else {
            split.shareOrder(own.measures)
            addShares(.order, order.placedAt, sold, of: order, to: &credit)
        }
    }

    /// - Returns: what they returned, in all.
    private func addRefunds(_ facts: Facts, to credit: inout Credit) -> Int64 {
        var returns: Int64 = 0
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
            returns += taken.measures[.returns]
            guard !credit.shares.isEmpty else { continue }
            let returned = PartProducts.addRefund(ledger.takenLines, of: facts.order, to: &credit)
            if credit.shares.count == 1 {
                add(
                    .refund(index), refund.refundedAt, taken.measures, share: 0, returned,
                    of: facts.order, to: &credit)
            } else {
                split.shareRefund(taken.measures)
                addShares(
                    .refund(index), refund.refundedAt, returned, of: facts.order, to: &credit)
            }
        }
        return returns
    }

    /// The cancellation: everything sums to zero but `cancelled_orders`.
    private func takeBack(_ date: EventTime, of order: Order, from credit: inout Credit) {
        for index in credit.shares.indices {
            var measures = -totals[index]
            if index == split.counterOwner { measures[.cancelledOrders] = 1 }
            let back = PartProducts.addCancellation(ofShare: index, to: &credit)
            add(.cancellation, date, measures, share: index, back, of: order, to: &credit)
        }
    }

    /// Adds what the split gave each share.
    private func addShares(
        _ cause: Cause, _ date: EventTime, _ products: Range<Int>, of order: Order,
        to credit: inout Credit
    ) {
        for index in credit.shares.indices {
            add(
                cause, date, split.shares[index], share: index, products, of: order, to: &credit)
        }
    }

    private func add(
        _ cause: Cause, _ date: EventTime, _ measures: Measures, share: Int,
        _ products: Range<Int>, of order: Order, to credit: inout Credit
    ) {
        var part = Part(share: Int32(share), cause: cause, occurredAt: date, measures: measures)
        add(&part, products, isCancelled: order.cancelledAt != nil, to: &credit)
    }

    private func add(
        _ part: inout Part, _ products: Range<Int>, isCancelled: Bool, to credit: inout Credit
    ) {
        guard !part.measures.isZero else { return }
        let share = Int(part.share)
        part.firstProduct = Int32(products.lowerBound)
        // A rejection's products are nobody's.
        if !credit.shares[share].creator.isAbsent { part.productCount = Int32(products.count) }
        credit.parts.append(part)
        if isCancelled { totals[share] += part.measures }
    }

    /// Indices of the refunds that count, in order of (refunded_at, refund_id).
    private func collectRefunds(_ facts: Facts) {
        sequence.clear()
        let order = facts.order
        let end = policy.retentionEnd(of: order)
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
            return facts.text[one.refundID]
                .lexicographicallyPrecedes(facts.text[other.refundID])
        }
    }
}
