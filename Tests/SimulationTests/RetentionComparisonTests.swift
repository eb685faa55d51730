// What `plaudit verify` takes as published when retention is over, and what it still finds.
import Simulation
import Testing

/// An order of 2026-01-01 with MIA20, kept for 30 days; each test lets it go or not.
@Suite struct RetentionComparisonTests {
    private var shop: [ShopRecord] = []
    private let settings: OracleSettings

    init() {
        var settings = OracleSettings()
        settings.codedRetention = 30 * 86_400_000
        settings.uncodedRetention = 10 * 86_400_000
        self.settings = settings
        send(
            .registry, "MIA20",
            "\"code\":\"MIA20\",\"creator_id\":\"mia\",\"valid_from\":\"2026-01-01T00:00:00Z\"")
    }

    private mutating func send(_ role: InputRole, _ key: String, _ fields: String) {
        shop.append(
            ShopRecord(
                role: role, key: Array(key.utf8), value: Array("{\(fields)}".utf8),
                timestamp: shopNow))
    }

    private mutating func order(
        _ id: String = "o1", at day: String = "01-01", codes: String = "{\"code\":\"MIA20\"}",
        version: Int = 1
    ) {
        send(
            .orders, id,
            """
            "order_id":"\(id)","placed_at":"2026-\(day)T12:00:00Z","currency":"USD",\
            "version":\(version),"codes":[\(codes)],"lines":[{"line_id":"1","quantity":10,\
            "unit_price":"10.00","unit_cost":"4.00","discounts":[\
            {"code":"MIA20","amount":"1.00"},{"code":"LEO5","amount":"2.00"}]}]
            """)
    }

    private mutating func refund(_ id: String, at day: String, units: Int = 1) {
        send(
            .refunds, "o1",
            """
            "refund_id":"\(id)","order_id":"o1","refunded_at":"2026-\(day)T12:00:00Z",\
            "currency":"USD","lines":[{"line_id":"1","quantity":\(units)}]
            """)
    }

    private mutating func letGo() { order("later", at: "06-01", codes: "") }

    private func oracle(upTo count: Int = .max) -> Oracle {
        SimulationTests.oracle(Array(shop.prefix(count)).asProduced(partitions: 1), settings)
    }

    /// As if the processor had read so many records, and no other of this order, before it let it
    /// go.
    private func output(upTo count: Int = .max) throws -> PublishedOutput {
        try PublishedOutput(oracle(upTo: count))
    }

    private func found(_ output: PublishedOutput) throws -> [Disagreement] {
        try output.disagreements(with: oracle(), also: [.surveys, .products, .leaderboards])
    }

    private func deadLetter(_ offset: Int, of role: InputRole = .refunds) -> PublishedRecord {
        let record = shop.filter { $0.role == role }[offset]
        return PublishedRecord(
            partition: 0, offset: 900, key: record.key, value: record.value,
            headers: [
                ("plaudit.reason", Array("too_old".utf8)),
                ("plaudit.source", Array("\(role.rawValue)/0/\(offset)".utf8)),
                ("plaudit.detail", []),
                ("plaudit.time", []),
            ])
    }

    @Test func `a refund dated past the retention of an order that was let go may wait`() throws {
        var test = self
        test.order()
        test.refund("r1", at: "03-01")
        test.letGo()
        var output = try test.output()
        #expect(output.deadLetters.isEmpty)
        #expect(try test.found(output) == [])
        output.deadLetters.append(test.deadLetter(0))
        #expect(try test.found(output) == [])
        output.deadLetters.append(test.deadLetter(0))
        #expect(try test.found(output).map(\.expected) == ["one"])
    }

    @Test func `while the order is kept it must be a dead letter`() throws {
        var test = self
        test.order()
        test.refund("r1", at: "03-01")
        var output = try test.output()
        #expect(output.deadLetters.count == 1)
        #expect(try test.found(output) == [])
        output.deadLetters = []
        #expect(try test.found(output).map(\.published) == ["missing"])
    }

    @Test func `what is dated within the retention is no dead letter, let go or not`() throws {
        var test = self
        test.order()
        test.refund("r1", at: "01-20")
        var output = try test.output()
        output.deadLetters.append(test.deadLetter(0))
        #expect(try test.found(output).map(\.subject) == ["record refunds/0/0"])
        test.letGo()
        output = try test.output()
        output.deadLetters.append(test.deadLetter(0))
        #expect(try test.found(output).map(\.subject) == ["record refunds/0/0"])
    }

    @Test func `how many refunds had been read when the order was let go is open`() throws {
        var test = self
        test.order()
        test.refund("r1", at: "01-10", units: 2)
        test.refund("r2", at: "01-05", units: 3)
        test.letGo()
        for count in 2...4 {
            #expect(try test.found(test.output(upTo: count)) == [])
        }
    }

    @Test func `a refund counts once, and not without those before it in its topic`() throws {
        var test = self
        test.order()
        test.refund("r1", at: "01-10", units: 2)
        test.refund("r2", at: "01-05", units: 3)
        test.letGo()
        var twice = try test.output()
        let refund = try require(twice.attributions.last)
        let text = String(decoding: refund.value ?? [], as: UTF8.self)
        twice.attributions.append(refund)
        twice.attributions[twice.attributions.count - 1].value = Array(
            text.replacing("\"o1/3\"", with: "\"o1/4\"").utf8)
        let measures = Set(
            try test.found(twice).filter { $0.subject == "order o1" }.map {
                $0.field.prefix { $0 != " " }
            })
        #expect(measures == ["returned_units", "returns", "net", "cost"])
        var without = try test.output()
        without.attributions.removeAll {
            String(decoding: $0.value ?? [], as: UTF8.self).contains("\"refund_id\":\"r1\"")
        }
        #expect(try test.found(without).contains { $0.field.contains("past retention") })
    }

    @Test func `a refund dated past the retention does not count`() throws {
        var test = self
        test.order()
        test.refund("r1", at: "02-20")
        var longer = settings
        longer.codedRetention *= 2
        test.letGo()
        let wrong = SimulationTests.oracle(test.shop.asProduced(partitions: 1), longer)
        #expect(
            try test.found(PublishedOutput(wrong)).contains {
                $0.subject == "order o1" && $0.field.hasPrefix("returns of the whole order refund")
            })
    }

    @Test func `who holds an order that was let go is taken as published`() throws {
        var test = self
        test.order(codes: "{\"code\":\"MIA20\"},{\"code\":\"LEO5\"}")
        test.refund("r1", at: "01-20")
        test.letGo()
        let output = try test.output()
        test.send(
            .registry, "LEO5",
            "\"code\":\"LEO5\",\"creator_id\":\"leo\",\"valid_from\":\"2026-01-01T00:00:00Z\"")
        #expect(try test.found(output) == [])
    }

    @Test func `between two ends of retention a refund counts, or is a dead letter`() throws {
        var test = self
        test.order(codes: "", version: 1)
        test.refund("r1", at: "01-20")
        test.order(version: 2)
        var output = try test.output()
        #expect(output.attributions.count == 2)
        #expect(try test.found(output) == [])
        output.deadLetters.append(test.deadLetter(0))
        #expect(try test.found(output).contains { $0.subject == "order o1" })
        // As if it had been read before the second version.
        let deadLetters = try test.output(upTo: 3).deadLetters
        #expect(deadLetters.count == 1)
        let refund = test.shop.remove(at: 2)
        var refused = try test.output()
        refused.deadLetters = deadLetters
        test.shop.append(refund)
        #expect(try test.found(refused) == [])
    }

    @Test(arguments: [0, 1])
    func `an order that came back after it was let go is taken as published`(version: Int) throws {
        var test = self
        test.order()
        test.letGo()
        test.order(at: "06-02", version: version)
        // Whether its state had been removed by then or not.
        for gone in [[1], [3], []] {
            let rest = test.shop.indices.filter { !gone.contains($0) }.map { test.shop[$0] }
            let published = SimulationTests.oracle(rest.asProduced(partitions: 1), settings)
            let found = try test.found(PublishedOutput(published))
            #expect(found.filter { $0.subject == "order o1" } == [])
        }
    }

    @Test func `whether it is known again, so that an old version of it is passed over, is open`()
        throws
    {
        var test = self
        test.order(version: 2)
        test.letGo()
        test.order(at: "06-02", version: 1)
        test.order(at: "01-02", version: 0)
        var output = try test.output(upTo: 2)
        #expect(try test.found(output).filter { $0.subject.hasPrefix("record") } == [])
        output.deadLetters.append(test.deadLetter(3, of: .orders))
        #expect(try test.found(output).filter { $0.subject.hasPrefix("record") } == [])
    }
}
