import Foundation

/// What a run comes to in the end: the law of credit says that nothing else about it may matter.
struct FinalState: Equatable {
    /// By order, holder, dates: what the attributions add up to.
    var credit: [String: [String: Decimal]] = [:]
    /// By key, the scorecards that are not all zero: both views, flat, derived measures too.
    var scorecards: [String: [String: String]] = [:]
    /// By key, the entries of the leaderboards on which somebody stands, without previous ranks.
    var leaderboards: [String: [String: String]] = [:]

    private static let holder = [
        "order_id", "creator_id", "code", "campaign_id", "channel", "customer", "sales_channel",
        "currency", "occurred_at", "order_placed_at",
    ]

    init(_ pipeline: InMemoryPipeline) {
        for json in pipeline.credits {
            let key = Self.holder.map { "\(json[$0] ?? "?")" }.joined(separator: " ")
            for (name, value) in Self.amounts(json) {
                credit[key, default: [:]][name, default: 0] += value
            }
        }
        credit = credit.mapValues { $0.filter { $0.value != 0 } }.filter { !$0.value.isEmpty }
        scorecards = pipeline.latestScorecards.mapValues(Self.figures).filter { card in
            let measures =
                ScenarioReport.measures.flatMap { ["cohort.\($0)", "activity.\($0)"] }
                + ScenarioReport.surveys.map { "survey.\($0)" }
            return measures.contains { Decimal(string: card.value[$0] ?? "0") != 0 }
        }
        leaderboards = pipeline.latestLeaderboards.mapValues(Self.entries).filter {
            !$0.value.isEmpty
        }
    }

    private static func entries(_ board: [String: Any]) -> [String: String] {
        let entries = board["entries"] as? [[String: Any]] ?? []
        let places = entries.enumerated().map { place, entry in
            let fields = ["rank", "creator_id", "creator_name", "value", "orders", "net"]
            return ("\(place)", fields.map { "\(entry[$0] ?? "?")" }.joined(separator: " "))
        }
        return Dictionary(uniqueKeysWithValues: places)
    }

    /// What an attribution adds, its products and survey counts too.
    private static func amounts(_ json: [String: Any]) -> [(String, Decimal)] {
        func amount(_ value: Any?) -> Decimal { Decimal(string: "\(value ?? "0")") ?? .nan }
        let survey = json["survey"] as? [String: Any] ?? [:]
        let lines = json["lines"] as? [[String: Any]] ?? []
        return ScenarioReport.measures.map { ($0, amount(json[$0])) }
            + ScenarioReport.surveys.map { ("survey.\($0)", amount(survey[$0])) }
            + lines.flatMap { line in
                let sku = "\(line["sku"] ?? "?")"
                return [
                    ("\(sku) units", amount(line["units"])), ("\(sku) net", amount(line["net"])),
                ]
            }
    }

    private static func figures(_ card: [String: Any]) -> [String: String] {
        var figures: [String: String] = [:]
        for view in ["cohort", "activity", "survey"] {
            for (name, value) in card[view] as? [String: Any] ?? [:] {
                figures["\(view).\(name)"] = "\(value)"
            }
        }
        for product in card["products"] as? [[String: Any]] ?? [] {
            figures["products.\(product["sku"] ?? "?")"] =
                "\(product["units"] ?? "?") \(product["net"] ?? "?")"
        }
        for name in ["creator_name", "starts_at", "ends_at", "window", "currency"] {
            figures[name] = "\(card[name] ?? "?")"
        }
        return figures
    }

    /// What differs, in words; empty where nothing does.
    func differences(from other: FinalState) -> [String] {
        Self.differences(credit, other.credit, "credit")
            + Self.differences(scorecards, other.scorecards, "scorecard")
            + Self.differences(leaderboards, other.leaderboards, "leaderboard")
    }

    private static func differences<Value: Equatable>(
        _ mine: [String: [String: Value]], _ theirs: [String: [String: Value]], _ what: String
    ) -> [String] {
        Set(mine.keys).union(theirs.keys).sorted().flatMap { key -> [String] in
            let (one, other) = (mine[key] ?? [:], theirs[key] ?? [:])
            return Set(one.keys).union(other.keys).sorted().compactMap { name in
                guard one[name] != other[name] else { return nil }
                let values = [one[name], other[name]].map { $0.map { "\($0)" } ?? "nothing" }
                return "\(what) \(key): \(name) \(values[0]), not \(values[1])"
            }
        }
    }
}
