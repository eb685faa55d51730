import CRdkafka
import Streams

/// Reads partitions outside any group, through one queue. It asks for no coordinator, needs no
/// right on a group, and nobody rebalances it.
final class PartitionReader {
    /// What was fetched.
    enum Item {
        /// A record of `topics[topic]`.
        case record(UnsafePointer<rd_kafka_message_t>, topic: Int32)
        /// The end of a partition, seen now: all before `offset` was handed over, control records
        /// included.
        case end(topic: Int32, partition: Int32, offset: Int64)
    }

    private struct Started {
        let topic: OpaquePointer
        let partition: Int32
    }

    let client: Client
    private let queue: FetchQueue
    private var topics: TopicIndex
    private var handles: [OpaquePointer] = []
    private var nudge: FetchNudge?
    private var started: [Started] = []
    private var pendingError: StreamError?

    /// `topics` are those that may be started.
    init(
        _ role: ClientRole, topics: [String], _ configuration: ClientConfiguration
    ) throws(StreamError) {
        self.topics = TopicIndex(topics)
        client = try Client(role, configuration)
        queue = FetchQueue(adopting: rd_kafka_queue_new(client.pointer))
        do {
            for topic in topics { handles.append(try client.makeTopic(topic).relinquish()) }
            nudge = handles.first.map { FetchNudge(client, topic: $0) }
        } catch {
            close()
            throw error
        }
    }

    /// Begins at `offset`, which must not lie before the log's start.
    func start(topic: Int, partition: Int32, at offset: Int64) throws(StreamError) {
        let code = rd_kafka_consume_start_queue(handles[topic], partition, offset, queue.pointer)
        guard code == 0 else {
            throw client.error(
                rd_kafka_last_error(), "reading \(topics.names[topic])/\(partition) from \(offset)")
        }
        started.append(Started(topic: handles[topic], partition: partition))
    }

    /// Hands over what is there, after waiting up to `timeout` ms for a first record.
    func fetch(timeout: Int32, limit: Int, _ body: (Item) -> Void) throws(StreamError) {
        if let error = pendingError {
            pendingError = nil
            throw error
        }
        queue.fill(limit)
        if queue.count == 0, timeout > 0 {
            queue.wait(timeout)
            queue.fill(limit)
        }
        if queue.count >= limit { nudge?.afterFullBatch(of: queue, limit: limit) }
        topics.forget()
        queue.take(limit) { message in
            let topic = topics.index(of: message.pointee.rkt)
            switch message.pointee.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                body(.record(message, topic: topic))
            case RD_KAFKA_RESP_ERR__PARTITION_EOF:
                let raw = message.pointee
                body(.end(topic: topic, partition: raw.partition, offset: raw.offset))
            default:
                receive(error: message, topic)
            }
        }
        if queue.count == 0, let error = pendingError {
            pendingError = nil
            throw error
        }
    }

    private func receive(error message: UnsafePointer<rd_kafka_message_t>, _ topic: Int32) {
        guard pendingError == nil else { return }
        let place = topic < 0 ? "" : " \(topics.names[Int(topic)])/\(message.pointee.partition)"
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) }
        pendingError = client.error(KafkaError(message.pointee.err, text), "reading\(place)")
    }

    /// Ends reading of all that was started.
    func stop() {
        for partition in started { rd_kafka_consume_stop(partition.topic, partition.partition) }
        started = []
        queue.discard()
        pendingError = nil
    }

    func close() {
        stop()
        queue.close()
        for topic in handles { rd_kafka_topic_destroy(topic) }
        handles = []
        client.close()
    }
}
