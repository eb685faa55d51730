// Contract §4, "Survey": one response of an order against its credit. It never changes money.

package struct SurveyTally {
    private let policy: Policy

    package init(_ policy: Policy) { self.policy = policy }

    /// The order's latest response, within its retention, with a choice or an answer to a question
    /// that counts.
    package func response(of facts: Facts) -> ResponseFact? {
        var latest: ResponseFact?
        let end = policy.retentionEnd(of: facts.order)
        for response in facts.responses
        where response.answeredAt <= end && counts(response, facts) {
            guard let known = latest else {
                latest = response
                continue
            }
            if isLater(response, than: known, facts) { latest = response }
        }
        return latest
    }

    /// The creators named by the choice, each pick of it, or if it names nobody by the answer;
    /// ascending.
    package func named(
        by response: ResponseFact, of facts: Facts, _ registry: Registry
    ) -> [ByteString] {
        let picks = facts.text[response.choice].split(separator: SurveyResponse.pickSeparator)
        let chosen = Set(picks.flatMap { registry.creators(named: $0) }).sorted()
        return chosen.isEmpty
            ? registry.creators(named: facts.text[response.answer]) : chosen
    }

    /// Adds the counts to `credit`.
    /// - Parameter netAfterReturns: the order's, in minor units.
    func tally(
        _ facts: Facts, winners: [Judgement.Contender], netAfterReturns: Int64,
        registry: Registry, into credit: inout Credit
    ) {
        let order = facts.order
        guard !order.isTest, order.cancelledAt == nil, let response = response(of: facts) else {
            return
        }
        let named = named(by: response, of: facts, registry)
        func add(_ creator: ByteString, _ measure: SurveyMeasure, net: Int64? = nil) {
            var counts = SurveyCounts()
            counts[measure] = 1
            if let net { counts[.selfReportedNet] = net }
            credit.surveys.append(
                SurveyPart(
                    creator: credit.keep(creator.bytes), placedAt: order.placedAt,
                    currency: order.currency, counts: counts, customer: order.customer,
                    salesChannel: order.salesChannel))
        }
        guard !winners.isEmpty else {
            if let first = named.first { add(first, .selfReportedOrders, net: netAfterReturns) }
            return
        }
        var isWinnerNamed = false
        for winner in winners {
            let creator = winner.holding.assignment.creatorID
            if named.contains(creator) {
                isWinnerNamed = true
                add(creator, .agree)
            } else {
                add(creator, named.isEmpty ? .other : .disagree)
            }
        }
        if !isWinnerNamed, let first = named.first { add(first, .claimed) }
    }

    private func counts(_ response: ResponseFact, _ facts: Facts) -> Bool {
        if response.choice.isAbsent, response.answer.isAbsent { return false }
        guard let questions = policy.surveyQuestions else { return true }
        guard !response.question.isAbsent else { return false }
        return questions.contains(ByteString(facts.text[response.question]))
    }

    private func isLater(_ a: ResponseFact, than b: ResponseFact, _ facts: Facts) -> Bool {
        guard a.answeredAt == b.answeredAt else { return a.answeredAt > b.answeredAt }
        return facts.text[b.responseID]
            .lexicographicallyPrecedes(facts.text[a.responseID])
    }
}
