import Foundation

// What was published, in the words of a scenario: figures that are zero, and what is usual (USD,
// online, an unknown customer, a version of 0), are left out.

struct ScenarioReport {
    static let measures = [
        "orders", "units", "gross", "discount", "code_discount", "returned_units", "returns",
        "net", "cost", "uncosted_units", "cancelled_orders", "returned_orders", "new_customers",
        "returning_customers", "unknown_customers", "online_orders", "app_orders", "pos_orders",
    ]
    static let surveys = [
        "agree", "disagree", "other", "claimed", "self_reported_orders", "self_reported_net",
    ]
    static let derived = [
        "aov", "units_per_order", "new_customer_rate", "return_rate", "discount_depth", "margin",
    ]

    let scenario: Scenario

    func lines(of pipeline: InMemoryPipeline) -> [String] {
        var lines: [String] = []
        if scenario.shows("attributions") {
            lines += pipeline.credits.map { attribution($0) }
        }
        lines += pipeline.alerts.map { "alert \($0.json["alert_id"] ?? "?")" }
        lines += pipeline.deadLetters.map {
            "dead-letter \($0.headers["plaudit.source"] ?? "?") "
                + ($0.headers["plaudit.reason"] ?? "?")
        }
        if scenario.shows("scorecards") {
            let latest = pipeline.latestScorecards
            for key in latest.keys.sorted() where isShown(key) {
                lines += scorecard(key, latest[key] ?? [:])
            }
        }
        if scenario.shows("leaderboards") {
            let latest = pipeline.latestLeaderboards
            for key in latest.keys.sorted() { lines += leaderboard(key, latest[key] ?? [:]) }
        }
        return lines
    }

    /// Each entry on a line of its own: rank, creator, value.
    private func leaderboard(_ key: String, _ json: [String: Any]) -> [String] {
        let parts = key.split(separator: "|").map(String.init)
        let wanted = scenario.show?["leaderboards"] ?? ""
        guard wanted.isEmpty || wanted.split(separator: ",").contains("\(parts[0])") else {
            return []
        }
        var head = ["leaderboard"] + parts
        if json["final"] as? Bool == true { head.append("final") }
        if scenario.shows("versions") { head.append("version=\(text(json["version"]))") }
        let entries = json["entries"] as? [[String: Any]] ?? []
        if entries.isEmpty { return [(head + ["nobody"]).joined(separator: " ")] }
        return entries.map { entry in
            var words = head + [text(entry["rank"]), text(entry["creator_id"])]
            if scenario.shows("names") { words.append("name=\"\(text(entry["creator_name"]))\"") }
            words.append(text(entry["value"]))
            if scenario.shows("measures") {
                words.append("orders=\(text(entry["orders"])) net=\(text(entry["net"]))")
            }
            if scenario.shows("previous") { words.append("was=\(text(entry["previous_rank"]))") }
            return words.joined(separator: " ")
        }
    }

    private func attribution(_ json: [String: Any]) -> String {
        var words = [
            "attribution", text(json["attribution_id"]), text(json["kind"]),
            text(json["creator_id"]), text(json["code"]), time(json["occurred_at"]),
        ]
        let usual: [(field: String, value: String, word: String)] = [
            ("refund_id", "-", "refund"), ("campaign_id", "-", "campaign"),
            ("channel", "-", "on"), ("sales_channel", "online", "channel"),
            ("customer", "unknown", "customer"), ("reason", "credited", "reason"),
            ("match", "exact", "match"), ("policy", "1", "policy"), ("currency", "USD", "currency"),
        ]
        for (field, value, word) in usual where text(json[field]) != value {
            if field == "match", text(json[field]) == "-" { continue }
            words.append("\(word)=\(text(json[field]))")
        }
        words += figures(json, Self.measures) + figures(json["survey"], Self.surveys)
        return (words + products(json["lines"])).joined(separator: " ")
    }

    /// `sku:units:net`, where the scenario shows products.
    private func products(_ list: Any?) -> [String] {
        guard scenario.shows("products"), let list = list as? [[String: Any]] else { return [] }
        return list.map { "\(text($0["sku"])):\(text($0["units"])):\(text($0["net"]))" }
    }

    private func isShown(_ key: String) -> Bool {
        guard let wanted = scenario.show?["scorecards"], !wanted.isEmpty else { return true }
        let window = key.split(separator: "|")[2]
        return wanted.split(separator: ",").contains { window.hasPrefix($0) }
    }

    private func scorecard(_ key: String, _ json: [String: Any]) -> [String] {
        let parts = key.split(separator: "|").map(String.init)
        var words = ["scorecard", parts[0], parts[2], parts[3]]
        if parts[1] != "all" { words.insert(parts[1], at: 2) }
        if scenario.shows("scopes") { words.append("scope=\(text(json["scope"]))") }
        if scenario.shows("names") { words.append("name=\"\(text(json["creator_name"]))\"") }
        if scenario.shows("spans") {
            words.append("from=\(time(json["starts_at"]))")
            words.append("to=\(time(json["ends_at"]))")
        }
        if scenario.shows("versions") { words.append("version=\(text(json["version"]))") }
        if scenario.shows("final") { words.append("final=\(json["final"] as? Bool ?? false)") }
        let cohort = view(json["cohort"])
        let activity = view(json["activity"])
        let rest = figures(json["survey"], Self.surveys) + products(json["products"])
        if cohort == activity { return [(words + cohort + rest).joined(separator: " ")] }
        return [
            (words + ["cohort"] + cohort + rest).joined(separator: " "),
            (words + ["activity"] + activity).joined(separator: " "),
        ]
    }

    private func view(_ view: Any?) -> [String] {
        guard let view = view as? [String: Any] else { return ["missing"] }
        var words = figures(view, Self.measures)
        if words.isEmpty { words = ["nothing"] }
        if scenario.shows("derived") {
            words += Self.derived.map { "\($0)=\(text(view[$0]))" }
        }
        return words
    }

    private func figures(_ json: Any?, _ names: [String]) -> [String] {
        guard let json = json as? [String: Any] else { return [] }
        return names.compactMap { name in
            let value = text(json[name])
            let isZero = value == "-" || !value.contains { ("1"..."9").contains($0) }
            return isZero ? nil : "\(name)=\(value)"
        }
    }

    private func text(_ value: Any?) -> String {
        guard let value, !(value is NSNull) else { return "-" }
        return "\(value)"
    }

    /// Without the seconds where there are none.
    private func time(_ value: Any?) -> String { text(value).replacing(":00.000Z", with: "Z") }
}
