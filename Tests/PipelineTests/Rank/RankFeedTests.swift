import Codec
import Testing

/// When SCORE tells RANK, and that nothing which is still to be told is forgotten.
@Suite struct RankFeedTests {
    private static let board = "net|all|USD"

    /// Mia and Leo have an order each, and RANK knows it.
    private func shop() throws -> BoardShop {
        var shop = try BoardShop(partitions: 1)
        try shop.send(
            "assign MIA creator=mia from=2026-01-01", "assign LEO creator=leo from=2026-01-01",
            "order o1 at=2026-03-01 version=1 codes=MIA line=1:1x40.00",
            "order o2 at=2026-03-01 version=1 codes=LEO line=1:1x30.00")
        shop.settle()
        #expect(shop.standing(Self.board) == ["1 mia 40.00", "2 leo 30.00"])
        return shop
    }

    @Test func `RANK is told at once after quiet, and then at most every 250 ms`() throws {
        var shop = try shop()
        shop.lab.now += 1_000
        let before = shop.lab.told.count
        try shop.send("order o3 at=2026-03-01 codes=LEO line=1:1x5.00")
        shop.lab.scoreStep(0)
        let first = shop.lab.told.count
        #expect(first > before)
        let start = shop.lab.now
        try shop.send("order o4 at=2026-03-01 codes=LEO line=1:1x6.00")
        while shop.lab.now < start + 249 {
            shop.lab.scoreStep(0)
            #expect(shop.lab.told.count == first)
        }
        shop.lab.scoreStep(0)
        #expect(shop.lab.told.count > first)
        shop.lab.settle()
        #expect(shop.standing(Self.board) == ["1 leo 41.00", "2 mia 40.00"])
    }

    /// A creator of each name with one order.
    private func send(_ names: [String], to shop: inout BoardShop) throws {
        for name in names {
            try shop.send(
                "assign \(name) creator=\(name) from=2026-01-01",
                "order of-\(name) at=2026-03-01 codes=\(name) line=1:1x40.00")
        }
    }

    @Test func `RANK is told later where there was very much to tell`() throws {
        var settings = ScenarioSettings()
        settings.windows = ["all", "month", "week", "day"]
        var shop = try BoardShop(partitions: 1, settings)
        // Three leaderboards of 100 in four windows.
        try send((100..<200).map { "c\($0)" }, to: &shop)
        shop.lab.scoreStep(0)
        let first = shop.lab.told.count
        #expect(first > 0)
        let start = shop.lab.now
        try send(["ann"], to: &shop)
        while shop.lab.now < start + 499 {
            shop.lab.scoreStep(0)
            #expect(shop.lab.told.count == first)
        }
        shop.lab.scoreStep(0)
        #expect(shop.lab.told.count > first)
    }

    @Test func `a creator of whom only an aborted transaction knew takes nobody's place`() throws {
        var shop = try BoardShop(partitions: 1)
        try send(["best"], to: &shop)
        try shop.send("order more at=2026-03-01 codes=best line=1:1x1000.00")
        shop.lab.scoreStepInVain(0)
        try send((100..<200).map { "c\($0)" }, to: &shop)
        shop.settle()
        #expect(shop.standing(Self.board).count == 100)
    }

    @Test func `what is still to be told is state`() throws {
        var shop = try shop()
        // Published, and within the 250 ms.
        try shop.send("order o3 at=2026-03-01 codes=LEO line=1:1x5.00")
        shop.lab.scoreStep(0)
        shop.lab.now += 60
        try shop.send("order o4 at=2026-03-01 codes=LEO line=1:1x6.00")
        shop.lab.scoreStep(0)
        shop.lab.restart()
        shop.lab.settle()
        #expect(shop.standing(Self.board) == ["1 leo 41.00", "2 mia 40.00"])
    }

    @Test func `that one left is still to be told is state too`() throws {
        var shop = try shop()
        try shop.send("order o3 at=2026-03-01 codes=LEO line=1:1x5.00")
        shop.lab.scoreStep(0)
        shop.lab.now += 60
        try shop.send(
            "order o1 at=2026-03-01 version=2 cancelled=2026-03-02 codes=MIA line=1:1x40.00")
        shop.lab.scoreStep(0)
        shop.lab.restart()
        shop.lab.settle()
        #expect(shop.standing(Self.board) == ["1 leo 35.00"])
    }

    @Test func `what an aborted transaction told is told again`() throws {
        var shop = try shop()
        shop.lab.aborts = { true }
        try shop.send(
            "order o1 at=2026-03-01 version=2 cancelled=2026-03-02 codes=MIA line=1:1x40.00",
            "order o3 at=2026-03-01 codes=LEO line=1:1x5.00")
        shop.settle()
        #expect(shop.standing(Self.board) == ["1 leo 35.00"])
        #expect(try shop.disagreements() == [])
    }

    /// The scorecard is published in a transaction that is committed, and told in one that is not.
    @Test func `what was published before is told again after an aborted transaction`() throws {
        var shop = try shop()
        // Told at once, so that the next waits.
        try shop.send("order o3 at=2026-03-01 codes=MIA line=1:1x1.00")
        shop.lab.scoreStep(0)
        shop.lab.now += 60
        try shop.send("order o4 at=2026-03-01 codes=LEO line=1:1x15.00")
        shop.lab.scoreStep(0)
        shop.lab.aborts = { true }
        shop.lab.settle()
        #expect(shop.standing(Self.board) == ["1 leo 45.00", "2 mia 41.00"])
    }

    @Test func `what RANK was told of a scorecard that was still to be published is told once`()
        throws
    {
        var shop = try BoardShop(partitions: 1, publishInterval: 1_000)
        try shop.send(
            "assign MIA creator=mia from=2026-01-01", "assign LEO creator=leo from=2026-01-01",
            "order o1 at=2026-03-01 codes=MIA line=1:1x40.00",
            "order o2 at=2026-03-01 codes=LEO line=1:1x30.00")
        shop.settle()
        try shop.send("order o3 at=2026-03-01 codes=MIA line=1:1x1.00")
        shop.lab.now += 1_000
        shop.lab.scoreStep(0)
        // Hers must wait for its publish interval now; RANK is told of it with his.
        try shop.send(
            "order o4 at=2026-03-01 codes=MIA line=1:1x2.00",
            "order o5 at=2026-03-01 codes=LEO line=1:1x3.00")
        shop.lab.now += 300
        shop.lab.scoreStep(0)
        shop.lab.rankStep(0)
        let told = shop.lab.told.count
        shop.lab.settle()
        #expect(shop.standing(Self.board) == ["1 mia 43.00", "2 leo 33.00"])
        #expect(!shop.lab.told[told...].contains { $0.key == Self.board })
    }

    @Test func `a task that is asked again tells nothing twice`() throws {
        let shop = try shop()
        let told = shop.lab.told.count
        shop.lab.settle()
        shop.lab.restart()
        shop.lab.settle()
        #expect(shop.lab.told.count == told)
    }

    @Test func `a leaderboard is published only when something on it changed`() throws {
        var shop = try shop()
        let published = shop.lab.leaderboards.count
        // A return changes the net's leaderboard and the entries of the others; a survey's answer
        // changes the scorecards and no leaderboard.
        try shop.send("response s1 order=o1 at=2026-03-02 choice=mia")
        shop.settle()
        #expect(shop.lab.leaderboards.count == published)
        try shop.send("refund r1 order=o1 at=2026-03-02 amount=1.00")
        shop.settle()
        let boards = shop.lab.leaderboards[published...].map(\.key).sorted()
        #expect(
            boards == ["net|all|USD", "new_customers|all|USD", "orders|all|USD"])
    }

    @Test func `who leaves and comes back before it is published was never away`() throws {
        var shop = try shop()
        let version = "order o2 at=2026-03-01 codes=LEO line=1:1x30.00"
        try shop.send("\(version) version=2 cancelled=2026-03-02")
        shop.lab.now += 300
        shop.lab.scoreStep(0)
        try shop.send("\(version) version=3", "order o3 at=2026-03-01 codes=LEO line=1:1x60.00")
        shop.settle()
        #expect(shop.standing(Self.board) == ["1 leo 90.00", "2 mia 40.00"])
        #expect(try shop.disagreements() == [])
    }

    @Test func `what is final has all that came before the watermark`() throws {
        var settings = ScenarioSettings()
        settings.windows = ["day"]
        var shop = try BoardShop(partitions: 1, settings, publishInterval: 1_000)
        try shop.send(
            "assign MIA creator=mia from=2026-01-01",
            "order o1 at=2026-03-01 codes=MIA line=1:1x40.00")
        shop.settle()
        try shop.send("order o2 at=2026-03-01 codes=MIA line=1:1x1.00")
        shop.lab.now += 1_000
        shop.lab.scoreStep(0)
        // The scorecard must wait for its publish interval, the leaderboards may be told.
        try shop.send(
            "order o3 at=2026-03-01 codes=MIA line=1:1x2.00",
            "order o4 at=2026-03-05 codes=MIA line=1:1x4.00")
        shop.settleAttribute()
        shop.lab.now += 260
        shop.lab.scoreStep(0)
        shop.lab.rankStep(0)
        shop.settle()
        let finals = shop.lab.leaderboards.filter {
            $0.key == "net|day:2026-03-01|USD" && $0.json["final"] as? Bool == true
        }
        #expect(finals.count == 1)
        #expect(shop.standing("net|day:2026-03-01|USD") == ["1 mia 43.00"])
    }

    @Test(arguments: [0, 1])
    func `final is only what every partition of SCORE has passed`(first: Int) throws {
        var settings = ScenarioSettings()
        settings.windows = ["day"]
        var shop = try BoardShop(partitions: 2, settings)
        try shop.send(
            "assign MIA creator=mia from=2026-01-01", "assign LEO creator=leo from=2026-01-01",
            "order o1 at=2026-03-01 codes=MIA line=1:1x40.00",
            "order o2 at=2026-03-01 codes=LEO line=1:1x40.00",
            "order o3 at=2026-03-05 codes=MIA line=1:1x40.00")
        shop.settleAttribute()
        func isFinal() -> Bool {
            shop.lab.leaderboards.contains { $0.json["final"] as? Bool ?? false }
        }
        func step(_ partition: Int) {
            for _ in 0..<3 {
                shop.lab.now += 300
                shop.lab.scoreStep(partition)
                for rank in 0..<2 { shop.lab.rankStep(rank) }
            }
        }
        step(first)
        #expect(!isFinal())
        step(1 - first)
        #expect(isFinal())
        // From here on both have told how far they are.
        try shop.send("order o4 at=2026-03-09 codes=MIA line=1:1x40.00")
        shop.settleAttribute()
        func finals() -> Set<String> {
            Set(
                shop.lab.leaderboards.filter { $0.json["final"] as? Bool ?? false }.map(\.key))
        }
        let before = finals()
        step(first)
        #expect(finals() == before)
        step(1 - first)
        #expect(finals().isSuperset(of: before.union(["net|day:2026-03-05|USD"])))
    }

    @Test func `what an aborted transaction made final is made final again`() throws {
        var settings = ScenarioSettings()
        settings.windows = ["day"]
        var shop = try BoardShop(partitions: 1, settings)
        shop.lab.aborts = { true }
        try shop.send(
            "assign MIA creator=mia from=2026-01-01",
            "order o1 at=2026-03-01 codes=MIA line=1:1x40.00")
        shop.settle()
        try shop.send("order o2 at=2026-03-05 codes=MIA line=1:1x40.00")
        shop.settle()
        let board = shop.lab.leaderboards.last { $0.key == "net|day:2026-03-01|USD" }
        #expect(board?.json["final"] as? Bool == true)
    }

    /// All are overtaken within the 250 ms, and then the process ends.
    @Test(arguments: [false, true])
    func `those who were overtaken by many at once are said to have left`(isRestarted: Bool) throws
    {
        var shop = try BoardShop(partitions: 1)
        for number in 0..<550 {
            try shop.send("assign C\(number) creator=c\(number) from=2026-01-01")
            guard number < 100 else { continue }
            try shop.send("order o\(number) at=2026-03-01 codes=C\(number) line=1:1x10.00")
        }
        shop.settle()
        try shop.send("order p at=2026-03-01 codes=C0 line=1:1x1.00")
        shop.lab.now += 1_000
        shop.lab.scoreStep(0)
        let told = shop.lab.told.count
        for number in 100..<550 {
            try shop.send("order o\(number) at=2026-03-01 codes=C\(number) line=1:1x20.00")
        }
        shop.lab.scoreStep(0)
        #expect(shop.lab.told.count == told)
        if isRestarted { shop.lab.restart() }
        shop.settle()
        var (stand, left) = (0, 0)
        for record in shop.lab.told[told...] where record.key == Self.board {
            record.value.withUnsafeBytes { bytes in
                var reader = RankEntriesReader(bytes)
                while let entry = reader?.next() {
                    if case .left = entry { left += 1 } else { stand += 1 }
                }
            }
        }
        #expect(stand == 100)
        #expect(left == 100)
        #expect(try shop.disagreements() == [])
    }
}
