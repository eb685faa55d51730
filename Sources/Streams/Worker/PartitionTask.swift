// One partition's memory and where it stands. Everything here is either committed or taken back as
// a whole; the worker decides which.

final class PartitionTask {
    let partition: Int32
    let table: StateTable
    let stageTask: any StageTask
    /// The number of the last committed transaction; 0 before the first.
    private(set) var number: Int64
    /// The next offset to apply, by input. A record before it was applied already.
    private(set) var positions: [Int64]
    /// Where `positions` goes back to.
    private var positionsBefore: [Int64]
    /// The positions that the group has; -1 where it has none.
    private(set) var committedPositions: [Int64]
    private(set) var sweep: SweepProgress
    /// The sweep's progress with the running transaction's block.
    var sweepAfter: SweepProgress
    /// A log offset at or before the next record of ours. Control records are not counted: a
    /// transaction's number of them is the broker's business, and an offset too low is harmless.
    private(set) var logEnd: Int64
    var chunksWritten: Int64 = 0
    /// Something was published for it in the running transaction.
    var hasWritten = false
    /// It was given time for its work in the running transaction, so its flush is due.
    var hasWorked = false
    /// Where the log can be trimmed to: the begin of a sweep that is whole and committed.
    var trimmableTo: Int64?
    var trimmedAt: Int64
    /// When `logEnd` was last read from the broker.
    var logEndReadAt: Int64

    init(
        partition: Int32, table: StateTable, stageTask: any StageTask, number: Int64,
        positions: [Int64], committedPositions: [Int64], sweep: SweepProgress, logEnd: Int64,
        now: Int64
    ) {
        self.partition = partition
        self.table = table
        self.stageTask = stageTask
        self.number = number
        self.positions = positions
        positionsBefore = positions
        self.committedPositions = committedPositions
        self.sweep = sweep
        sweepAfter = sweep
        self.logEnd = logEnd
        trimmedAt = now
        logEndReadAt = now
    }

    /// True when the running transaction must carry this task: its block, and its positions.
    var isTouched: Bool { hasWritten || positions != positionsBefore || table.hasChanges }

    func owns(_ record: Record) -> Bool { record.offset >= positions[Int(record.topic)] }

    func advance(past record: Record) { positions[Int(record.topic)] = record.offset + 1 }

    func commit(now: Int64) {
        table.commit()
        number += 1
        positionsBefore = positions
        committedPositions = positions
        logEnd += chunksWritten
        if sweep.cursor != sweepAfter.cursor || sweep.number != sweepAfter.number,
            sweepAfter.cursor == nil
        {
            trimmableTo = sweepAfter.begunAt
        }
        sweep = sweepAfter
        endTransaction()
        stageTask.committed()
    }

    /// It worked, and nothing came of it that would have to be committed.
    func endUntouched() {
        endTransaction()
        stageTask.committed()
    }

    func rollback() {
        table.rollback()
        positions = positionsBefore
        sweepAfter = sweep
        endTransaction()
        stageTask.rolledBack()
    }

    /// Reads on from other positions, as part of the next transaction.
    func rewind(to positions: [Int64]) {
        self.positions = positions
        positionsBefore = positions
    }

    func learnLogEnd(_ offset: Int64, now: Int64) {
        logEnd = max(logEnd, offset)
        logEndReadAt = now
    }

    private func endTransaction() {
        chunksWritten = 0
        hasWritten = false
        hasWorked = false
    }
}
