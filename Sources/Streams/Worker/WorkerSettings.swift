/// What one worker is told.
package struct WorkerSettings: Sendable {
    /// Part of the group, the transactional id, the state topic.
    package var applicationID: String
    /// Names the process among those that share the work; with `worker` it is the static member id.
    package var instance: String
    /// 0, 1, 2 … within the process.
    package var worker: Int
    /// The longest that a transaction gathers, in ms.
    package var commitInterval: Int64 = 100
    /// The most that a transaction gathers, in bytes of output and state.
    package var commitMaxBytes = 16 << 20
    /// The least time between a commit and the next begin, in ms: until the broker has written the
    /// markers of the last transaction, it refuses the next one and librdkafka waits 20 ms.
    package var pace: Int64 = 6
    /// Records taken by one poll.
    package var pollLimit = 1024
    /// State entries looked at in one slice of work that no record triggers.
    package var workBudget = 512
    package var sweepPace = SweepPace()
    /// The least time between two trims of a state log, in ms.
    package var trimInterval: Int64 = 60_000
    /// How long somebody else's open transaction may be in the way before it is fenced, in ms.
    package var patience: Int64 = 1000
    /// Where the group's offsets are gone but the state is whole: go on from the state's positions.
    package var startsFromStatePositions = false
    /// End with `.unavailable` instead of waiting for the broker.
    package var failsFast = false

    package init(applicationID: String, instance: String, worker: Int = 0) {
        self.applicationID = applicationID
        self.instance = instance
        self.worker = worker
    }

    package func group(of stage: StageDescription) -> String { "\(applicationID)-\(stage.name)" }

    /// The same after a restart in place, so that its open transaction is ended at once.
    package func transactionalID(of stage: StageDescription) -> String {
        "\(applicationID)-\(stage.name)-\(instance)-\(worker)"
    }

    package var member: String { "\(instance)-\(worker)" }
}
