import Foundation
import Pipeline
import Promo
import Streams

/// The stages over their stores, without a broker: records in, what they publish out. Commits
/// after each `batch` records; `abortEvery` n-th batch is undone and applied again.
final class InMemoryPipeline {
    struct Published {
        var keyBytes: [UInt8]?
        var value: [UInt8]
        var headers: [String: String]

        var key: String { String(decoding: keyBytes ?? [], as: UTF8.self) }

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(value))) as? [String: Any] ?? [:]
        }
    }

    private struct Input {
        var topic: Int32
        var offset: Int64
        var timestamp: Int64
        var key: [UInt8]?
        var value: [UInt8]?
    }

    /// A record that was sent, and where it lies.
    struct Sent {
        var topic: String
        var offset: Int64
        var timestamp: Int64
        var key: [UInt8]?
        var value: [UInt8]?
    }

    /// Every input record, in the order sent.
    private(set) var sent: [Sent] = []
    /// Attributions without the watermarks, which subscribers pass over.
    var credits: [[String: Any]] {
        attributions.map(\.json).filter { $0["kind"] as? String != "watermark" }
    }
    /// The latest version of each scorecard, by key.
    var latestScorecards: [String: [String: Any]] {
        Dictionary(scorecards.map { ($0.key, $0) }, uniquingKeysWith: { $1 }).mapValues(\.json)
    }
    /// The latest version of each leaderboard, by key.
    var latestLeaderboards: [String: [String: Any]] {
        Dictionary(leaderboards.map { ($0.key, $0) }, uniquingKeysWith: { $1 }).mapValues(\.json)
    }
    private(set) var attributions: [Published] = []
    private(set) var deadLetters: [Published] = []
    private(set) var alerts: [Published] = []
    private(set) var scorecards: [Published] = []
    private(set) var leaderboards: [Published] = []

    let topics = Topics(prefix: "", applicationID: "test")
    private var attributeStage: AttributeStage
    private var scoreStage: ScoreStage
    private var rankStage: RankStage
    let attributeStore = StateTable()
    let scoreStore = StateTable()
    let rankStore = StateTable()
    private var attribute: any StageTask
    private var score: any StageTask
    private var rank: any StageTask
    private var offsets: [Int32: Int64] = [:]
    private var pending: [Input] = []
    private var scorePosition = 0
    /// On their way from one stage to the other.
    private var rejectedCodes: [Published] = []
    private var rankEntries: [Published] = []
    private var registry: [Input] = []
    private var now: Int64 = 1_000
    private var batches = 0
    var batch = 1
    var abortEvery = 0

    init(settings: PipelineSettings) {
        attributeStage = AttributeStage(topics: topics, settings: settings)
        scoreStage = ScoreStage(topics: topics, settings: settings)
        rankStage = RankStage(topics: topics, settings: settings)
        attribute = attributeStage.makeTask(partition: 0, partitions: 1, store: attributeStore)
        score = scoreStage.makeTask(partition: 0, partitions: 1, store: scoreStore)
        rank = rankStage.makeTask(partition: 0, partitions: 1, store: rankStore)
    }

    /// The time at which records are appended unless a test says otherwise.
    static let appendTime: Int64 = 1_795_500_000_000

    func send(
        _ topic: String, key: [UInt8]?, value: [UInt8]?, timestamp: Int64 = appendTime
    ) {
        if topic == "code-registry" { return sendRegistry(key, value, timestamp) }
        let index: Int32 = ["orders": 0, "refunds": 1, "survey-responses": 2][topic] ?? 0
        let offset = offsets[index, default: 0]
        offsets[index] = offset + 1
        sent.append(
            Sent(topic: topic, offset: offset, timestamp: timestamp, key: key, value: value))
        pending.append(
            Input(topic: index, offset: offset, timestamp: timestamp, key: key, value: value))
        if pending.count >= batch { applyBatch() }
    }

    /// A record given as text; an order's, refund's or response's key is its order id.
    func send(_ topic: String, _ json: String, key: String? = nil) {
        let object =
            (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any] ?? [:]
        let own = object[topic == "code-registry" ? "code" : "order_id"].map { "\($0)" }
        send(topic, key: (key ?? own).map { Array($0.utf8) }, value: Array(json.utf8))
    }

    private func sendRegistry(_ key: [UInt8]?, _ value: [UInt8]?, _ timestamp: Int64) {
        if !pending.isEmpty { applyBatch() }
        let input = Input(
            topic: 0, offset: Int64(registry.count), timestamp: timestamp, key: key, value: value)
        registry.append(input)
        sent.append(
            Sent(
                topic: topics.codeRegistry, offset: input.offset, timestamp: timestamp, key: key,
                value: value))
        apply(input)
        attribute.globalsChanged()
        score.globalsChanged()
    }

    private func apply(_ input: Input) {
        lend(input, partition: 0) { attributeStage.applyGlobal($0) }
        lend(input, partition: 0) { scoreStage.applyGlobal($0) }
    }

    /// Other stages and tasks carry on with the kept state, as another process would: the registry
    /// is read from its beginning first.
    func restart(settings: PipelineSettings) {
        if !pending.isEmpty { applyBatch() }
        attributeStage = AttributeStage(topics: topics, settings: settings)
        scoreStage = ScoreStage(topics: topics, settings: settings)
        rankStage = RankStage(topics: topics, settings: settings)
        for input in registry { apply(input) }
        attribute = attributeStage.makeTask(partition: 0, partitions: 1, store: attributeStore)
        score = scoreStage.makeTask(partition: 0, partitions: 1, store: scoreStore)
        rank = rankStage.makeTask(partition: 0, partitions: 1, store: rankStore)
        guard score.startsFromBeginning else { return }
        scorePosition = 0
        run(.score) { _ in self.score.beginAnew() }
        scorePublished()
        rankTold()
    }

    /// Applies what was sent and does all the work that is left.
    func settle() {
        if !pending.isEmpty { applyBatch() }
        now += 1_000
        var turns = 0
        repeat {
            turns += 1
            precondition(turns < 1_000, "the stages do not come to rest")
            run(.attribute) { self.workAll(self.attribute, $0) }
            scorePublished()
            run(.score) { self.workAll(self.score, $0) }
            rankTold()
            run(.rank) { self.workAll(self.rank, $0) }
            now += 1_000
        } while [attribute, score, rank].contains { $0.hasWork(now: now) }
    }

    private func workAll(_ task: any StageTask, _ outbox: Outbox) {
        while task.hasWork(now: now) {
            task.work(budget: 7, now: now, into: outbox)
            task.flush(now: now, into: outbox)
        }
    }

    private func applyBatch() {
        let inputs = pending
        pending = []
        run(.attribute) { outbox in
            for input in inputs {
                self.lend(input, partition: 0) { self.attribute.process($0, into: outbox) }
            }
        }
        scorePublished()
        rankTold()
    }

    private func rankTold() {
        let told = rankEntries
        guard !told.isEmpty else { return }
        rankEntries = []
        run(.rank) { outbox in
            for record in told {
                let input = Input(
                    topic: 0, offset: 0, timestamp: InMemoryPipeline.appendTime,
                    key: record.keyBytes, value: record.value)
                self.lend(input, partition: 0) { self.rank.process($0, into: outbox) }
            }
        }
    }

    private func scorePublished() {
        let new = attributions[scorePosition...]
        let rejected = rejectedCodes
        guard !new.isEmpty || !rejected.isEmpty else { return }
        let first = scorePosition
        scorePosition = attributions.count
        rejectedCodes = []
        run(.score) { outbox in
            for (index, record) in new.enumerated() {
                let input = Input(
                    topic: 0, offset: Int64(first + index), timestamp: InMemoryPipeline.appendTime,
                    key: Array(record.key.utf8), value: record.value)
                self.lend(input, partition: 0) { self.score.process($0, into: outbox) }
            }
            for record in rejected {
                let input = Input(
                    topic: 1, offset: 0, timestamp: InMemoryPipeline.appendTime,
                    key: Array(record.key.utf8), value: record.value)
                self.lend(input, partition: 0) { self.score.process($0, into: outbox) }
            }
        }
    }

    private enum Step { case attribute, score, rank }

    /// One transaction.
    private func run(_ step: Step, _ body: (Outbox) -> Void) {
        let (task, store, outputs) =
            switch step {
            case .attribute: (attribute, attributeStore, topics.attribute.outputs)
            case .score: (score, scoreStore, topics.score.outputs)
            case .rank: (rank, rankStore, topics.rank.outputs)
            }
        let outbox = Outbox(partitionCounts: outputs.map { _ in 1 })
        batches += 1
        now += 1
        body(outbox)
        task.flush(now: now, into: outbox)
        if abortEvery > 0, batches % abortEvery == 0 {
            outbox.removeAll()
            store.rollback()
            task.rolledBack()
            body(outbox)
            task.flush(now: now, into: outbox)
        }
        collect(outbox, step)
        store.commit()
        task.committed()
    }

    private func collect(_ outbox: Outbox, _ step: Step) {
        outbox.forEach { output, _, key, value, headers in
            var named: [String: String] = [:]
            for header in headers {
                named[header.name] = String(decoding: header.value, as: UTF8.self)
            }
            let record = Published(
                keyBytes: key.map(Array.init),
                value: Array(value ?? .init(start: nil, count: 0)), headers: named)
            switch (step, output) {
            case (.attribute, 0): attributions.append(record)
            case (.score, 0): scorecards.append(record)
            case (.rank, 0): leaderboards.append(record)
            case (.attribute, 2), (.score, 2): alerts.append(record)
            case (.attribute, 3): rejectedCodes.append(record)
            case (.score, 3): rankEntries.append(record)
            default: deadLetters.append(record)
            }
        }
    }

    private func lend(_ input: Input, partition: Int32, _ body: (Record) -> Void) {
        (input.key ?? []).withUnsafeBytes { key in
            (input.value ?? []).withUnsafeBytes { value in
                body(
                    Record(
                        topic: input.topic, partition: partition, offset: input.offset,
                        timestamp: input.timestamp, key: input.key == nil ? nil : key,
                        value: input.value == nil ? nil : value))
            }
        }
    }
}
