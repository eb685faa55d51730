import Codec
import Pipeline
import Simulation

/// What was published, against the independent recomputation that `plaudit verify` uses.
struct OracleCheck {
    let settings: ScenarioSettings
    /// Of inputs in a shop's shape: what a translator makes of them is recomputed.
    var formats = InputFormats()
    /// Whether dead letters are compared too.
    var doesCompareDeadLetters = true

    /// In words, what is published otherwise than the oracle has it.
    func disagreements(of pipeline: InMemoryPipeline) throws -> [String] {
        try allDisagreements(of: pipeline, pipeline.leaderboards)
            .filter { doesCompareDeadLetters || !$0.subject.hasPrefix("record ") }
            .map(\.description)
    }

    /// Only what is wrong with these leaderboards, which follow from the same records.
    func disagreements(
        of pipeline: InMemoryPipeline, leaderboards: [InMemoryPipeline.Published]
    ) throws -> [String] {
        try allDisagreements(of: pipeline, leaderboards)
            .filter { $0.subject.hasPrefix("leaderboard ") }
            .map(\.description)
    }

    private func allDisagreements(
        of pipeline: InMemoryPipeline, _ leaderboards: [InMemoryPipeline.Published]
    ) throws -> [Disagreement] {
        var oracle = Oracle(try oracleSettings())
        let translators: [InputRole: (any Translator)?] = [
            .orders: formats.orders.makeTranslator(currency: formats.currency),
            .refunds: formats.refunds.makeTranslator(currency: formats.currency),
            .responses: formats.surveyResponses.makeTranslator(currency: formats.currency),
        ]
        for record in pipeline.sent {
            guard let role = Self.roles[record.topic] else { continue }
            let raw = RawRecord(
                role: role, partition: 0, offset: record.offset, timestamp: record.timestamp,
                key: record.key, value: record.value)
            if let translator = translators[role] ?? nil {
                add(raw, translator, to: &oracle)
            } else {
                oracle.add(raw)
            }
        }
        oracle.finish()
        let also: ComparedParts = [.surveys, .products, .leaderboards]
        guard var comparison = Comparison(oracle, also: also) else {
            throw ScenarioError(description: "no zone \(settings.zone)")
        }
        for (offset, record) in pipeline.attributions.enumerated() {
            comparison.addAttribution(published(record, offset))
        }
        for (offset, record) in pipeline.scorecards.enumerated() {
            comparison.addScorecard(published(record, offset))
        }
        for (offset, record) in leaderboards.enumerated() {
            comparison.addLeaderboard(published(record, offset))
        }
        for (offset, record) in pipeline.deadLetters.enumerated() {
            comparison.addDeadLetter(published(record, offset))
        }
        return comparison.finish()
    }

    private func add(_ record: RawRecord, _ translator: any Translator, to oracle: inout Oracle) {
        guard let value = record.value else { return }
        let translation = Translation()
        let fault: Codec.Refusal? = value.withUnsafeBytes { value in
            (record.key ?? []).withUnsafeBytes { key in
                do throws(Codec.Refusal) {
                    try translator.translate(
                        value, key: record.key == nil ? nil : key, into: translation)
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let fault {
            let reason = Simulation.RefusalReason(rawValue: fault.reason.rawValue)
            return oracle.refuse(record, Simulation.Refusal(reason ?? .bad_json, "its shape"))
        }
        oracle.add(
            (0..<translation.count).map { index in
                let role: InputRole =
                    switch translation.shape(of: index) {
                    case .order: .orders
                    case .refund: .refunds
                    case .response: .responses
                    }
                return record.translated(
                    as: role, translation.withValue(of: index) { Array($0) })
            })
    }

    private static let roles: [String: InputRole] = [
        "orders": .orders, "refunds": .refunds, "survey-responses": .responses,
        "code-registry": .registry,
    ]

    private func oracleSettings() throws -> OracleSettings {
        var chosen = OracleSettings()
        guard let stacking = Stacking(rawValue: settings.stacking) else {
            throw ScenarioError(description: "the oracle knows no \(settings.stacking)")
        }
        chosen.stacking = stacking
        chosen.timeZone = settings.zone
        chosen.scopes = settings.scopes.compactMap { ScopeKind(rawValue: $0) }
        chosen.windows = settings.windows.compactMap { WindowKind(rawValue: $0) }
        chosen.codedRetention = settings.codedRetention * 86_400_000
        chosen.uncodedRetention = settings.uncodedRetention * 86_400_000
        return chosen
    }

    private func published(_ record: InMemoryPipeline.Published, _ offset: Int) -> PublishedRecord {
        PublishedRecord(
            partition: 0, offset: Int64(offset), key: record.keyBytes, value: record.value,
            headers: record.headers.map { ($0.key, Array($0.value.utf8)) })
    }
}
