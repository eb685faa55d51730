import CRdkafka
package import Streams

/// Reads topics outside any group, read_committed: once to the end they have now, or on and on.
package final class KafkaReader {
    private let reader: PartitionReader
    private let topics: [String]
    /// Next offset, by topic and partition.
    private var next: [[Int64]] = []
    /// The end each partition had when it was started.
    private var ends: [[Int64]] = []

    /// Begins at the start of every partition of `topics`, which must exist.
    package init(_ configuration: ClientConfiguration, topics: [String]) throws(StreamError) {
        self.topics = topics
        reader = try PartitionReader(.reader, topics: topics, configuration)
        do {
            for (index, topic) in topics.enumerated() { try start(index, topic) }
        } catch {
            reader.close()
            throw error
        }
    }

    deinit { close() }

    private func start(_ index: Int, _ topic: String) throws(StreamError) {
        next.append([])
        ends.append([])
        for partition in 0..<(try reader.client.partitionCount(of: topic, wait: 5_000)) {
            let range = try reader.client.range(topic, partition)
            next[index].append(range.lowerBound)
            ends[index].append(range.upperBound)
            try reader.start(topic: index, partition: partition, at: range.lowerBound)
        }
    }

    /// True once all was read that was committed when the reader was made.
    package var isAtEnd: Bool {
        zip(next, ends).allSatisfy { zip($0, $1).allSatisfy { $0 >= $1 } }
    }

    /// Reads until `isAtEnd`.
    package func readToEnd(_ body: (ReadRecord) -> Void) throws(StreamError) {
        while !isAtEnd { try follow(timeout: 100, body) }
    }

    /// Hands over what is there, after waiting up to `timeout` ms for a first record.
    package func follow(
        timeout: Int32, limit: Int = 1024, _ body: (ReadRecord) -> Void
    ) throws(StreamError) {
        try read(timeout: timeout, limit: limit) { message, topic in
            body(ReadRecord(message, topic: topics[Int(topic)]))
        }
    }

    /// The same without copying: `Record.topic` is the index in the reader's topics.
    package func followBorrowed(
        timeout: Int32, limit: Int = 1024, _ body: (Record) -> Void
    ) throws(StreamError) {
        try read(timeout: timeout, limit: limit) { message, topic in
            body(Record(message, topic: topic))
        }
    }

    private func read(
        timeout: Int32, limit: Int,
        _ body: (UnsafePointer<rd_kafka_message_t>, _ topic: Int32) -> Void
    ) throws(StreamError) {
        try reader.fetch(timeout: timeout, limit: limit) { item in
            switch item {
            case .record(let message, let topic):
                body(message, topic)
                next[Int(topic)][Int(message.pointee.partition)] = message.pointee.offset + 1
            case .end(let topic, let partition, let offset):
                next[Int(topic)][Int(partition)] = offset
            }
        }
    }

    /// Next offset by topic and partition.
    package var positions: [InputPosition] {
        zip(topics, next).flatMap { topic, offsets in
            offsets.enumerated().map { partition, offset in
                InputPosition(
                    topic: topic, partition: Int32(partition), offset: offset, metadata: "")
            }
        }
    }

    package func close() {
        reader.close()
    }
}
