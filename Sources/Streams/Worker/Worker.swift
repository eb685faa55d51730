// The only loop. One thread, one stage, one consumer, one transactional producer, one transaction
// at a time over the partitions that are ours:
//
//   poll ─▶ copy ─▶ apply, keeping undo ─▶ outputs, blocks, offsets ─▶ commit ─▶ drop undo
//                         any failure: abort ─▶ undo ─▶ apply the same records again
//
// Everything runs on the thread that calls `run` or `step`; from other threads only `StopSignal`
// and `WorkerMonitor` may be used.

/// Runs one stage over the partitions that the group gives it.
package final class Worker {
    let stage: any Stage
    let description: StageDescription
    let broker: any Broker
    let clock: any Clock
    let settings: WorkerSettings
    let stop: StopSignal
    package let monitor: WorkerMonitor

    let sink: any Sink
    var source: any Source
    let reader: any LogReader
    let trimmer: any LogTrimmer
    let follower: any GlobalFollower
    let cycle: CommitCycle
    var outbox = Outbox()
    private let pinnedBatch = Pinned(RecordBatch())
    /// Records of the batch that the running transaction has applied, from the first on.
    var applied = 0
    /// The most records that the running transaction may apply: lowered after failures.
    var cap = Int.max
    /// Aborts in a row.
    var failures = 0
    /// How much of the first record is refused: 0 nothing, 1 what it makes, 2 its value.
    var refusal = 0
    var refusalReason = ""

    /// By partition; nil where another worker has it.
    var tasks: [PartitionTask?] = []
    /// The same, without the gaps.
    var ownTasks: [PartitionTask] = []
    /// Taken away in good order, and kept in case they come back.
    var parked: [Int32: PartitionTask] = [:]
    /// Taken in the assign callback, used for every transaction of that assignment (invariant 6).
    var membership: Membership?
    var partitionCount: Int32 = 0
    /// Met while the worker was busy with something else.
    var pendingRebalance: Rebalance?
    /// When the assignment was given up by us, until the next one.
    var leftAt: Int64?

    /// Monotonic ms.
    var gatheringSince: Int64?
    var committedAt: Int64 = -1_000_000
    var globalsPolledAt: Int64 = 0
    var countsCheckedAt: Int64 = 0
    var activeAt: Int64 = 0
    var publishedBytes = 0
    var publishedInTransaction = 0
    /// The last poll took all that there was.
    var ranDry = false
    var hasWork = false

    var batch: UnsafeMutablePointer<RecordBatch> { pinnedBatch.pointer }

    /// Joins the group and opens the producer; blocks for the latter. Reads the globals whole.
    package init(
        stage: any Stage, broker: any Broker, clock: any Clock, settings: WorkerSettings,
        stop: StopSignal = StopSignal(), monitor: WorkerMonitor = WorkerMonitor()
    ) throws(StreamError) {
        self.stage = stage
        self.broker = broker
        self.clock = clock
        self.settings = settings
        self.stop = stop
        self.monitor = monitor
        description = stage.description
        // The group takes its time to let us in: ask it first.
        source = try Worker.join(description, broker, settings)
        sink = try broker.makeSink(transactionalID: settings.transactionalID(of: description))
        reader = try broker.makeLogReader()
        trimmer = try broker.makeLogTrimmer()
        follower = try broker.makeGlobalFollower()
        cycle = CommitCycle(
            sink: sink, stage: description, clock: clock, stop: stop, pace: settings.sweepPace)
    }

    static func join(
        _ description: StageDescription, _ broker: any Broker, _ settings: WorkerSettings
    ) throws(StreamError) -> any Source {
        try broker.makeSource(
            group: settings.group(of: description), instance: settings.member,
            inputs: description.inputs)
    }

    /// Works until it is asked to stop; throws what only a restart or a person can mend.
    package func run() throws(StreamError) {
        do throws(StreamError) {
            try open()
            while !stop.isRaised { try step() }
            try finish()
        } catch {
            let isStop = stop.isRaised && error.isPassing
            if !isStop { monitor.update { $0.state = .failed(error.message) } }
            close()
            guard isStop else { throw error }
        }
        close()
        monitor.update { $0.state = .stopped }
    }

    /// Opens the producer, checks the topics, reads the globals.
    package func open() throws(StreamError) {
        try patiently { () throws(StreamError) in
            try self.sink.open(topics: self.description.outputs + [self.description.stateTopic])
        }
        try patiently { () throws(StreamError) in try self.learnPartitions() }
        if !description.globals.isEmpty {
            try patiently { () throws(StreamError) in
                try self.follower.catchUp(topics: self.description.globals) {
                    self.stage.applyGlobal($0)
                } idle: {
                    self.serveGroup()
                    return !self.stop.isRaised
                }
            }
        }
        monitor.update { $0.state = .joining }
    }

    /// One turn of the loop.
    package func step() throws(StreamError) {
        do throws(StreamError) {
            try turn()
        } catch {
            try settle(error)
        }
    }

    private func turn() throws(StreamError) {
        if let rebalance = pendingRebalance {
            pendingRebalance = nil
            try handle(rebalance)
            return
        }
        if !cycle.isBegun, sink.mustRetire { try cycle.retire() }
        try joinAgain()
        try followGlobals()
        if let rebalance = try poll() {
            try handle(rebalance)
            return
        }
        beginAnew()
        applyBatch()
        let isWorking = work()
        try publishAhead()
        try commitIfDue(isWorking: isWorking)
        try checkPartitionCounts()
    }

    /// Ends the running transaction: committed, if that goes at once.
    private func finish() throws(StreamError) {
        guard membership != nil else { return }
        do throws(StreamError) {
            try commit()
        } catch {
            try settle(error)
        }
    }

    /// Leaves the broker. What is not committed will be done again by the next owner.
    package func close() {
        try? cycle.abort()
        source.close()
        follower.close()
        reader.close()
        sink.close()
    }
}
