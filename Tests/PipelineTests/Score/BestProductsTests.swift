import Foundation
import Pipeline
import Promo
import Streams
import Testing

/// A scorecard's ten best products, of many more, while sums rise and fall.
@Suite struct BestProductsTests {
    private static let creators = ["mia", "leo"]
    private static let skus = 30

    /// Orders with up to three products and returns of whole lines, so that products often leave
    /// the best ten; prices are few, so that many have equal sums.
    private func send(to pipeline: InMemoryPipeline, seed: UInt64, restartEvery: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        for creator in Self.creators {
            pipeline.send(
                "code-registry",
                """
                {"code":"\(creator)","creator_id":"\(creator)",\
                "valid_from":"2026-01-01T00:00:00Z"}
                """)
        }
        for order in 1...240 {
            let creator = Self.creators[Int.random(in: 0...1, using: &numbers)]
            let count = Int.random(in: 1...3, using: &numbers)
            let lines = (1...count).map { line in
                let sku = Int.random(in: 0..<Self.skus, using: &numbers)
                let price = Int.random(in: 1...3, using: &numbers)
                return """
                    {"line_id":"\(line)","sku":"s\(sku)","quantity":1,"unit_price":"\(price).00"}
                    """
            }
            pipeline.send(
                "orders",
                """
                {"order_id":"o\(order)","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
                "codes":[{"code":"\(creator)"}],"lines":[\(lines.joined(separator: ","))]}
                """)
            if Int.random(in: 0..<2, using: &numbers) == 0 {
                let returned = Int.random(in: 1...order, using: &numbers)
                pipeline.send(
                    "refunds",
                    """
                    {"refund_id":"r\(order)","order_id":"o\(returned)",\
                    "refunded_at":"2026-03-02T12:00:00Z","currency":"USD",\
                    "lines":[{"line_id":"1","quantity":1}]}
                    """)
            }
            if restartEvery > 0, order % restartEvery == 0 {
                pipeline.restart(settings: try ScenarioSettings().pipelineSettings())
            }
        }
        pipeline.settle()
    }

    @Test(arguments: [(1, 0, 0), (5, 2, 0), (7, 1, 50)])
    func `they are the recomputation's, however batches were cut, undone and restored`(
        batch: Int, abortEvery: Int, restartEvery: Int
    ) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let settings = ScenarioSettings()
            let pipeline = InMemoryPipeline(settings: try settings.pipelineSettings())
            pipeline.batch = batch
            pipeline.abortEvery = abortEvery
            try send(to: pipeline, seed: seed, restartEvery: restartEvery)
            for creator in Self.creators {
                let card = try #require(pipeline.latestScorecards["\(creator)|all|all|USD"])
                #expect((card["products"] as? [Any])?.count == 10)
            }
            #expect(try OracleCheck(settings: settings).disagreements(of: pipeline) == [])
        }
    }

    @Test func `one that fell behind those that are left out does not rise before them`() throws {
        let pipeline = InMemoryPipeline(settings: try ScenarioSettings().pipelineSettings())
        pipeline.batch = 1
        pipeline.send(
            "code-registry",
            #"{"code":"MIA","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}"#)
        for sku in 1...20 {
            pipeline.send(
                "orders",
                """
                {"order_id":"o\(sku)","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
                "codes":[{"code":"MIA"}],"lines":[{"line_id":"1","sku":"s\(sku)",\
                "quantity":\(100 - sku),"unit_price":"1.00"}]}
                """)
        }
        // One of the first is left; those behind it go.
        for (sku, returned) in [(1, 98), (2, 98), (3, 97), (4, 96), (5, 95)] {
            pipeline.send(
                "refunds",
                """
                {"refund_id":"r\(sku)","order_id":"o\(sku)",\
                "refunded_at":"2026-03-02T12:00:00Z","currency":"USD",\
                "lines":[{"line_id":"1","quantity":\(returned)}]}
                """)
        }
        pipeline.settle()
        let card = try #require(pipeline.latestScorecards["mia|all|all|USD"])
        let products = try #require(card["products"] as? [[String: Any]])
        #expect(products.map { $0["sku"] as? String } == (6...15).map { "s\($0)" })
    }

    @Test func `what was undone is not among them, also where it does not come again`() throws {
        let settings = PipelineSettings(
            policy: Policy(version: ByteString("1")), windows: [.all], publishInterval: 0)
        let pipeline = InMemoryPipeline(settings: settings)
        pipeline.send(
            "code-registry",
            #"{"code":"MIA","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}"#)
        for (order, sku) in ["lip", "eye", "lip"].enumerated() {
            pipeline.send(
                "orders",
                """
                {"order_id":"o\(order)","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
                "codes":[{"code":"MIA"}],"lines":[{"line_id":"1","sku":"\(sku)","quantity":1,\
                "unit_price":"7.00"}]}
                """)
        }
        let credits = pipeline.attributions.filter { $0.key == "mia" }.map(\.value)
        #expect(credits.count == 3)
        let store = StateTable()
        let stage = ScoreStage(topics: pipeline.topics, settings: settings)
        let task = stage.makeTask(partition: 0, partitions: 1, store: store)
        #expect(skus(after: credits[0], task, now: 1_000) == ["lip 1"])
        store.commit()
        task.committed()
        #expect(skus(after: credits[1], task, now: 2_000) == ["eye 1", "lip 1"])
        store.rollback()
        task.rolledBack()
        #expect(skus(after: credits[2], task, now: 3_000) == ["lip 2"])
    }

    /// The products of the scorecard that is published for an attribution, `sku units`.
    private func skus(after credit: [UInt8], _ task: any StageTask, now: Int64) -> [String] {
        let outbox = Outbox(partitionCounts: [1, 1, 1, 1])
        credit.withUnsafeBytes { value in
            task.process(
                Record(
                    topic: 0, partition: 0, offset: 0, timestamp: 0, key: nil, value: value),
                into: outbox)
        }
        task.flush(now: now, into: outbox)
        var found: [String] = []
        outbox.forEach { output, _, _, value, _ in
            guard output == 0, let value,
                let card = try? JSONSerialization.jsonObject(with: Data(value)) as? [String: Any],
                let products = card["products"] as? [[String: Any]]
            else { return }
            found += products.map { "\($0["sku"] ?? "?") \($0["units"] ?? "?")" }
        }
        return found
    }
}
