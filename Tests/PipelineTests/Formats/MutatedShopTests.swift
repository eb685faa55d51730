import Codec
import Pipeline
import Simulation
import Testing

/// Shops' records, spoilt at random: nothing stops the processor, what is refused is refused by the
/// recomputation too, and what counts counts as much.
@Suite struct MutatedShopTests {
    @Test(arguments: SpoiltShop.all, 1...3)
    func `what is made of spoilt records is the recomputation's, however they are sent`(
        shop: SpoiltShop, seed: Int
    ) throws {
        var settings = ScenarioSettings()
        settings.windows = ["all", "day"]
        let records = shop.records(seed: UInt64(seed))
        let expected = try run(records, shop, settings, batch: 1, abortEvery: 0)
        let check = OracleCheck(settings: settings, formats: shop.formats)
        let disagreements = try check.disagreements(of: expected)
        #expect(
            disagreements.isEmpty,
            "\(disagreements.count):\n\(disagreements.prefix(6).joined(separator: "\n"))")
        let differences = FinalState(
            try run(records, shop, settings, batch: 7, abortEvery: 2)
        ).differences(from: FinalState(expected))
        #expect(differences.isEmpty, "\(differences.prefix(6).joined(separator: "\n"))")
        #expect(!expected.credits.isEmpty && !expected.deadLetters.isEmpty)
    }

    @Test(arguments: SpoiltShop.all)
    func `in whatever order a shop's records come, the credit is the same`(
        shop: SpoiltShop
    ) throws {
        let settings = ScenarioSettings()
        let records = shop.records()
        let expected = FinalState(try run(records, shop, settings, batch: 1, abortEvery: 0))
        for seed in 1...5 {
            var numbers = SeededNumbers(seed: UInt64(seed))
            let shuffled = (records + records).shuffled(using: &numbers)
            let differences = FinalState(
                try run(shuffled, shop, settings, batch: 3, abortEvery: 0)
            ).differences(from: expected)
            #expect(differences.isEmpty, "\(differences.prefix(6).joined(separator: "\n"))")
        }
    }

    private func run(
        _ records: [ShopRecord], _ shop: SpoiltShop, _ settings: ScenarioSettings, batch: Int,
        abortEvery: Int
    ) throws -> InMemoryPipeline {
        var chosen = try settings.pipelineSettings()
        chosen.formats = shop.formats
        let pipeline = InMemoryPipeline(settings: chosen)
        pipeline.batch = batch
        pipeline.abortEvery = abortEvery
        pipeline.send(
            "code-registry",
            #"{"code":"MIA20","creator_id":"mia","valid_from":"2000-01-01T00:00:00Z"}"#)
        for record in records {
            let topic =
                switch record.role {
                case .orders: "orders"
                case .refunds: "refunds"
                case .responses, .registry: "survey-responses"
                }
            pipeline.send(
                topic, key: record.key, value: record.value, timestamp: record.timestamp)
        }
        pipeline.settle()
        return pipeline
    }
}
