import Pipeline
import Testing

/// Scorecards become final when their window and the lateness are over, whatever happens meanwhile.
@Suite struct FinalScorecardsTests {
    private static let creators = 40

    private func pipeline(abortEvery: Int) throws -> InMemoryPipeline {
        let pipeline = InMemoryPipeline(settings: try settings())
        pipeline.abortEvery = abortEvery
        pipeline.batch = 5
        for creator in 0..<Self.creators {
            try pipeline.send("assign C\(creator) creator=c\(creator) from=2026-01-01")
            try pipeline.send(
                "order o\(creator) at=2026-03-01T12:00Z codes=C\(creator) line=1:1x9.00")
        }
        return pipeline
    }

    private func settings() throws -> PipelineSettings {
        var settings = ScenarioSettings()
        settings.windows = ["all", "day"]
        return try settings.pipelineSettings()
    }

    /// How many cards of the first of March there are, and how many of them are final.
    private func final(in pipeline: InMemoryPipeline) -> [Int] {
        let cards = pipeline.latestScorecards.filter { $0.key.contains("|day:2026-03-01|") }
        return [cards.count, cards.values.count { $0["final"] as? Bool == true }]
    }

    @Test(arguments: [0, 1, 2])
    func `all cards of a window are final once it and a day are over, and none before`(
        abortEvery: Int
    ) throws {
        let pipeline = try pipeline(abortEvery: abortEvery)
        try pipeline.send("order later at=2026-03-02T23:59:59.999Z codes=C0 line=1:1x1.00")
        pipeline.settle()
        #expect(final(in: pipeline) == [Self.creators, 0])
        try pipeline.send("order last at=2026-03-03T00:00Z codes=C0 line=1:1x1.00")
        pipeline.settle()
        #expect(final(in: pipeline) == [Self.creators, Self.creators])
        #expect(pipeline.latestScorecards["c0|all|all|USD"]?["final"] as? Bool == false)
    }

    @Test func `cards that were restored become final too`() throws {
        let pipeline = try pipeline(abortEvery: 0)
        pipeline.restart(settings: try settings())
        try pipeline.send("order last at=2026-03-03T00:00Z codes=C0 line=1:1x1.00")
        pipeline.settle()
        #expect(final(in: pipeline) == [Self.creators, Self.creators])
    }

    @Test func `a card that begins after its window is over is final at once`() throws {
        let pipeline = try pipeline(abortEvery: 1)
        try pipeline.send("order last at=2026-03-03T00:00Z codes=C0 line=1:1x1.00")
        pipeline.settle()
        try pipeline.send("assign LATE creator=late from=2026-01-01")
        try pipeline.send("order late at=2026-03-01T12:00Z codes=LATE line=1:1x9.00")
        pipeline.settle()
        #expect(final(in: pipeline) == [Self.creators + 1, Self.creators + 1])
    }
}

extension InMemoryPipeline {
    fileprivate func send(_ line: String) throws {
        send(try #require(try InputRecord(Statement(line, number: 1))))
    }
}
