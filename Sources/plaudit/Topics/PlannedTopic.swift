package import Kafka
package import Pipeline
import Streams

/// A topic as it should be, and why.
package struct PlannedTopic {
    package enum Cleanup: String { case delete, compact }

    package var name: String
    package var cleanup: Cleanup
    /// Partition p of all of these is one task's: their numbers of partitions must be equal.
    package var isJoined = false
    package var settings: [String: String] = [:]

    /// What `topics create` asks the broker for. `replicationFactor` nil is the broker's default.
    package func specification(partitions: Int32, replicationFactor: Int32?) -> TopicSpecification {
        var settings = settings
        settings["cleanup.policy"] = cleanup.rawValue
        // With three copies one may be away and nothing is lost when another fails.
        if let factor = replicationFactor, factor >= 3 { settings["min.insync.replicas"] = "2" }
        return TopicSpecification(
            name: name, partitions: partitions, replicationFactor: replicationFactor ?? -1,
            settings: settings)
    }
}

extension Topics {
    /// Every topic that Plaudit reads and writes.
    package var plan: [PlannedTopic] {
        // What is created here is kept until its owner says otherwise: a broker's default of a week
        // would take the input from under `verify` and `reset`.
        let kept = ["retention.ms": "-1", "retention.bytes": "-1"]
        // Compaction passes the newest segment over: small ones keep what readers load small.
        let compacted = ["segment.bytes": "67108864", "min.cleanable.dirty.ratio": "0.2"]
        // Only whole segments of the state log are freed when it is trimmed.
        let state = kept.merging(["segment.bytes": "33554432"]) { $1 }
        // A record above 1 MiB becomes a dead letter; a topic that refused it would leave it with
        // the sender, who may drop it.
        let input = kept.merging(["max.message.bytes": "4194304"]) { $1 }
        // A hundred creators' names.
        let boards = compacted.merging(["max.message.bytes": "10485760"]) { $1 }
        // A dead letter holds what was too large for us.
        let letters = kept.merging(["max.message.bytes": "10485760"]) { $1 }
        return [
            PlannedTopic(name: orders, cleanup: .delete, isJoined: true, settings: input),
            PlannedTopic(name: refunds, cleanup: .delete, isJoined: true, settings: input),
            PlannedTopic(name: surveyResponses, cleanup: .delete, isJoined: true, settings: input),
            PlannedTopic(name: codeRegistry, cleanup: .compact, settings: compacted),
            PlannedTopic(name: attributions, cleanup: .delete, isJoined: true, settings: kept),
            PlannedTopic(name: scorecards, cleanup: .compact, settings: compacted),
            PlannedTopic(name: leaderboards, cleanup: .compact, settings: boards),
            PlannedTopic(name: alerts, cleanup: .delete, settings: kept),
            PlannedTopic(name: rejectedCodes, cleanup: .delete, isJoined: true, settings: kept),
            PlannedTopic(name: rankEntries, cleanup: .delete, isJoined: true, settings: kept),
            PlannedTopic(name: deadLetters, cleanup: .delete, settings: letters),
        ]
            + [attribute, score, rank].map {
                PlannedTopic(
                    name: $0.stateTopic, cleanup: .delete, isJoined: true, settings: state)
            }
    }
}
