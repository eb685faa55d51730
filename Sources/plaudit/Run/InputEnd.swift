import Kafka
import Pipeline
import Streams

/// Knows when all that the input held at the start is through every stage.
struct InputEnd {
    private let cluster: Cluster
    private let admin: KafkaAdmin
    private let stages: [StageName]
    /// The stage that is waited for now, and the ends of its inputs.
    private var waiting: (stage: StageName, ends: [InputPosition])?
    private var later: ArraySlice<StageName>
    /// Which partitions the workers of a stage have here, and since when, in ms.
    private var held: [StageName: (partitions: Set<Int32>, since: Int64)] = [:]

    init(_ cluster: Cluster, _ admin: KafkaAdmin, stages: [StageName]) throws(StreamError) {
        self.cluster = cluster
        self.admin = admin
        self.stages = stages
        later = stages[...]
        try next()
    }

    /// True once every stage is there. `statuses` of the workers of this process; partitions that
    /// other processes have are judged by what their group has committed.
    mutating func isReached(
        _ statuses: [(stage: StageName, status: WorkerStatus)]
    ) throws(StreamError) -> Bool {
        note(statuses)
        while let (stage, ends) = waiting {
            let own = statuses.filter { $0.stage == stage }.map { _, status in
                // A worker that had nothing to commit yet has not said which partitions it has.
                var status = status
                status.partitions = status.progress.map(\.partition)
                return status
            }
            guard own.allSatisfy({ $0.isCaughtUp(to: ends) }) else { return false }
            let partitions = Set(own.flatMap(\.partitions))
            let foreign = ends.filter { !partitions.contains($0.partition) }
            guard foreign.isEmpty || isHeldLongEnough(stage) else { return false }
            guard try areCommitted(foreign, by: stage) else { return false }
            try next()
        }
        return true
    }

    private mutating func note(_ statuses: [(stage: StageName, status: WorkerStatus)]) {
        for stage in stages {
            let partitions = Set(
                statuses.filter { $0.stage == stage }.flatMap { $0.status.partitions })
            if held[stage]?.partitions != partitions {
                held[stage] = (partitions, SystemClock().monotonic)
            }
        }
    }

    /// What a dead process has left to say shows in no offset: its partitions must have come to
    /// somebody who lives, which they do once its session is over.
    private func isHeldLongEnough(_ stage: StageName) -> Bool {
        let patience = cluster.client.heldSessionTimeout + 2000
        return held[stage].map { SystemClock().monotonic - $0.since > patience } ?? false
    }

    /// The next stage reads what the one before has published until now.
    private mutating func next() throws(StreamError) {
        guard let stage = later.popFirst() else {
            waiting = nil
            return
        }
        waiting = (stage, try Self.ends(of: stage, cluster, admin))
    }

    /// The ends of a stage's inputs as they are now: the high watermarks. A commit returns before
    /// its markers are written, so that the last stable offset may still lie before what the stage
    /// before has just committed.
    static func ends(
        of stage: StageName, _ cluster: Cluster, _ admin: KafkaAdmin
    ) throws(StreamError) -> [InputPosition] {
        let inputs = stage.description(cluster.topics).inputs
        let log = try KafkaBroker(cluster.client).makeLogReader()
        defer { log.close() }
        var ends: [InputPosition] = []
        for topic in try admin.topics() where inputs.contains(topic.name) {
            for partition in 0..<topic.partitions {
                let end = try log.highWatermark(topic: topic.name, partition: partition)
                ends.append(
                    InputPosition(
                        topic: topic.name, partition: partition, offset: end, metadata: ""))
            }
        }
        return ends
    }

    /// Control records at the end of a log are nobody's input, so that a group's position may stay
    /// before them: what counts is the last record.
    private func areCommitted(
        _ ends: [InputPosition], by stage: StageName
    ) throws(StreamError) -> Bool {
        guard !ends.isEmpty else { return true }
        let committed: [InputPosition]
        do throws(StreamError) {
            committed = try admin.committed(group: cluster.group(of: stage.rawValue))
        } catch {
            guard error.consequence == .retry else { throw error }
            return false
        }
        let log = try KafkaBroker(cluster.client).makeLogReader()
        defer { log.close() }
        for end in ends {
            let position = committed.first {
                $0.topic == end.topic && $0.partition == end.partition
            }
            let low = try log.lowWatermark(topic: end.topic, partition: end.partition)
            var (isBehind, turns) = (false, 0)
            let from = max(low, position?.offset ?? low)
            guard from < end.offset else { continue }
            let reached = try log.read(
                topic: end.topic, partition: end.partition, from: from, to: end.offset
            ) {
                if $0.offset < end.offset { isBehind = true }
            } idle: {
                // Behind an open transaction nothing can be read: asked again in the next turn.
                turns += 1
                return !isBehind && turns <= 10
            }
            if isBehind || reached < end.offset { return false }
        }
        return true
    }
}
