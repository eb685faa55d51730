import Foundation
import Testing

/// The sentences of contract §3 and §4, each as a scenario that a creator manager can read. With
/// UPDATE_SCENARIOS=1 what is expected is written anew: read it before you keep it.
@Suite struct ScenarioTests {
    static let scenarios = (try? ScenarioFile.all())?.flatMap(\.scenarios) ?? []
    static let isUpdate = ProcessInfo.processInfo.environment["UPDATE_SCENARIOS"] == "1"

    @Test func `every file of scenarios can be read`() throws {
        let files = try ScenarioFile.all()
        #expect(!files.isEmpty)
        let titles = files.flatMap(\.scenarios).map(\.title)
        #expect(Set(titles).count == titles.count, "two scenarios have one title")
    }

    @Test(.enabled(if: isUpdate, "UPDATE_SCENARIOS=1 writes what is published into the files"))
    func `what is expected is written anew`() throws {
        for var file in try ScenarioFile.all() {
            for index in file.scenarios.indices {
                let scenario = file.scenarios[index]
                file.scenarios[index].expected = ScenarioReport(scenario: scenario)
                    .lines(of: try ScenarioRun.asWritten(scenario))
            }
            try file.write()
        }
    }

    @Test(.disabled(if: isUpdate), arguments: scenarios)
    func `what is published is what the contract says`(scenario: Scenario) throws {
        let pipeline = try ScenarioRun.asWritten(scenario)
        let published = ScenarioReport(scenario: scenario).lines(of: pipeline)
        let difference =
            ["expected"] + scenario.expected.filter { !published.contains($0) } + ["published"]
            + published.filter { !scenario.expected.contains($0) }
        #expect(published == scenario.expected, "\(difference.joined(separator: "\n"))")
        try checkNumbers(pipeline)
    }

    @Test(.disabled(if: isUpdate), arguments: scenarios)
    func `the independent recomputation agrees`(scenario: Scenario) throws {
        let pipeline = try ScenarioRun.asWritten(scenario)
        let check = OracleCheck(settings: try scenario.lastSettings())
        let disagreements = try check.disagreements(of: pipeline)
        #expect(disagreements.isEmpty, "\(disagreements.joined(separator: "\n"))")
    }

    @Test(.disabled(if: isUpdate), arguments: scenarios)
    func `order, repetition, batches and crashes do not show`(scenario: Scenario) throws {
        let expected = FinalState(try ScenarioRun.asWritten(scenario))
        let records = try scenario.records()
        func check(_ records: [InputRecord], _ delivery: Delivery) throws {
            let pipeline = try ScenarioRun.run(records, of: scenario, delivery)
            let differences = FinalState(pipeline).differences(from: expected)
            #expect(
                differences.isEmpty,
                "\(delivery):\n\(differences.prefix(8).joined(separator: "\n"))")
            try checkNumbers(pipeline)
        }
        for delivery in [
            Delivery(description: "one by one"),
            Delivery(description: "in threes, every second undone", batch: 3, abortEvery: 2),
            Delivery(description: "all at once, undone once", batch: 1000, abortEvery: 1),
            Delivery(description: "restarted each second record", restartEvery: 2),
        ] { try check(records, delivery) }
        try check(
            records.flatMap { [$0, $0] }, Delivery(description: "each twice", abortEvery: 3))
        guard !scenario.doesOrderMatter else { return }
        try check(records + records, Delivery(description: "everything twice", batch: 2))
        for seed in UInt64(1)...12 {
            var numbers = SeededNumbers(seed: seed)
            let disorder = Disorder.allCases[Int(seed) % Disorder.allCases.count]
            try check(
                disorder.apply(to: records, &numbers),
                Delivery(
                    description: "\(disorder), seed \(seed)", batch: Int(seed) % 4 + 1,
                    abortEvery: Int(seed) % 3))
        }
    }

    /// Attributions are numbered without gap within their order, scorecards and leaderboards within
    /// their key, and every alert is raised once.
    private func checkNumbers(_ pipeline: InMemoryPipeline) throws {
        var numbers: [String: Int] = [:]
        for json in pipeline.credits {
            let order = try #require(json["order_id"] as? String)
            numbers[order, default: 0] += 1
            let id = json["attribution_id"] as? String
            #expect(id == "\(order)/\(numbers[order] ?? 0)")
        }
        var versions: [String: Int] = [:]
        for record in pipeline.scorecards { versions[record.key, default: 0] += 1 }
        for (key, card) in pipeline.latestScorecards {
            #expect(card["version"] as? Int == versions[key])
        }
        let faults = LeaderboardHistory.faults(pipeline.leaderboards)
        #expect(faults.isEmpty, "\(faults)")
        let alerts = pipeline.alerts.map { "\($0.json["alert_id"] ?? "?")" }
        #expect(Set(alerts).count == alerts.count, "an alert was raised twice: \(alerts)")
    }
}

/// How records may come in another order than they were written. Registry records keep theirs: a
/// compacted topic has an order.
enum Disorder: CaseIterable {
    case registryFirst, registryLast, registryBetween

    func apply(to records: [InputRecord], _ numbers: inout SeededNumbers) -> [InputRecord] {
        let registry = records.filter(\.isRegistry)
        var others = records.filter { !$0.isRegistry }
        others.shuffle(using: &numbers)
        switch self {
        case .registryFirst: return registry + others
        case .registryLast: return others + registry
        case .registryBetween:
            var places = registry.map { _ in Int.random(in: 0...others.count, using: &numbers) }
            places.sort()
            for (place, record) in zip(places, registry).reversed() {
                others.insert(record, at: place)
            }
            return others
        }
    }
}
