import Foundation
import Kafka
package import Streams

extension TestBroker {
    /// A name that no other test uses.
    package static func uniqueName(_ stem: String) -> String {
        "\(stem)-\(UUID().uuidString.prefix(8).lowercased())"
    }

    /// Creates a topic of its own for a test, and returns its name.
    package func makeTopic(
        _ stem: String = "topic", partitions: Int32 = 1, settings: [String: String] = [:]
    ) throws -> String {
        let name = TestBroker.uniqueName(stem)
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        for (topic, outcome) in try admin.create([
            TopicSpecification(
                name: name, partitions: partitions, replicationFactor: 1, settings: settings)
        ]) {
            if case .failed(let error) = outcome {
                throw BrokerFailure(description: "topic \(topic): \(error)")
            }
        }
        return name
    }

    /// Writes records outside any transaction.
    package func write(
        _ values: [String], to topic: String, partition: Int32 = 0
    ) throws(StreamError) {
        let producer = try KafkaProducer(configuration, topics: [topic])
        defer { producer.close() }
        for value in values {
            try producer.produce(
                topic: topic, partition: partition, key: Array(value.utf8),
                value: Array(value.utf8))
        }
        try producer.flush()
    }

    /// The committed values of a topic, in order of partition and offset.
    package func read(_ topic: String) throws(StreamError) -> [String] {
        let reader = try KafkaReader(configuration, topics: [topic])
        defer { reader.close() }
        var records: [ReadRecord] = []
        try reader.readToEnd { records.append($0) }
        return records.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
            .map { String(decoding: $0.value ?? [], as: UTF8.self) }
    }
}
