import CRdkafka
package import Streams

/// What is done to a cluster rather than through it. Each call waits for its answer.
package final class KafkaAdmin {
    let client: Client
    private let queue: OpaquePointer
    private var isClosed = false

    /// Connects to nothing yet.
    package init(_ configuration: ClientConfiguration) throws(StreamError) {
        client = try Client(.admin, configuration)
        queue = rd_kafka_queue_new(client.pointer)
    }

    deinit { close() }

    /// Waits until a broker answers, at most `milliseconds`; else throws `.unavailable` or
    /// `.unauthorised` with the reason.
    package func reach(within milliseconds: Int32) throws(StreamError) {
        let deadline = Deadline(milliseconds: milliseconds)
        while true {
            var metadata: UnsafePointer<rd_kafka_metadata>?
            let wait = max(1, deadline.remaining(atMost: 500))
            let code = rd_kafka_metadata(client.pointer, 0, nil, &metadata, wait)
            if let metadata {
                rd_kafka_metadata_destroy(metadata)
                return
            }
            // The error callback knows more than "timed out".
            client.pause(milliseconds: 1)
            let error = client.error(code, "reaching the brokers")
            if deadline.isOver || error.consequence != .unavailable { throw error }
        }
    }

    /// Every topic, the broker's own included, by name.
    package func topics() throws(StreamError) -> [TopicDescription] {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client.pointer, 1, nil, &metadata, client.patience)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else {
            throw client.error(code, "listing topics")
        }
        defer { rd_kafka_metadata_destroy(metadata) }
        let topics = UnsafeBufferPointer(
            start: metadata.pointee.topics, count: Int(metadata.pointee.topic_cnt))
        return topics.map { topic in
            TopicDescription(
                name: String(cString: topic.topic), partitions: topic.partition_cnt,
                replicationFactor: topic.partition_cnt > 0
                    ? topic.partitions[0].replica_cnt : 0)
        }.sorted { $0.name < $1.name }
    }

    /// First readable offset and end (last stable offset or high watermark, whichever the broker
    /// tells a producer) of a partition.
    package func range(topic: String, partition: Int32) throws(StreamError) -> Range<Int64> {
        try client.range(topic, partition)
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        rd_kafka_queue_destroy(queue)
        client.close()
    }

    /// Sends one request and waits for its event.
    func perform<T>(
        _ operation: rd_kafka_admin_op_t, _ doing: String,
        options configure: (OpaquePointer) -> Void = { _ in },
        send: (_ options: OpaquePointer, _ queue: OpaquePointer) -> Void,
        read: (_ event: OpaquePointer) throws(StreamError) -> T
    ) throws(StreamError) -> T {
        let options = Handle<AdminOptions>(
            adopting: rd_kafka_AdminOptions_new(client.pointer, operation))
        options.withPointer { options in
            rd_kafka_AdminOptions_set_request_timeout(options, client.patience, nil, 0)
            configure(options)
            send(options, queue)
        }
        let deadline = Deadline(milliseconds: client.patience + 5_000)
        while !deadline.isOver {
            guard let pointer = rd_kafka_queue_poll(queue, 100) else {
                client.pause(milliseconds: 1)
                continue
            }
            let event = Handle<Event>(adopting: pointer)
            return try event.withPointer { event throws(StreamError) in
                let code = rd_kafka_event_error(event)
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    let text = rd_kafka_event_error_string(event).map { String(cString: $0) }
                    throw client.error(KafkaError(code, text), doing)
                }
                return try read(event)
            }
        }
        throw client.error(RD_KAFKA_RESP_ERR__TIMED_OUT, doing)
    }

    /// `idle` codes say that there was nothing to do.
    func outcome(
        _ code: rd_kafka_resp_err_t, _ text: UnsafePointer<CChar>?, _ doing: String,
        nothingToDo idle: rd_kafka_resp_err_t...
    ) -> AdminOutcome {
        if code == RD_KAFKA_RESP_ERR_NO_ERROR { return .done }
        if idle.contains(code) { return .nothingToDo }
        return .failed(client.error(KafkaError(code, text.map { String(cString: $0) }), doing))
    }
}
