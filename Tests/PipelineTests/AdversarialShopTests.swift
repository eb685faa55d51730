import Simulation
import Testing

/// A shop that sends what no shop should, through both stages: what comes out is what the
/// independent recomputation makes of it, and the same in whatever batches, aborts and restarts.
@Suite struct AdversarialShopTests {
    static let cases = [
        ("single_winner", "America/New_York", 1), ("first", "UTC", 2),
        ("last", "Asia/Kolkata", 3), ("priority", "Europe/London", 4),
        ("split_equal", "Australia/Lord_Howe", 5), ("split_by_discount", "UTC", 6),
    ]

    @Test(arguments: cases)
    func `what is published is the recomputation's, however it is sent`(
        stacking: String, zone: String, seed: Int
    ) throws {
        var settings = ScenarioSettings()
        settings.stacking = stacking
        settings.zone = zone
        settings.windows = ["all", "month", "week", "day", "hour"]
        settings.scopes = ["all", "code", "campaign", "channel"]
        let shop = AdversarialShop(
            seed: UInt64(seed), orders: 60, now: InMemoryPipeline.appendTime)
        let records = shop.records()
        let expected = try run(records, settings, Delivery(description: "one by one"))
        let disagreements = try OracleCheck(settings: settings).disagreements(of: expected)
        #expect(
            disagreements.isEmpty,
            "\(disagreements.count):\n\(disagreements.prefix(6).joined(separator: "\n"))")
        let state = FinalState(expected)
        for delivery in [
            Delivery(description: "sevens", batch: 7, abortEvery: 2),
            Delivery(description: "large", batch: 100, abortEvery: 1, restartEvery: 250),
        ] {
            let differences = FinalState(try run(records, settings, delivery))
                .differences(from: state)
            #expect(
                differences.isEmpty,
                "\(delivery):\n\(differences.prefix(6).joined(separator: "\n"))")
        }
    }

    private func run(
        _ records: [ShopRecord], _ settings: ScenarioSettings, _ delivery: Delivery
    ) throws -> InMemoryPipeline {
        let chosen = try settings.pipelineSettings()
        let pipeline = InMemoryPipeline(settings: chosen)
        pipeline.batch = delivery.batch
        pipeline.abortEvery = delivery.abortEvery
        for (index, record) in records.enumerated() {
            let topic =
                switch record.role {
                case .orders: "orders"
                case .refunds: "refunds"
                case .responses: "survey-responses"
                case .registry: "code-registry"
                }
            pipeline.send(
                topic, key: record.key, value: record.value, timestamp: record.timestamp)
            if delivery.restartEvery > 0, (index + 1) % delivery.restartEvery == 0 {
                pipeline.restart(settings: chosen)
            }
        }
        pipeline.settle()
        return pipeline
    }
}
