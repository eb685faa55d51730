import Pipeline
import Promo

/// What a scenario is run under: the words of its `settings` and `restart` lines.
struct ScenarioSettings: Sendable {
    var stacking = "single_winner"
    var policy = "1"
    var zone = "UTC"
    var windows = ["all"]
    var scopes = ["all"]
    var codedRetention: Int64 = 400
    var uncodedRetention: Int64 = 120

    /// Changes what the statement names.
    mutating func apply(_ statement: Statement) throws {
        for (key, value) in statement.fields {
            switch key {
            case "stacking": stacking = value
            case "policy": policy = value
            case "zone": zone = value
            case "windows": windows = value.split(separator: ",").map(String.init)
            case "scopes": scopes = value.split(separator: ",").map(String.init)
            case "coded": codedRetention = try days(value, statement)
            case "uncoded": uncodedRetention = try days(value, statement)
            default: throw statement.failure("no such setting")
            }
        }
    }

    func pipelineSettings() throws -> PipelineSettings {
        guard let zone = ZoneTable.system(zone) else {
            throw ScenarioError(description: "no zone \(zone)")
        }
        guard let stacking = Stacking.allCases.first(where: { $0.name == stacking }) else {
            throw ScenarioError(description: "no stacking \(stacking)")
        }
        return PipelineSettings(
            policy: Policy(
                version: ByteString(policy), stacking: stacking,
                codedRetention: codedRetention * EventTime.dayMilliseconds,
                uncodedRetention: uncodedRetention * EventTime.dayMilliseconds),
            zone: zone,
            windows: WindowKind.allCases.filter { windows.contains("\($0.name)") },
            scopes: ScopeKind.allCases.filter { scopes.contains("\($0.name)") })
    }

    private func days(_ value: String, _ statement: Statement) throws -> Int64 {
        guard value.hasSuffix("d"), let days = Int64(value.dropLast()) else {
            throw statement.failure("a number of days, such as 400d")
        }
        return days
    }
}

extension Scenario {
    /// As the scenario begins, and as it ends after its restarts.
    func firstSettings() throws -> ScenarioSettings {
        var chosen = ScenarioSettings()
        if let settings { try chosen.apply(settings) }
        return chosen
    }

    func lastSettings() throws -> ScenarioSettings {
        var chosen = try firstSettings()
        for step in steps where step.verb == "restart" { try chosen.apply(step) }
        return chosen
    }

    /// Every record, in the order written.
    func records() throws -> [InputRecord] { try steps.compactMap { try InputRecord($0) } }
}
