import CRdkafka
package import Streams

/// Reads a state log from its start.
package final class KafkaLogReader: LogReader {
    private let configuration: ClientConfiguration
    /// By topic; kept, since a client takes some ms to connect.
    private var readers: [String: PartitionReader] = [:]
    private var watermarks: Client?

    /// At least this often, in ms, the caller may poll its group.
    private static let idleInterval: Int64 = 50

    init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    package func highWatermark(topic: String, partition: Int32) throws(StreamError) -> Int64 {
        try watermarkClient().range(topic, partition).upperBound
    }

    package func lowWatermark(topic: String, partition: Int32) throws(StreamError) -> Int64 {
        try watermarkClient().range(topic, partition).lowerBound
    }

    /// A consumer of its own: a producer, and a consumer that is read_committed, are told the last
    /// stable offset, behind which acknowledged blocks may lie.
    private func watermarkClient() throws(StreamError) -> Client {
        if let watermarks { return watermarks }
        let client = try Client(.watermark, configuration)
        watermarks = client
        return client
    }

    private func reader(_ topic: String) throws(StreamError) -> PartitionReader {
        if let reader = readers[topic] { return reader }
        let reader = try PartitionReader(.restore, topics: [topic], configuration)
        readers[topic] = reader
        return reader
    }

    package func read(
        topic: String, partition: Int32, from: Int64, to end: Int64,
        _ body: (Record) -> Void, idle: () -> Bool
    ) throws(StreamError) -> Int64 {
        var position = from
        guard position < end else { return position }
        let reader = try reader(topic)
        defer { reader.stop() }
        try reader.start(topic: 0, partition: partition, at: from)
        var idleAt = Deadline.now
        while position < end {
            let now = Deadline.now
            if now >= idleAt {
                guard idle() else { return position }
                idleAt = now + KafkaLogReader.idleInterval
            }
            try reader.fetch(timeout: 20, limit: 1024) { item in
                switch item {
                case .record(let message, _):
                    guard position < end else { return }
                    body(Record(message, topic: 0))
                    position = message.pointee.offset + 1
                case .end(_, _, let offset):
                    position = max(position, offset)
                }
            }
        }
        return position
    }

    package func close() {
        for reader in readers.values { reader.close() }
        readers = [:]
        watermarks?.close()
        watermarks = nil
    }
}
