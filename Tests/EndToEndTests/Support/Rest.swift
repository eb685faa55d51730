// What must hold on the broker once everything is at rest.

import Kafka
import Pipeline
import Streams

extension Deployment {
    /// All that is wrong with what is left behind, in words; nothing when all is well.
    func faultsAtRest() throws -> [String] {
        let admin = try KafkaAdmin(client)
        defer { admin.close() }
        let log = try KafkaBroker(client).makeLogReader()
        defer { log.close() }
        return try openTransactions(admin, log) + (try uncommittedInput(admin, log))
            + (try Published(self).faults())
    }

    /// Waits until nothing is wrong any more: one process was caught up, but what the others told
    /// last is still to be read, and what was its own until it ended comes to them only after its
    /// session. Whoever asks afterwards sees what stays wrong.
    func comeToRest() async throws {
        let end = ContinuousClock.now + .seconds(20)
        while try !faultsAtRest().isEmpty, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// An open transaction keeps the last stable offset before the high watermark.
    private func openTransactions(
        _ admin: KafkaAdmin, _ log: any LogReader
    ) throws -> [String] {
        var faults: [String] = []
        for topic in try admin.topics() where topic.name.hasPrefix(topics.prefix) {
            for partition in 0..<topic.partitions {
                let end = try log.highWatermark(topic: topic.name, partition: partition)
                let stable = try admin.range(topic: topic.name, partition: partition).upperBound
                if stable != end {
                    faults.append(
                        "\(topic.name)/\(partition) is stable up to \(stable) of \(end)")
                }
            }
        }
        return faults
    }

    /// Behind the committed offsets there may be control records, and nothing else.
    private func uncommittedInput(
        _ admin: KafkaAdmin, _ log: any LogReader
    ) throws -> [String] {
        var faults: [String] = []
        for (group, inputs) in [
            (group.attribute, topics.attribute.inputs), (group.score, topics.score.inputs),
            (group.rank, topics.rank.inputs),
        ] {
            let committed = try admin.committed(group: group)
            for topic in inputs {
                for partition in 0..<partitions {
                    let position = committed.first {
                        $0.topic == topic && $0.partition == partition
                    }
                    var left = 0
                    _ = try log.read(
                        topic: topic, partition: partition, from: position?.offset ?? 0,
                        to: try log.highWatermark(topic: topic, partition: partition)
                    ) { _ in
                        left += 1
                    } idle: {
                        true
                    }
                    if left > 0 {
                        faults.append(
                            "\(group): \(left) records of \(topic)/\(partition) are not committed")
                    }
                }
            }
        }
        return faults
    }
}
