import Simulation

/// What was published, against the independent recomputation that `plaudit verify` uses.
struct OracleCheck {
    let settings: ScenarioSettings
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
        for record in pipeline.sent {
            guard let role = Self.roles[record.topic] else { continue }
            oracle.add(
                RawRecord(
                    role: role, partition: 0, offset: record.offset, timestamp: record.timestamp,
                    key: record.key, value: record.value))
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
