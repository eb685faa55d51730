import Pipeline
import Promo
import Simulation

/// A shop whose credit goes through ATTRIBUTE in memory and from there into a `BoardLab`; what the
/// leaderboards should be is the independent recomputation's to say.
struct BoardShop {
    let pipeline: InMemoryPipeline
    let lab: BoardLab
    private let settings: ScenarioSettings
    private var passedOn = 0
    private var passedRegistry = 0

    init(
        partitions: Int32, _ settings: ScenarioSettings = ScenarioSettings(),
        publishInterval: Int64 = 50
    ) throws {
        self.settings = settings
        var chosen = try settings.pipelineSettings()
        chosen.publishInterval = publishInterval
        pipeline = InMemoryPipeline(settings: chosen)
        lab = BoardLab(partitions: partitions, chosen)
    }

    /// Statements of the scenarios' language.
    mutating func send(_ lines: String...) throws {
        for line in lines {
            guard let record = try InputRecord(Statement(line, number: 1)) else {
                throw ScenarioError(description: "not a record: \(line)")
            }
            pipeline.send(record)
        }
        passOn()
    }

    mutating func send(_ record: ShopRecord) {
        let topic =
            switch record.role {
            case .orders: "orders"
            case .refunds: "refunds"
            case .responses: "survey-responses"
            case .registry: "code-registry"
            }
        pipeline.send(topic, key: record.key, value: record.value, timestamp: record.timestamp)
        passOn()
    }

    /// Everything to its end.
    mutating func settle() {
        settleAttribute()
        lab.settle()
    }

    /// All that ATTRIBUTE publishes of what was sent, its watermark too, is on its way to SCORE.
    mutating func settleAttribute() {
        pipeline.settle()
        passOn()
    }

    private mutating func passOn() {
        let registry = pipeline.sent.filter { $0.topic == "code-registry" }
        for record in registry[passedRegistry...] { lab.send(registry: record) }
        passedRegistry = registry.count
        lab.send(pipeline.attributions[passedOn...])
        passedOn = pipeline.attributions.count
    }

    /// What the lab's leaderboards, as they stand, have otherwise than they should.
    func disagreements() throws -> [String] {
        try OracleCheck(settings: settings)
            .disagreements(of: pipeline, leaderboards: lab.leaderboards)
            + LeaderboardHistory.faults(lab.leaderboards)
    }

    /// `rank creator value`, of the leaderboard as it stands.
    func standing(_ key: String) -> [String] {
        let board = lab.leaderboards.last { $0.key == key }?.json
        let entries = board?["entries"] as? [[String: Any]] ?? []
        return entries.map {
            "\($0["rank"] ?? "?") \($0["creator_id"] ?? "?") \($0["value"] ?? "?")"
        }
    }
}
