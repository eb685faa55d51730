import Kafka
import Streams

/// Creates what is missing and says what it did.
struct TopicCreation {
    static let defaultPartitions: Int32 = 6

    let cluster: Cluster
    let admin: KafkaAdmin

    /// Partitions nil: as many as the topics that are there and must have the same, else 6.
    /// - Returns: a line a topic.
    func run(partitions: Int32?, replicationFactor: Int32?) throws -> [String] {
        do throws(StreamError) {
            let there = Dictionary(
                uniqueKeysWithValues: try admin.topics().map { ($0.name, $0.partitions) })
            let plan = cluster.topics.plan
            let joined = plan.filter(\.isJoined).compactMap { topic in
                there[topic.name].map { (topic.name, $0) }
            }
            let count = partitions ?? joined.first?.1 ?? Self.defaultPartitions
            let different = joined.first { $0.1 != count }
            let missing = plan.filter { there[$0.name] == nil }
            let outcomes = try admin.create(
                missing.map {
                    $0.specification(partitions: count, replicationFactor: replicationFactor)
                })
            var lines = plan.compactMap { topic in
                there[topic.name].map { "\(topic.name): is there, with \($0) partitions" }
            }
            for (name, outcome) in outcomes {
                if case .failed(let error) = outcome { throw error }
                lines.append("\(name): created, with \(count) partitions")
            }
            if let (name, partitions) = different {
                lines.append(
                    "but \(name) has \(partitions) partitions and others \(count): "
                        + "`plaudit check` says how to mend it")
            }
            return lines
        } catch {
            throw Failure(error)
        }
    }
}
