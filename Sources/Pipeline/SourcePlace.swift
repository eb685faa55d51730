import Streams

/// Where a record lies: what caused an attribution.
package struct SourcePlace: Equatable, Sendable {
    package enum Topic: UInt8, CaseIterable, Sendable { case orders, refunds, surveys, registry }

    package var topic: Topic
    package var partition: Int32
    package var offset: Int64

    package init(topic: Topic, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    /// A record of one of the inputs, which `Topic` lists in their order.
    init(_ record: Record) {
        let topic = Topic(rawValue: UInt8(truncatingIfNeeded: record.topic)) ?? .orders
        self.init(topic: topic, partition: record.partition, offset: record.offset)
    }
}
