// What a survey response says of an order's credit (contract §4, survey).

/// Names, handles, ids and codes of all creators in plain form.
package struct CreatorNames {
    private var creators: [Bytes: Set<Bytes>] = [:]

    package init(_ registry: PlainRegistry) {
        for assignment in registry.all {
            let names =
                [assignment.creatorName, assignment.creator, assignment.typedCode]
                .compactMap { $0 } + assignment.handles
            for name in names {
                let plain = PlainForms.plain(name)
                if !plain.isEmpty { creators[plain, default: []].insert(assignment.creator) }
            }
        }
    }

    /// The creators that a choice or an answer names.
    package func named(by text: Bytes?) -> Set<Bytes> {
        text.flatMap { creators[PlainForms.plain($0)] } ?? []
    }
}

extension CreatorNames {
    /// Each creator's name: of their assignments that have one, that which starts last, then that
    /// of the larger key.
    package static func latest(_ registry: PlainRegistry) -> [Bytes: Bytes] {
        var latest: [Bytes: PlainAssignment] = [:]
        for assignment in registry.all where assignment.creatorName != nil {
            if let other = latest[assignment.creator],
                (other.validFrom, other.key) > (assignment.validFrom, assignment.key)
            {
                continue
            }
            latest[assignment.creator] = assignment
        }
        return latest.compactMapValues(\.creatorName)
    }
}

/// One count for one creator, in the scope `all`.
package struct SurveyEntry: Equatable, Sendable {
    package var creator: Bytes
    package var measure: SurveyMeasure
    package var amount: Int128
}

package struct SurveyCount {
    private let names: CreatorNames
    /// nil counts every question.
    private let questions: [Bytes]?

    package init(_ registry: PlainRegistry, questions: [Bytes]?) {
        names = CreatorNames(registry)
        self.questions = questions
    }

    package func entries(_ facts: OrderFacts, _ credit: OrderCredit) -> [SurveyEntry] {
        guard !facts.order.isTest, facts.order.cancelledAt == nil,
            let response = latest(facts.responses)
        else { return [] }
        var named = names.named(by: response.choice)
        for pick in response.picks { named.formUnion(names.named(by: pick)) }
        if named.isEmpty { named = names.named(by: response.answer) }
        guard credit.judgement.verdict == "credited" else {
            guard let creator = named.min() else { return [] }
            return [
                SurveyEntry(creator: creator, measure: .self_reported_orders, amount: 1),
                SurveyEntry(
                    creator: creator, measure: .self_reported_net, amount: credit.netAfterReturns),
            ]
        }
        let winners = credit.judgement.winners.map(\.creator)
        var entries = winners.map { winner in
            let measure: SurveyMeasure =
                named.contains(winner) ? .agree : named.isEmpty ? .other : .disagree
            return SurveyEntry(creator: winner, measure: measure, amount: 1)
        }
        // Once an order, and only where none of its winners was named.
        if let claimant = named.min(), named.isDisjoint(with: winners) {
            entries.append(SurveyEntry(creator: claimant, measure: .claimed, amount: 1))
        }
        return entries
    }

    /// The latest with a choice or an answer, to a question that counts.
    private func latest(_ responses: [PlainResponse]) -> PlainResponse? {
        responses.filter { response in
            let texts = [response.choice, response.answer] + response.picks
            guard texts.contains(where: { $0?.isEmpty == false }) else { return false }
            guard let questions else { return true }
            return response.question.map(questions.contains) ?? false
        }.max { ($0.answeredAt, $0.id) < ($1.answeredAt, $1.id) }
    }
}
