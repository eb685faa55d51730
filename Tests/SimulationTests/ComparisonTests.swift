// `plaudit verify` finds nothing where nothing is wrong, and whatever is.
import Simulation
import Testing

@Suite struct ComparisonTests {
    private let oracle: Oracle
    private let output: PublishedOutput

    init() throws {
        let shop = AdversarialShop(seed: 11, orders: 80, now: shopNow, partitions: 4)
        var settings = shopSettings()
        settings.windows = [.all, .month, .day]
        oracle = SimulationTests.oracle(shop.records().asProduced(partitions: 4), settings)
        output = try PublishedOutput(oracle)
    }

    private func spoilt(_ record: inout PublishedRecord, _ old: String, _ new: String) {
        let text = String(decoding: record.value ?? [], as: UTF8.self)
        #expect(text.contains(old))
        record.value = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
    }

    @Test func `what is right is found to be right`() throws {
        #expect(output.attributions.count > 60 && output.scorecards.count > 100)
        #expect(output.deadLetters.count > 100)
        #expect(output.leaderboards.count > 100)
        let all: ComparedParts = [.surveys, .products, .leaderboards]
        #expect(try output.disagreements(with: oracle, also: all) == [])
    }

    @Test func `a product that a line does not name is found`() throws {
        var output = output
        let index = try require(
            output.attributions.firstIndex {
                String(decoding: $0.value ?? [], as: UTF8.self).contains("\"units\":1,\"net\"")
            })
        spoilt(&output.attributions[index], "\"units\":1,\"net\"", "\"units\":2,\"net\"")
        let found = try output.disagreements(with: oracle, also: [.surveys, .products])
        #expect(found.count == 1 && found.first?.field.hasPrefix("lines of") == true)
    }

    @Test func `attributions may come in any order`() throws {
        var output = output
        output.attributions.reverse()
        #expect(try output.disagreements(with: oracle) == [])
    }

    @Test func `a lost attribution leaves a gap and a part`() throws {
        var output = output
        let index = try require(
            output.attributions.firstIndex { record in
                let fields = try? PlainReader.value(of: record.value ?? [])
                let id = fields?["attribution_id"]?.text?.bytes ?? []
                return fields?["kind"]?.text == "adjustment"
                    && id.suffix(2) == Array("/2".utf8)[...]
            })
        let first = output.attributions[index - 1]
        let fields = try PlainReader.value(of: first.value ?? [])
        output.attributions.remove(at: index - 1)
        let found = try output.disagreements(with: oracle)
        let order = "order \(fields["order_id"]?.text ?? "")"
        #expect(found.contains { $0.subject == order && $0.field == "attribution_id" })
        #expect(found.contains { $0.subject == order && $0.field.hasPrefix("orders of") })
        #expect(found.allSatisfy { !$0.records.isEmpty })
    }

    @Test func `an attribution that came twice is found twice over`() throws {
        var output = output
        let first = output.attributions.first {
            String(decoding: $0.value ?? [], as: UTF8.self).contains("adjustment")
        }
        output.attributions.append(try require(first))
        let found = try output.disagreements(with: oracle)
        #expect(found.contains { $0.field == "attribution_id" && $0.expected == "unique" })
        #expect(found.contains { $0.field.contains(" of creator") || $0.field.contains(" of no") })
    }

    @Test func `a survey count that is not the response's is found`() throws {
        var output = output
        let index = try require(
            output.attributions.firstIndex {
                String(decoding: $0.value ?? [], as: UTF8.self).contains("\"other\":1")
            })
        spoilt(&output.attributions[index], "\"other\":1", "\"other\":2")
        let found = try output.disagreements(with: oracle, also: .surveys)
        #expect(found.count == 1 && found[0].field.hasPrefix("survey other of creator"))
        #expect(try output.disagreements(with: oracle) == [])
    }

    @Test func `a cent too much is found`() throws {
        var output = output
        let index = try require(
            output.attributions.firstIndex {
                String(decoding: $0.value ?? [], as: UTF8.self).contains("\"cost\":\"0.00\"")
            })
        spoilt(&output.attributions[index], "\"cost\":\"0.00\"", "\"cost\":\"0.01\"")
        let found = try output.disagreements(with: oracle)
        #expect(found.count == 1 && found[0].field.hasPrefix("cost of"))
        #expect(found[0].expected != found[0].published)
    }

    @Test func `an attribution whose net does not follow is found`() throws {
        var output = output
        let index = try require(
            output.attributions.firstIndex {
                String(decoding: $0.value ?? [], as: UTF8.self).contains("\"returns\":\"0.00\"")
            })
        spoilt(&output.attributions[index], "\"returns\":\"0.00\"", "\"returns\":\"1.00\"")
        #expect(try output.disagreements(with: oracle).contains { $0.field == "net" })
    }

    @Test(arguments: [
        ("\"version\":1", "\"version\":0", "version"),
        ("\"scope\":\"all\"", "\"scope\":\"a\"", "scope"),
        ("\"units_per_order\":\"", "\"units_per_order\":\"9", "units_per_order"),
        ("\"orders\":", "\"orders\":9", "orders"),
        ("\"starts_at\":", "\"starts_at\":7,\"a\":", "starts_at"),
        ("\"creator_name\":\"", "\"creator_name\":\"x", "creator_name"),
    ])
    func `a wrong field of a scorecard is found`(old: String, new: String, field: String) throws {
        var output = output
        let index = try require(
            output.scorecards.firstIndex {
                String(decoding: $0.value ?? [], as: UTF8.self).contains(old)
            })
        spoilt(&output.scorecards[index], old, new)
        let key = output.scorecards[index].key.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let found = try output.disagreements(with: oracle)
        #expect(found.contains { $0.subject == "scorecard \(key)" && $0.field.hasSuffix(field) })
    }

    @Test func `of a scorecard the last record stands`() throws {
        var output = output
        var old = output.scorecards[0]
        spoilt(&old, "\"version\":1", "\"version\":2")
        output.scorecards.append(old)
        #expect(try output.disagreements(with: oracle) == [])
        spoilt(&output.scorecards[output.scorecards.count - 1], "\"orders\":", "\"orders\":1")
        #expect(try output.disagreements(with: oracle).count >= 1)
    }

    @Test func `a lost scorecard is found, one too many as well unless it is zero`() throws {
        var output = output
        let lost = try require(
            output.scorecards.firstIndex {
                !String(decoding: $0.value ?? [], as: UTF8.self).contains("\"orders\":0")
            })
        let key = Array("stranger|all|all|USD".utf8)
        output.scorecards[lost].key = key
        let found = try output.disagreements(with: oracle)
        #expect(found.contains { $0.field == "scorecard" && $0.published == "missing" })
        #expect(found.contains { $0.subject == "scorecard stranger|all|all|USD" })
    }

    @Test(arguments: [
        ("\"version\":1", "\"version\":0", "version"),
        ("\"board\":\"", "\"board\":\"x", "board"),
        ("\"currency\":\"", "\"currency\":\"x", "currency"),
        ("\"rank\":1", "\"rank\":2", "entries[0]"),
        ("\"creator_name\":", "\"creator_name\":7,\"a\":", "entries[0]"),
        ("\"net\":\"", "\"net\":\"1", "entries[0]"),
        ("\"orders\":", "\"orders\":9", "entries[0]"),
        ("\"value\":", "\"value\":7,\"a\":", "entries[0]"),
        ("\"entries\":", "\"e\":", "entries"),
    ])
    func `a wrong field of a leaderboard is found`(old: String, new: String, field: String) throws {
        var output = output
        spoilt(&output.leaderboards[0], old, new)
        let found = try output.disagreements(with: oracle, also: .leaderboards)
        #expect(found.contains { $0.subject.hasPrefix("leaderboard ") && $0.field == field })
    }

    @Test func `a lost leaderboard is found, one too many as well unless nobody stands there`()
        throws
    {
        var output = output
        output.leaderboards[0].key = Array("net|day:1999-01-01|USD".utf8)
        let found = try output.disagreements(with: oracle, also: .leaderboards)
        #expect(found.contains { $0.field == "leaderboard" && $0.published == "missing" })
        #expect(found.contains { $0.subject == "leaderboard net|day:1999-01-01|USD" })
        output.leaderboards[0].value = Array("{\"version\":1,\"entries\":[]}".utf8)
        let fewer = try output.disagreements(with: oracle, also: .leaderboards)
        #expect(fewer.count == found.count - 1)
    }

    @Test func `a dead letter must be there, once, for its reason, as it was`() throws {
        var output = output
        output.deadLetters[0].headers[0].value = Array("overflow".utf8)
        output.deadLetters[1].value = [1]
        output.deadLetters.append(output.deadLetters[2])
        output.deadLetters.remove(at: 3)
        let found = try output.disagreements(with: oracle)
        #expect(found.count == 4)
        let fields = Set(found.map(\.field))
        #expect(fields == ["plaudit.reason", "value", "dead letter"])
    }

    @Test func `a dead letter of a usable record is found`() throws {
        var output = output
        output.deadLetters[0].headers[1].value = Array("orders/0/999999".utf8)
        let found = try output.disagreements(with: oracle)
        #expect(found.contains { $0.subject == "record orders/0/999999" && $0.expected == "none" })
    }
}
