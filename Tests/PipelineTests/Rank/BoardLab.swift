import Pipeline
import Promo
import Streams

/// SCORE and RANK in several partitions, fed with what ATTRIBUTE published. Every transaction may
/// be undone and done again.
final class BoardLab {
    typealias Published = InMemoryPipeline.Published

    private struct Cell {
        var task: any StageTask
        let store: StateTable
        var queue: ArraySlice<Published> = []
    }

    let partitions: Int32
    var now: Int64 = 1_000
    /// Asked once a transaction: is it aborted the first time?
    var aborts: () -> Bool = { false }
    /// Every leaderboard published, in order.
    private(set) var leaderboards: [Published] = []
    /// Every message to RANK, in order.
    private(set) var told: [Published] = []
    private let settings: PipelineSettings
    private let topics = Topics(prefix: "", applicationID: "test")
    private var score: [Cell] = []
    private var rank: [Cell] = []
    private var registry: [InMemoryPipeline.Sent] = []
    private var scoreStage: ScoreStage

    init(partitions: Int32, _ settings: PipelineSettings) {
        self.partitions = partitions
        self.settings = settings
        scoreStage = ScoreStage(topics: topics, settings: settings)
        for _ in 0..<partitions {
            score.append(Cell(task: NoTask(), store: StateTable()))
            rank.append(Cell(task: NoTask(), store: StateTable()))
        }
        restart()
    }

    /// Tasks of another process carry on with the kept state.
    func restart() {
        scoreStage = ScoreStage(topics: topics, settings: settings)
        let rankStage = RankStage(topics: topics, settings: settings)
        for record in registry { apply(record) }
        for place in 0..<partitions {
            score[Int(place)].task = scoreStage.makeTask(
                partition: place, partitions: partitions, store: score[Int(place)].store)
            rank[Int(place)].task = rankStage.makeTask(
                partition: place, partitions: partitions, store: rank[Int(place)].store)
        }
        // Another process's clock begins elsewhere.
        now = now % 977 + 1
    }

    func send(registry record: InMemoryPipeline.Sent) {
        registry.append(record)
        apply(record)
        for cell in score { cell.task.globalsChanged() }
    }

    /// Attributions to their partitions, watermarks to all.
    func send(_ attributions: some Sequence<Published>) {
        for record in attributions {
            if let key = record.keyBytes {
                let partition = key.withUnsafeBytes {
                    Murmur2.partition(of: $0, partitions: partitions)
                }
                score[Int(partition)].queue.append(record)
            } else {
                for place in score.indices { score[place].queue.append(record) }
            }
        }
    }

    /// One transaction of SCORE over at most `limit` records.
    func scoreStep(_ partition: Int, limit: Int = .max) {
        let outbox = transact(&score[partition], limit: limit, outputs: topics.score.outputs)
        outbox.forEach { output, partition, key, value, _ in
            guard output == 3 else { return }
            let record = Published(
                keyBytes: key.map(Array.init), value: value.map(Array.init) ?? [], headers: [:])
            told.append(record)
            rank[Int(partition)].queue.append(record)
        }
    }

    /// A transaction of SCORE that is aborted, and whose records are set aside then.
    func scoreStepInVain(_ partition: Int) {
        now += 1
        apply(
            score[partition].queue, to: score[partition],
            Outbox(partitionCounts: topics.score.outputs.map { _ in partitions }))
        score[partition].store.rollback()
        score[partition].task.rolledBack()
        score[partition].queue = []
    }

    /// One transaction of RANK over at most `limit` records.
    func rankStep(_ partition: Int, limit: Int = .max) {
        let outbox = transact(&rank[partition], limit: limit, outputs: topics.rank.outputs)
        outbox.forEach { _, _, key, value, _ in
            leaderboards.append(
                Published(
                    keyBytes: key.map(Array.init), value: value.map(Array.init) ?? [],
                    headers: [:]))
        }
    }

    /// Until nothing is left to do.
    func settle() {
        repeat {
            now += 300
            for partition in score.indices { scoreStep(partition) }
            for partition in rank.indices { rankStep(partition) }
        } while !isSettled
    }

    private var isSettled: Bool {
        (score + rank).allSatisfy {
            $0.queue.isEmpty && $0.task.isSettled && !$0.task.hasWork(now: now)
        }
    }

    private func transact(_ cell: inout Cell, limit: Int, outputs: [String]) -> Outbox {
        let outbox = Outbox(partitionCounts: outputs.map { _ in partitions })
        let records = cell.queue.prefix(limit)
        now += 1
        apply(records, to: cell, outbox)
        if aborts() {
            outbox.removeAll()
            cell.store.rollback()
            cell.task.rolledBack()
            now += 1
            apply(records, to: cell, outbox)
        }
        cell.store.commit()
        cell.task.committed()
        cell.queue = cell.queue.dropFirst(records.count)
        return outbox
    }

    private func apply(_ records: ArraySlice<Published>, to cell: Cell, _ outbox: Outbox) {
        for record in records {
            (record.keyBytes ?? []).withUnsafeBytes { key in
                record.value.withUnsafeBytes { value in
                    cell.task.process(
                        Record(
                            topic: 0, partition: 0, offset: 0,
                            timestamp: InMemoryPipeline.appendTime, key: key, value: value),
                        into: outbox)
                }
            }
        }
        if cell.task.hasWork(now: now) { cell.task.work(budget: 1_000, now: now, into: outbox) }
        cell.task.flush(now: now, into: outbox)
    }

    private func apply(_ record: InMemoryPipeline.Sent) {
        (record.key ?? []).withUnsafeBytes { key in
            (record.value ?? []).withUnsafeBytes { value in
                scoreStage.applyGlobal(
                    Record(
                        topic: 0, partition: 0, offset: record.offset,
                        timestamp: record.timestamp, key: record.key == nil ? nil : key,
                        value: record.value == nil ? nil : value))
            }
        }
    }
}

/// Stands where no task was made yet.
private final class NoTask: StageTask {
    func process(_ record: Record, into outbox: Outbox) {}
    func globalsChanged() {}
    func hasWork(now: Int64) -> Bool { false }
    func work(budget: Int, now: Int64, into outbox: Outbox) {}
    func flush(now: Int64, into outbox: Outbox) {}
    func rolledBack() {}
    func committed() {}
}
