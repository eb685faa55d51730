import CRdkafka
package import Streams

/// Reads the global topics whole, then follows them.
package final class KafkaGlobalFollower: GlobalFollower {
    private let configuration: ClientConfiguration
    private var reader: PartitionReader?
    private var topics: [String] = []
    /// Next offset, by topic and partition.
    private var next: [[Int64]] = []

    init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    package func catchUp(
        topics: [String], _ body: (Record) -> Void, idle: () -> Bool
    ) throws(StreamError) {
        close()
        self.topics = topics
        next = []
        let reader = try PartitionReader(.follower, topics: topics, configuration)
        self.reader = reader
        var ends: [[Int64]] = []
        for (index, topic) in topics.enumerated() {
            next.append([])
            ends.append([])
            for partition in 0..<(try reader.client.partitionCount(of: topic, wait: 5_000)) {
                let range = try reader.client.range(topic, partition)
                next[index].append(range.lowerBound)
                ends[index].append(range.upperBound)
                try reader.start(topic: index, partition: partition, at: range.lowerBound)
            }
        }
        while zip(next, ends).contains(where: { zip($0, $1).contains { $0 < $1 } }) {
            guard idle() else { return }
            try fetch(timeout: 20, limit: 1024, body)
        }
    }

    package func poll(limit: Int, _ body: (Record) -> Void) throws(StreamError) {
        try fetch(timeout: 0, limit: limit, body)
    }

    private func fetch(
        timeout: Int32, limit: Int, _ body: (Record) -> Void
    ) throws(StreamError) {
        try reader?.fetch(timeout: timeout, limit: limit) { item in
            switch item {
            case .record(let message, let topic):
                body(Record(message, topic: topic))
                next[Int(topic)][Int(message.pointee.partition)] = message.pointee.offset + 1
            case .end(let topic, let partition, let offset):
                next[Int(topic)][Int(partition)] = offset
            }
        }
    }

    package var positions: [InputPosition] {
        zip(topics, next).flatMap { topic, offsets in
            offsets.enumerated().map { partition, offset in
                InputPosition(
                    topic: topic, partition: Int32(partition), offset: offset, metadata: "")
            }
        }
    }

    package func close() {
        reader?.close()
        reader = nil
    }
}
