import Streams

/// One stage over its tables: a transaction is applied, flushed, written as blocks and committed,
/// as the worker does it, but nothing leaves the process.
final class StageRun {
    let name: String
    private let tasks: [(task: any StageTask, table: StateTable)]
    let outbox: Outbox
    private var writer = BlockWriter()
    private(set) var process = Cost()
    private(set) var flush = Cost()
    private(set) var blocks = Cost()
    private(set) var blockBytes = 0
    private var emitted: [(count: Int, bytes: Int)]
    private var now: Int64 = 1_000
    private var number: Int64 = 0

    init(_ stage: any Stage, partitions: Int32) {
        name = stage.description.name
        emitted = stage.description.outputs.map { _ in (0, 0) }
        tasks = (0..<partitions).map { partition in
            let table = StateTable()
            return (
                stage.makeTask(partition: partition, partitions: partitions, store: table), table
            )
        }
        outbox = Outbox(
            partitionCounts: Array(repeating: partitions, count: stage.description.outputs.count))
    }

    var entries: Int { tasks.reduce(0) { $0 + $1.table.count } }
    var footprint: Int { tasks.reduce(0) { $0 + $1.table.footprint } }
    var valueBytes: Int { tasks.reduce(0) { $0 + $1.table.byteCount } }

    /// What went to one of its outputs, in words.
    func emitted(_ output: Int) -> String {
        let (count, bytes) = emitted[output]
        return "\(count) (\(bytes / max(1, count)) bytes each)"
    }

    /// One transaction over `range` of `input`; its outputs are lent to `published`.
    func transact(
        _ input: InputRecords, _ range: Range<Int>,
        published: (Outbox) -> Void
    ) {
        now += 100
        process += Cost.of {
            input.forEach(in: range) { record, next in
                if let next { tasks[Int(next.partition)].task.expect(next) }
                tasks[Int(record.partition)].task.process(record, into: outbox)
            }
        }
        flush += Cost.of {
            for (task, _) in tasks {
                while task.hasWork(now: now) {
                    task.work(budget: 512, now: now, into: outbox)
                    task.flush(now: now, into: outbox)
                }
                task.flush(now: now, into: outbox)
            }
        }
        outbox.forEach { output, _, key, value, _ in
            emitted[output].count += 1
            emitted[output].bytes += (key?.count ?? 0) + (value?.count ?? 0)
        }
        published(outbox)
        outbox.removeAll()
        blocks += Cost.of {
            number += 1
            for (task, table) in tasks {
                writeBlock(of: table)
                table.commit()
                task.committed()
            }
        }
    }

    private func writeBlock(of table: StateTable) {
        let digest = table.forEachChange { writer.append($0, $1) }
        let header = BlockHeader(
            number: number, writer: "bench", positions: [], registers: [], digest: digest)
        do {
            _ = try writer.finish(header) { blockBytes += $0.count }
        } catch {
            preconditionFailure("a block was refused: \(error)")
        }
    }
}
