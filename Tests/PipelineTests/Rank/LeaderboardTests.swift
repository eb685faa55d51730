import Simulation
import Testing

/// Leaderboards over several partitions of SCORE and RANK.
@Suite struct LeaderboardTests {
    @Test func `when one of the best hundred falls out the hundred and first comes in`() throws {
        var shop = try BoardShop(partitions: 1)
        for number in 1...101 {
            try shop.send("assign C\(number) creator=c\(number) from=2026-01-01")
            try shop.send(
                "order o\(number) at=2026-03-01 codes=C\(number) line=1:2x\(200 - number).00")
        }
        shop.settle()
        #expect(shop.standing("net|all|USD").count == 100)
        #expect(shop.standing("net|all|USD").last == "100 c100 200.00")
        try shop.send("refund r1 order=o1 at=2026-03-02 line=1:1")
        shop.settle()
        let standing = shop.standing("net|all|USD")
        #expect(standing.first == "1 c2 396.00")
        #expect(standing[98] == "99 c100 200.00")
        // 199.00 is more than 198.00.
        #expect(standing[99] == "100 c1 199.00")
        try shop.send("refund r2 order=o1 at=2026-03-03 amount=10.00")
        shop.settle()
        #expect(shop.standing("net|all|USD").last == "100 c101 198.00")
        #expect(try shop.disagreements() == [])
    }

    @Test func `equals at the hundredth place stand by creator`() throws {
        var shop = try BoardShop(partitions: 2)
        for number in 100...250 {
            try shop.send("assign C\(number) creator=c\(number) from=2026-01-01")
            try shop.send("order o\(number) at=2026-03-01 codes=C\(number) line=1:1x10.00")
        }
        shop.settle()
        #expect(shop.standing("orders|all|USD").last == "1 c199 1")
        try shop.send("order x at=2026-03-01 codes=C250 line=1:1x10.00")
        shop.settle()
        #expect(shop.standing("orders|all|USD").first == "1 c250 2")
        #expect(shop.standing("orders|all|USD")[1] == "2 c100 1")
        #expect(shop.standing("orders|all|USD").last == "2 c198 1")
        #expect(try shop.disagreements() == [])
        // Behind the hundredth nothing is published.
        let published = shop.lab.leaderboards.count
        try shop.send("refund r1 order=o240 at=2026-03-02 amount=1.00")
        shop.settle()
        #expect(shop.lab.leaderboards.count == published)
    }

    @Test func `equals at the hundredth place stand by creator however long the ids are`() throws {
        var shop = try BoardShop(partitions: 1)
        for number in (100...250).reversed() {
            let creator = "one-of-many-creators-\(number)"
            try shop.send("assign C\(number) creator=\(creator) from=2026-01-01")
            try shop.send("order o\(number) at=2026-03-01 codes=C\(number) line=1:1x10.00")
        }
        shop.settle()
        #expect(shop.standing("orders|all|USD").first == "1 one-of-many-creators-100 1")
        #expect(shop.standing("orders|all|USD").last == "1 one-of-many-creators-199 1")
        #expect(try shop.disagreements() == [])
    }

    @Test func `one who falls behind the floor may still be among the best when many leave`() throws
    {
        var shop = try BoardShop(partitions: 1)
        for number in 0..<450 {
            try shop.send("assign C\(number) creator=c\(number) from=2026-01-01")
            try shop.send(
                "order o\(number) at=2026-03-01 version=1 codes=C\(number) "
                    + "line=1:1x\(2000 - number * 2).00")
        }
        shop.settle()
        // The floor is the two hundredth, who has 1602.00.
        for number in 0..<130 where number != 50 {
            try shop.send(
                "order o\(number) at=2026-03-01 version=2 cancelled=2026-03-02 codes=C\(number) "
                    + "line=1:1x\(2000 - number * 2).00")
        }
        try shop.send("refund r1 order=o50 at=2026-03-02 amount=299.00")
        shop.settle()
        #expect(
            shop.standing("net|all|USD")[69...71] == [
                "70 c199 1602.00", "71 c50 1601.00", "72 c200 1600.00",
            ])
        #expect(try shop.disagreements() == [])
    }

    /// Far more creators than have places: the best vanish until those behind the floor are asked.
    @Test(arguments: [1, 2] as [Int32])
    func `of many creators the best hundred stand there while hundreds lose everything`(
        partitions: Int32
    ) throws {
        var settings = ScenarioSettings()
        settings.windows = ["all", "day"]
        var shop = try BoardShop(partitions: partitions, settings)
        var random = SeededNumbers(seed: 7)
        shop.lab.aborts = {
            var coin = SeededNumbers(seed: UInt64(random.next()))
            return Int.random(in: 0..<3, using: &coin) == 0
        }
        let count = Int(partitions) * 450
        for number in 0..<count {
            try shop.send("assign C\(number) creator=c\(number) from=2026-01-01")
            try shop.send(
                "order o\(number) at=2026-03-01 version=1 codes=C\(number) "
                    + "line=1:2x\(1000 + number * 7 % 400).00,cost=\(number % 9).00")
        }
        shop.settle()
        #expect(try shop.disagreements() == [])
        let best = (0..<count).sorted { ($0 * 7 % 400) > ($1 * 7 % 400) }
        for (place, number) in best.prefix(count * 9 / 10).enumerated() {
            let change =
                place % 3 == 0
                ? "refund r\(number) order=o\(number) at=2026-03-02 line=1:1"
                : "order o\(number) at=2026-03-01 version=2 cancelled=2026-03-02 "
                    + "codes=C\(number) line=1:2x1000.00"
            try shop.send(change)
            guard place % 40 == 39 else { continue }
            shop.settle()
            if place % 200 == 199 { #expect(try shop.disagreements() == []) }
        }
        shop.settle()
        #expect(try shop.disagreements() == [])
    }

    @Test(arguments: 1...6)
    func `whatever the shop sends, in whatever steps, the leaderboards are the recomputation's`(
        seed: Int
    ) throws {
        var settings = ScenarioSettings()
        settings.windows = ["all", "month", "week", "day", "hour"]
        settings.zone = ["UTC", "America/New_York", "Asia/Kolkata"][seed % 3]
        settings.stacking = ["single_winner", "split_equal", "last"][seed % 3]
        let partitions = seed % 3 + 1
        var shop = try BoardShop(partitions: Int32(partitions), settings)
        var random = SeededNumbers(seed: UInt64(seed))
        var coin = SeededNumbers(seed: UInt64(seed + 100))
        shop.lab.aborts = { Int.random(in: 0..<3, using: &coin) == 0 }
        let records = AdversarialShop(
            seed: UInt64(seed), orders: 60, now: InMemoryPipeline.appendTime
        ).records()
        for record in records {
            shop.send(record)
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            let partition = Int.random(in: 0..<partitions, using: &random)
            shop.lab.now += Int64.random(in: 0..<200, using: &random)
            shop.lab.scoreStep(partition, limit: Int.random(in: 0..<9, using: &random))
            let other = Int.random(in: 0..<partitions, using: &random)
            shop.lab.rankStep(other, limit: Int.random(in: 0..<9, using: &random))
            if Int.random(in: 0..<12, using: &random) == 0 { shop.lab.restart() }
        }
        shop.settle()
        let disagreements = try shop.disagreements()
        #expect(disagreements.isEmpty, "\(disagreements.prefix(5).joined(separator: "\n"))")
    }
}
