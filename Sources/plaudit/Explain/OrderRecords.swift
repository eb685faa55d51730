import Codec
import Foundation
import Kafka
import Pipeline
import Promo
import Streams

/// Finds everything that Kafka holds of one order.
package struct OrderRecords {
    package struct Read {
        let topic: String
        let partition: Int32
        let offset: Int64
        /// Why it is a dead letter; nil for a record that counts.
        let refusal: String?

        package init(topic: String, partition: Int32, offset: Int64, refusal: String?) {
            self.topic = topic
            self.partition = partition
            self.offset = offset
            self.refusal = refusal
        }
    }

    /// An attribution of the order.
    package struct Published {
        let partition: Int32
        let offset: Int64
        let fields: [String: Any]

        package init(partition: Int32, offset: Int64, fields: [String: Any]) {
            self.partition = partition
            self.offset = offset
            self.fields = fields
        }
    }

    let cluster: Cluster

    /// The records of the order and what the rules make of them; nil where no usable version of the
    /// order is there.
    func explain(_ orderID: String) throws -> (explanation: Explanation?, read: [Read]) {
        do throws(StreamError) {
            let admin = try KafkaAdmin(cluster.client)
            defer { admin.close() }
            let counts = Dictionary(
                uniqueKeysWithValues: try admin.topics().map { ($0.name, $0.partitions) })
            let partitions = counts[cluster.topics.orders] ?? 1
            let id = Array(orderID.utf8)
            let partition = id.withUnsafeBytes {
                Murmur2.partition(of: $0, partitions: partitions)
            }
            let explainer = OrderExplainer(
                topics: cluster.topics, settings: cluster.settings.pipeline,
                partition: partition, partitions: partitions)
            let log = try KafkaBroker(cluster.client).makeLogReader()
            defer { log.close() }
            for place in 0..<(counts[cluster.topics.codeRegistry] ?? 0) {
                try read(cluster.topics.codeRegistry, place, 0, log) {
                    explainer.applyRegistry($0)
                }
            }
            var found: [Read] = []
            for (index, topic) in cluster.topics.attribute.inputs.enumerated() {
                try read(topic, partition, Int32(index), log) { record in
                    guard record.key?.elementsEqual(id) == true else { return }
                    found.append(
                        Read(
                            topic: topic, partition: partition, offset: record.offset,
                            refusal: explainer.apply(record)))
                }
            }
            return (explainer.explain(orderID), found)
        } catch {
            throw Failure(error)
        }
    }

    /// The attributions of the order, in the order in which they were numbered.
    func published(_ orderID: String) throws -> [Published] {
        do throws(StreamError) {
            let reader = try KafkaReader(cluster.client, topics: [cluster.topics.attributions])
            defer { reader.close() }
            var found: [Published] = []
            try reader.readToEnd { record in
                guard let value = record.value,
                    let parsed = try? JSONSerialization.jsonObject(with: Data(value)),
                    let fields = parsed as? [String: Any],
                    fields["order_id"] as? String == orderID
                else { return }
                found.append(
                    Published(partition: record.partition, offset: record.offset, fields: fields))
            }
            return found.sorted { number($0) < number($1) }
        } catch {
            throw Failure(error)
        }
    }

    private func number(_ published: Published) -> Int {
        let id = published.fields["attribution_id"] as? String ?? ""
        return id.split(separator: "/").last.flatMap { Int($0) } ?? 0
    }

    private func read(
        _ topic: String, _ partition: Int32, _ index: Int32, _ log: any LogReader,
        _ body: (Record) -> Void
    ) throws(StreamError) {
        let end = try log.highWatermark(topic: topic, partition: partition)
        let start = try log.lowWatermark(topic: topic, partition: partition)
        guard end > start else { return }
        _ = try log.read(topic: topic, partition: partition, from: start, to: end) { record in
            body(
                Record(
                    topic: index, partition: record.partition, offset: record.offset,
                    timestamp: record.timestamp, key: record.key, value: record.value))
        } idle: {
            !Interruption.isAsked
        }
    }
}
