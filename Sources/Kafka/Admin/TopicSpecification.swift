package import Streams

/// A topic as it should be.
package struct TopicSpecification: Sendable, Equatable {
    package var name: String
    package var partitions: Int32
    /// -1 for the broker's default.
    package var replicationFactor: Int32
    /// `cleanup.policy`, `retention.ms` and so on.
    package var settings: [String: String]

    package init(
        name: String, partitions: Int32, replicationFactor: Int32 = -1,
        settings: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.settings = settings
    }
}

/// What became of one request about a topic, group or partition.
package enum AdminOutcome: Sendable {
    case done
    /// It was there already (create), or was not there (delete).
    case nothingToDo
    case failed(StreamError)
}

/// A topic as it is.
package struct TopicDescription: Sendable, Equatable {
    package let name: String
    package let partitions: Int32
    /// Replicas of its first partition.
    package let replicationFactor: Int32
}

/// A consumer group and who is in it.
package struct GroupDescription: Sendable, Equatable {
    package let name: String
    /// `Stable`, `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Dead`.
    package let state: String
    /// Static member ids where they have one, else member ids.
    package let members: [String]
}
