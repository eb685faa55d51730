// The only place that begins, commits and aborts transactions:
//
//   begin ─▶ outputs ─▶ a block for every touched task ─▶ offsets of every touched task ─▶ commit
//
// It begins at the first output or at the commit, whichever comes first. It knows the sink and the
// order of things; what an error means for the tasks is the worker's.

final class CommitCycle {
    private let sink: any Sink
    private let stage: StageDescription
    private let clock: any Clock
    private let stop: StopSignal
    private let pace: SweepPace
    private var writer = BlockWriter()
    private(set) var isBegun = false

    /// The longest that one call is tried again, in ms, and the same once we are to stop.
    private static let patience: Int64 = 30_000
    private static let patienceAtStop: Int64 = 4_000

    init(
        sink: any Sink, stage: StageDescription, clock: any Clock, stop: StopSignal,
        pace: SweepPace
    ) {
        self.pace = pace
        self.sink = sink
        self.stage = stage
        self.clock = clock
        self.stop = stop
    }

    /// Sends what was gathered so far ahead of the commit, which will carry `tasks`.
    func publish(_ outbox: Outbox, aheadOf tasks: [PartitionTask] = []) throws(StreamError) {
        if !isBegun {
            try begin()
            try enlist(tasks)
        }
        try outbox.drain(into: sink, topics: stage.outputs)
    }

    /// Leaves a record without a value, which readers pass over, in the tasks' state logs. The
    /// client adds partitions to a transaction in rounds, as records for new ones come; each round
    /// is a request and a millisecond in which 2.0.2 spins. The logs are now added with the first
    /// outputs, and not one after the other while their blocks are written.
    private func enlist(_ tasks: [PartitionTask]) throws(StreamError) {
        for task in tasks {
            try sink.produce(
                topic: stage.stateTopic, partition: task.partition, key: nil, value: nil,
                headers: [])
        }
    }

    /// Commits the changes of `tasks`; on any error nothing of it counts, but for
    /// `.unknownOutcome`.
    func commit(
        _ tasks: [PartitionTask], _ outbox: Outbox, membership: Membership,
        globals: [BlockPosition]
    ) throws(StreamError) {
        try publish(outbox)
        for task in tasks { try writeBlock(of: task, globals: globals) }
        let positions = tasks.flatMap { inputPositions(of: $0) }
        try retrying { () throws(StreamError) in
            try sink.sendOffsets(positions, membership: membership)
        }
        do throws(StreamError) {
            try retrying { () throws(StreamError) in try sink.commit() }
        } catch {
            throw CommitCycle.refusedCommit(error)
        }
        isBegun = false
    }

    /// A commit that was asked for may have happened, unless the error says that it did not.
    private static func refusedCommit(_ error: StreamError) -> StreamError {
        switch error.consequence {
        case .retry, .rebuild, .leave, .outOfRange, .unavailable:
            StreamError(.unknownOutcome, error.message)
        case .abort, .unknownOutcome, .fenced, .unauthorised, .topicsChanged, .badRecord, .fatal:
            error
        }
    }

    /// Ends the open transaction, if there is one, without its records.
    func abort() throws(StreamError) {
        guard isBegun else { return }
        isBegun = false
        try retrying { () throws(StreamError) in try sink.abort() }
    }

    /// A new producer of the same id: what was open is decided afterwards.
    func retire() throws(StreamError) {
        isBegun = false
        try sink.retire()
    }

    private func begin() throws(StreamError) {
        try retrying { () throws(StreamError) in try sink.begin() }
        isBegun = true
    }

    // MARK: - What a task adds

    /// The position of every input, moved or not, of every task that wrote anything: without them
    /// nobody fences a zombie, and nobody makes the next owner wait (invariant 1). Each with the
    /// transaction's number, which tells later what belongs together (invariant 2).
    private func inputPositions(of task: PartitionTask) -> [InputPosition] {
        let metadata = TransactionNumber.metadata(task.number + 1)
        return stage.inputs.indices.map { input in
            InputPosition(
                topic: stage.inputs[input], partition: task.partition,
                offset: task.positions[input], metadata: metadata)
        }
    }

    private func writeBlock(
        of task: PartitionTask, globals: [BlockPosition]
    ) throws(StreamError) {
        writer.removeAll()
        let table = task.table
        var sweep = task.sweep
        let slice = nextSlice(of: table, sweep: &sweep, task)
        let sliceBytes = writer.entryBytes
        let digest = table.forEachChange { key, value in writer.append(key, value) }
        if slice == nil || sweep.cursor != nil {
            sweep.loggedBytes += UInt64(writer.entryBytes - sliceBytes + BlockChunk.headerCount)
        }
        task.sweepAfter = sweep
        let header = BlockHeader(
            number: task.number + 1, writer: sink.transactionalID,
            positions: stage.inputs.indices.map { input in
                BlockPosition(
                    topic: stage.inputs[input], partition: task.partition,
                    offset: task.positions[input])
            },
            globals: globals, registers: table.registers, sweep: sweep, slice: slice,
            digest: digest)
        let count = try writer.finish(header) { (chunk) throws(StreamError) in
            try sink.produce(topic: stage.stateTopic, partition: task.partition, value: chunk)
        }
        task.chunksWritten = Int64(count)
    }

    /// Adds the sweep's next slice to the block. The cursor is a key, not a slot: the table may
    /// grow and shrink between two slices. Before the changes, since their entries are passed over
    /// as long as they count as changed.
    private func nextSlice(
        of table: StateTable, sweep: inout SweepProgress, _ task: PartitionTask
    ) -> SweepSlice? {
        if pace.isDue(sweep, tableBytes: table.byteCount) {
            sweep.number += 1
            sweep.begunAt = task.logEnd
            sweep.cursor = .lowest
        }
        guard let from = sweep.cursor else { return nil }
        let budget = pace.budget(changed: table.changedByteCount)
        sweep.cursor = table.slice(from: from, budget: budget) { writer.append($0, $1) }
        if sweep.cursor == nil { sweep.loggedBytes = 0 }
        return SweepSlice(from: from, to: sweep.cursor)
    }

    // MARK: - Trying again

    /// The same call again while its error says so, with growing pauses.
    func retrying(_ call: () throws(StreamError) -> Void) throws(StreamError) {
        let begun = clock.monotonic
        var pause: Int64 = 1
        while true {
            do throws(StreamError) {
                return try call()
            } catch {
                let patience = stop.isRaised ? CommitCycle.patienceAtStop : CommitCycle.patience
                guard error.consequence == .retry, clock.monotonic - begun < patience else {
                    throw error
                }
                clock.sleep(milliseconds: pause)
                pause = min(pause * 2, 100)
            }
        }
    }
}
