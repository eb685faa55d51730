import Synchronization

/// What a worker says of itself, for displays, metrics and whoever waits for it.
package struct WorkerStatus: Sendable {
    package enum State: Sendable, Equatable {
        case starting, joining, restoring, running, stopped
        /// Trying again; why.
        case waiting(String)
        case failed(String)
    }

    /// How far one input partition is.
    package struct Progress: Sendable, Equatable {
        package var topic: String
        package var partition: Int32
        /// All before it was handed over by the source; compares with the log's end.
        package var reached: Int64
        /// All before it is committed.
        package var committed: Int64

        package init(topic: String, partition: Int32, reached: Int64, committed: Int64) {
            self.topic = topic
            self.partition = partition
            self.reached = reached
            self.committed = committed
        }
    }

    package var state = State.starting
    package var partitions: [Int32] = []
    package var progress: [Progress] = []
    /// Nothing gathered, nothing to do, nothing that is to be published later.
    package var isIdle = false
    /// Since when, monotonic ms.
    package var idleSince: Int64?
    package var transactionsCommitted = 0
    package var transactionsAborted = 0
    package var recordsProcessed = 0
    package var recordsPublished = 0
    /// State entries and their bytes, over all tasks.
    package var stateEntries = 0
    package var stateBytes = 0
    /// Wall time of the commits, from begin of the flush to the definite outcome.
    package var commits = DurationHistogram()
    /// The running restore, or the last one.
    package var restore = RestoreProgress()

    package init() {}

    mutating func leaveAssignment() {
        state = .joining
        (partitions, progress) = ([], [])
        (isIdle, idleSince) = (false, nil)
    }

    /// True when all before `ends` is committed and nothing more follows from it. Ends of
    /// partitions that this worker does not have are passed over.
    package func isCaughtUp(to ends: [InputPosition]) -> Bool {
        guard state == .running, isIdle else { return false }
        return ends.allSatisfy { end in
            guard partitions.contains(end.partition),
                let mine = progress.first(where: {
                    $0.topic == end.topic && $0.partition == end.partition
                })
            else { return true }
            return mine.reached >= end.offset
        }
    }
}

/// Where a worker leaves its status, and others read it.
package final class WorkerMonitor: Sendable {
    private let status = Mutex(WorkerStatus())

    package init() {}

    package var current: WorkerStatus { status.withLock { $0 } }

    func update(_ change: (inout WorkerStatus) -> Void) { status.withLock { change(&$0) } }
}
