import Glibc
import Kafka
import Pipeline
import Streams

/// Forgets what was made of the input, so that the next run makes it anew: outputs, state,
/// positions. The input and the registry stay. Done again after an interruption, it ends what it
/// began.
struct Reset {
    let cluster: Cluster
    let admin: KafkaAdmin
    let report: (String) -> Void

    private var stages: [StageDescription] {
        StageName.allCases.map { $0.description(cluster.topics) }
    }

    /// The topics that we write, by how they are emptied.
    private var written: [PlannedTopic] {
        let kept = Set(cluster.topics.attribute.inputs + [cluster.topics.codeRegistry])
        return cluster.topics.plan.filter { !kept.contains($0.name) }
    }

    /// What it is about to do, for whoever is asked.
    var description: [String] {
        [
            "empties \(written.map(\.name).joined(separator: ", "))",
            "forgets the positions of \(groups.joined(separator: ", "))",
            "the next `plaudit run` builds all of it again from \(cluster.topics.orders), "
                + "\(cluster.topics.refunds) and \(cluster.topics.surveyResponses)",
        ]
    }

    private var groups: [String] { stages.map { cluster.group(of: $0.name) } }

    func run() throws(StreamError) {
        for group in groups { try awaitEmpty(group) }
        let there = Dictionary(
            uniqueKeysWithValues: try admin.topics().map { ($0.name, $0.partitions) })
        for topic in written {
            guard let partitions = there[topic.name] else { continue }
            report("emptying \(topic.name)")
            switch topic.cleanup {
            case .delete:
                for partition in 0..<partitions {
                    let range = try admin.range(topic: topic.name, partition: partition)
                    guard !range.isEmpty else { continue }
                    try admin.deleteRecords(
                        topic: topic.name, partition: partition, before: range.upperBound)
                }
            case .compact:
                try bury(topic.name)
            }
        }
        for group in groups {
            report("forgetting \(group)")
            if case .failed(let error) = try admin.delete(group: group) { throw error }
        }
    }

    /// A static member stays in its group for the session timeout after its process has ended.
    private func awaitEmpty(_ group: String) throws(StreamError) {
        for attempt in 0..<150 {
            let description = try admin.describe(group: group)
            if ["Empty", "Dead"].contains(description.state) { return }
            if attempt == 0 {
                let members = description.members.joined(separator: ", ")
                report("waiting until \(group) has no members any more (\(members))")
            }
            usleep(100_000)
        }
        throw StreamError(.fatal, "\(group) has members: end every `plaudit run` first")
    }

    /// A compacted topic loses a key by its tombstone; subscribers learn of it that way too.
    private func bury(_ topic: String) throws(StreamError) {
        let reader = try KafkaReader(cluster.client, topics: [topic])
        defer { reader.close() }
        var living: [[UInt8]: Int32] = [:]
        try reader.readToEnd { record in
            guard let key = record.key else { return }
            living[key] = record.value == nil ? nil : record.partition
        }
        let producer = try KafkaProducer(cluster.client, topics: [topic])
        defer { producer.close() }
        for (key, partition) in living {
            try producer.produce(topic: topic, partition: partition, key: key, value: nil)
        }
        try producer.flush()
    }
}
