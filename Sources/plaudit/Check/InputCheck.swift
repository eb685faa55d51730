import Foundation
import Kafka
import Pipeline
import Streams

/// Looks at the last records of the inputs: are they keyed and placed as the join needs them?
struct InputCheck {
    private static let sample: Int64 = 50

    let cluster: Cluster
    let admin: KafkaAdmin

    func findings() throws(StreamError) -> [Finding] {
        let inputs = cluster.topics.attribute.inputs
        let log = try KafkaBroker(cluster.client).makeLogReader()
        defer { log.close() }
        var findings: [Finding] = []
        for topic in try admin.topics() where inputs.contains(topic.name) {
            var faults = Faults()
            for partition in 0..<topic.partitions {
                let end = try log.highWatermark(topic: topic.name, partition: partition)
                let low = try log.lowWatermark(topic: topic.name, partition: partition)
                let start = max(low, end - Self.sample)
                guard start < end else { continue }
                _ = try log.read(topic: topic.name, partition: partition, from: start, to: end) {
                    faults.look($0, partitions: topic.partitions)
                } idle: {
                    true
                }
            }
            findings.append(faults.finding(topic.name))
        }
        return findings
    }

    private struct Faults {
        var records = 0
        var keyless = 0
        var misplaced = 0
        var mismatched = 0

        mutating func look(_ record: Record, partitions: Int32) {
            records += 1
            guard let key = record.key else {
                keyless += 1
                return
            }
            if Murmur2.partition(of: key, partitions: partitions) != record.partition {
                misplaced += 1
            }
            if let id = Self.orderID(record.value), id != String(decoding: key, as: UTF8.self) {
                mismatched += 1
            }
        }

        func finding(_ topic: String) -> Finding {
            guard records > 0 else { return .good("\(topic): no records yet") }
            if keyless + mismatched > 0 {
                return .bad(
                    "\(topic): \(keyless + mismatched) of the last \(records) records are not "
                        + "keyed by their order id; they become dead letters",
                    mend: "let the sender set the record's key to the order id")
            }
            if misplaced > 0 {
                return .bad(
                    "\(topic): \(misplaced) of the last \(records) records are not where murmur2 "
                        + "of their key belongs; they become dead letters",
                    mend: "let the sender use the murmur2 partitioner (Java's default; librdkafka: "
                        + "partitioner=murmur2_random)")
            }
            return .good("\(topic): the last \(records) records are keyed and placed well")
        }

        private static func orderID(_ value: UnsafeRawBufferPointer?) -> String? {
            guard let value,
                let object = try? JSONSerialization.jsonObject(with: Data(value))
                    as? [String: Any]
            else { return nil }
            switch object["order_id"] {
            case let text as String: return text
            case let number as Int64: return "\(number)"
            default: return nil
            }
        }
    }
}
