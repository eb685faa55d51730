import Foundation
import Pipeline
import Promo
import Testing

/// The adversarial input of `../shared/acceptance`, replayed; what is published must add up to what
/// the contract makes of it, to the last minor unit.
@Suite struct AcceptanceTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/acceptance")
    static let isThere = FileManager.default.fileExists(atPath: folder.path)

    private static let counters = [
        "orders", "units", "returned_units", "uncosted_units", "cancelled_orders",
        "returned_orders",
    ]
    private static let money = ["gross", "discount", "code_discount", "returns", "net", "cost"]

    @Test(
        .enabled(if: isThere, "../shared/acceptance is not here"),
        arguments: [
            (Stacking.singleWinner, 1, 0), (.first, 7, 3), (.last, 50, 2), (.priority, 1000, 2),
            (.splitEqual, 7, 5), (.splitByDiscount, 50, 2),
        ])
    func `attributions and scorecards equal the acceptance case`(
        stacking: Stacking, batch: Int, abortEvery: Int
    ) throws {
        let folder = Self.folder.appending(path: stacking.name)
        let yaml = try String(contentsOf: folder.appending(path: "plaudit.yaml"), encoding: .utf8)
        let zoneName = try #require(yaml.firstMatch(of: /time_zone: ([A-Za-z_\/]+)/)?.1)
        let settings = PipelineSettings(
            policy: Policy(version: ByteString("acceptance"), stacking: stacking),
            zone: try zoneTable(String(zoneName)),
            windows: WindowKind.allCases.filter {
                list("windows", in: yaml).contains("\($0.name)")
            },
            scopes: ScopeKind.allCases.filter { list("scopes", in: yaml).contains("\($0.name)") })
        let pipeline = InMemoryPipeline(settings: settings)
        pipeline.batch = batch
        pipeline.abortEvery = abortEvery
        try replay(into: pipeline)
        pipeline.settle()
        try compareCredits(pipeline, folder)
        try compareScorecards(pipeline, folder)
        try compareDeadLetters(pipeline)
    }

    private func list(_ name: String, in yaml: String) -> [String] {
        guard let start = yaml.range(of: name + ": ["),
            let end = yaml[start.upperBound...].firstIndex(of: "]")
        else { return [] }
        return yaml[start.upperBound..<end].split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    private func replay(into pipeline: InMemoryPipeline) throws {
        let input = try String(
            contentsOf: Self.folder.appending(path: "input.jsonl"), encoding: .utf8)
        for line in input.split(separator: "\n") {
            let record = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let topic = try #require(record["topic"] as? String)
            let value =
                (record["value"] as? String).map { Array($0.utf8) }
                ?? (record["value_base64"] as? String).flatMap { Data(base64Encoded: $0) }
                .map { Array($0) }
            let key = (record["key"] as? String).map { Array($0.utf8) }
            pipeline.send(topic, key: key, value: value)
        }
    }

    private func compareCredits(_ pipeline: InMemoryPipeline, _ folder: URL) throws {
        var expected: [String: [String: Decimal]] = [:]
        for line in try lines(folder.appending(path: "credits.jsonl")) {
            let order = try #require(line["order_id"] as? String)
            for part in line["parts"] as? [[String: Any]] ?? [] {
                let measures = part["measures"] as? [String: Any] ?? [:]
                let key = creditKey(order, part)
                for (name, value) in measures {
                    expected[key, default: [:]][name, default: 0] += decimal(value)
                }
            }
        }
        var published: [String: [String: Decimal]] = [:]
        var numbers: [String: Int] = [:]
        for record in pipeline.attributions {
            let json = record.json
            if json["kind"] as? String == "watermark" { continue }
            let order = try #require(json["order_id"] as? String)
            if json["kind"] as? String == "survey" {
                numbers[order, default: 0] += 1
                continue
            }
            numbers[order, default: 0] += 1
            #expect(json["attribution_id"] as? String == "\(order)/\(numbers[order] ?? 0)")
            let key = creditKey(order, json)
            for name in Self.counters + Self.money {
                published[key, default: [:]][name, default: 0] += decimal(json[name] ?? 0)
            }
            let orders = decimal(json["orders"] ?? 0)
            let customer = try #require(json["customer"] as? String)
            let channel = try #require(json["sales_channel"] as? String)
            published[key, default: [:]]["\(customer)_customers", default: 0] += orders
            published[key, default: [:]]["\(channel)_orders", default: 0] += orders
        }
        compare(withoutZeros(published), withoutZeros(expected), "credit")
    }

    private func creditKey(_ order: String, _ part: [String: Any]) -> String {
        let creator = part["creator_id"] as? String ?? "-"
        let code = part["code"] as? String ?? "-"
        let date = part["occurred_at"] as? String ?? "?"
        return "\(order) \(creator) \(code) \(date) \(part["currency"] as? String ?? "?")"
    }

    private func compareScorecards(_ pipeline: InMemoryPipeline, _ folder: URL) throws {
        var expected: [String: [String: Decimal]] = [:]
        for line in try lines(folder.appending(path: "scorecards.jsonl")) {
            let key = try #require(line["key"] as? String)
            expected[key] = figures(line)
        }
        var published: [String: [String: Decimal]] = [:]
        for record in pipeline.scorecards { published[record.key] = figures(record.json) }
        compare(withoutZeros(published), withoutZeros(expected), "scorecard")
        try compareDerivedText(pipeline, folder)
    }

    /// Derived measures to the letter: `-0.0000` is not `0.0000`.
    private func compareDerivedText(_ pipeline: InMemoryPipeline, _ folder: URL) throws {
        let derived = [
            "aov", "units_per_order", "new_customer_rate", "return_rate", "discount_depth",
        ]
        var cards: [String: [String: Any]] = [:]
        for record in pipeline.scorecards { cards[record.key] = record.json }
        for line in try lines(folder.appending(path: "scorecards.jsonl")) {
            let key = try #require(line["key"] as? String)
            for view in ["cohort", "activity"] {
                let expected = line[view] as? [String: Any]
                let published = cards[key]?[view] as? [String: Any]
                for name in derived {
                    let isEqual = published?[name] as? String == expected?[name] as? String
                    #expect(isEqual, "\(key) \(view).\(name)")
                }
            }
        }
    }

    /// Both views and the survey, flat; derived measures that are null are left out, and `margin`,
    /// which the cases do not give.
    private func figures(_ card: [String: Any]) -> [String: Decimal] {
        var figures: [String: Decimal] = [:]
        for view in ["cohort", "activity"] {
            for (name, value) in card[view] as? [String: Any] ?? [:]
            where !(value is NSNull) && name != "margin" {
                figures["\(view).\(name)"] = decimal(value)
            }
        }
        return figures
    }

    private func compareDeadLetters(_ pipeline: InMemoryPipeline) throws {
        var expected: Set<String> = []
        for line in try lines(Self.folder.appending(path: "dead-letters.jsonl")) {
            let topic = line["topic"] as? String ?? "?"
            expected.insert("\(topic)/0/\(line["offset"] ?? "?") \(line["reason"] ?? "?")")
        }
        let published = pipeline.deadLetters.map {
            "\($0.headers["plaudit.source"] ?? "?") \($0.headers["plaudit.reason"] ?? "?")"
        }
        #expect(Set(published) == expected)
        #expect(published.count == expected.count)
    }

    private func compare(
        _ published: [String: [String: Decimal]], _ expected: [String: [String: Decimal]],
        _ what: String
    ) {
        var differences: [String] = []
        for key in Set(published.keys).union(expected.keys).sorted()
        where published[key] != expected[key] {
            differences.append(
                """
                \(what) \(key):
                    published \(published[key] ?? [:])
                    expected  \(expected[key] ?? [:])
                """)
        }
        #expect(
            differences.isEmpty,
            """
            \(differences.count) differ, the first:
            \(differences.prefix(3).joined(separator: "\n"))
            """)
    }

    private func withoutZeros(_ sums: [String: [String: Decimal]]) -> [String: [String: Decimal]] {
        sums.mapValues { $0.filter { $0.value != 0 } }.filter { !$0.value.isEmpty }
    }

    private func lines(_ file: URL) throws -> [[String: Any]] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    private func decimal(_ value: Any) -> Decimal {
        if let text = value as? String { return Decimal(string: text) ?? .nan }
        return (value as? NSNumber)?.decimalValue ?? .nan
    }

    private func zoneTable(_ name: String) throws -> ZoneTable {
        let zone = try #require(TimeZone(identifier: name))
        var transitions: [(at: EventTime, offset: Int64)] = []
        var moment = Date(timeIntervalSince1970: 0)
        let end = Date(timeIntervalSince1970: 4_000_000_000)
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end {
            let at = EventTime(milliseconds: Int64(next.timeIntervalSince1970) * 1000)
            transitions.append((at, Int64(zone.secondsFromGMT(for: next)) * 1000))
            moment = next
        }
        return ZoneTable(
            name: name,
            firstOffset: Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: 0))) * 1000,
            transitions: transitions)
    }
}
