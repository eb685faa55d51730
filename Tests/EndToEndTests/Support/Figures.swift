import Foundation

/// Named figures by what they belong to, without zeros: what two sides are compared by.
struct Figures {
    private var sums: [String: [String: Decimal]] = [:]
    private var texts: [String: [String: String]] = [:]

    static let measures = [
        "orders", "units", "gross", "discount", "code_discount", "returned_units", "returns",
        "net", "cost", "uncosted_units", "cancelled_orders", "returned_orders",
    ]
    static let counters = [
        "new_customers", "returning_customers", "unknown_customers", "online_orders", "app_orders",
        "pos_orders",
    ]
    private static let derived = [
        "aov", "units_per_order", "new_customer_rate", "return_rate", "discount_depth",
    ]
    private static let survey = [
        "agree", "disagree", "other", "claimed", "self_reported_orders", "self_reported_net",
    ]

    mutating func add(_ key: String, _ name: String, _ value: Any?) {
        guard let value, !(value is NSNull) else { return }
        let figure = (value as? String).flatMap { Decimal(string: $0) }
        sums[key, default: [:]][name, default: 0] +=
            figure ?? (value as? NSNumber)?.decimalValue ?? .nan
    }

    /// A whole scorecard; derived measures to the letter, since `-0.0000` is not `0.0000`.
    mutating func add(card: [String: Any], _ key: String) {
        for view in ["cohort", "activity"] {
            let figures = card[view] as? [String: Any] ?? [:]
            for name in Self.measures + Self.counters { add(key, "\(view).\(name)", figures[name]) }
            for name in Self.derived {
                texts[key, default: [:]]["\(view).\(name)"] = figures[name] as? String
            }
        }
        let survey = card["survey"] as? [String: Any] ?? [:]
        for name in Self.survey { add(key, "survey.\(name)", survey[name]) }
    }

    /// In words, the first that differ; nothing when all is equal.
    func differences(from expected: Figures) -> [String] {
        let (mine, theirs) = (words, expected.words)
        return Set(mine.keys).union(theirs.keys).sorted().compactMap { key in
            let (found, wanted) = (mine[key] ?? [], theirs[key] ?? [])
            guard found != wanted else { return nil }
            let surplus = found.subtracting(wanted).sorted()
            let missing = wanted.subtracting(found).sorted()
            return "\(key): \(surplus) instead of \(missing)"
        }
    }

    /// What has no figure but zero is absent, derived figures included.
    private var words: [String: Set<String>] {
        sums.mapValues { $0.filter { $0.value != 0 } }.filter { !$0.value.isEmpty }
            .reduce(into: [:]) { words, entry in
                words[entry.key] = Set(
                    entry.value.map { "\($0.key)=\($0.value)" }
                        + (texts[entry.key] ?? [:]).map { "\($0.key)=\($0.value)" })
            }
    }
}
