import CRdkafka
import Streams

extension Client {
    /// The number of partitions of a topic. Waits up to `wait` ms for one that does not exist.
    func partitionCount(of topic: String, wait: Int32 = 0) throws(StreamError) -> Int32 {
        let handle = try makeTopic(topic)
        return try handle.withPointer { pointer throws(StreamError) in
            try partitionCount(of: pointer, named: topic, wait: wait)
        }
    }

    func partitionCount(
        of topic: OpaquePointer, named name: String, wait: Int32
    ) throws(StreamError) -> Int32 {
        var count: Int32 = 0
        try ask("topic \(name)", existence: wait) { timeout in
            var code = RD_KAFKA_RESP_ERR_NO_ERROR
            (count, code) = metadata(of: topic, timeout: timeout)
            let isEmpty = code == RD_KAFKA_RESP_ERR_NO_ERROR && count == 0
            return isEmpty ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART : code
        }
        return count
    }

    /// The same question until it is answered, for `patience` ms. What is not known is missing only
    /// once the brokers have said so for `existence` ms on end: one that was away for a while comes
    /// back with its partitions one after the other.
    private func ask(
        _ name: @autoclosure () -> String, existence: Int32,
        _ question: (_ timeout: Int32) -> rd_kafka_resp_err_t
    ) throws(StreamError) {
        let deadline = Deadline(milliseconds: patience)
        var unknown: Deadline?
        while true {
            let code = question(max(1, deadline.remaining(atMost: 5_000)))
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return }
            if isNotKnownYet(code) {
                let end = unknown ?? Deadline(milliseconds: existence)
                guard !end.isOver else { throw error(code, name()) }
                unknown = end
            } else {
                guard mayRetry(code), !deadline.isOver else { throw error(code, name()) }
                unknown = nil
            }
            pause(milliseconds: 20)
        }
    }

    private func mayRetry(_ code: rd_kafka_resp_err_t) -> Bool {
        KafkaError.unreachable.contains(code.rawValue)
    }

    private func isNotKnownYet(_ code: rd_kafka_resp_err_t) -> Bool {
        KafkaError.notKnownYet.contains(code.rawValue)
    }

    private func metadata(
        of topic: OpaquePointer, timeout: Int32
    ) -> (count: Int32, code: rd_kafka_resp_err_t) {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(pointer, 0, topic, &metadata, max(1, timeout))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { return (0, code) }
        defer { rd_kafka_metadata_destroy(metadata) }
        guard metadata.pointee.topic_cnt > 0 else { return (0, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC) }
        let topic = metadata.pointee.topics[0]
        return (topic.partition_cnt, topic.err)
    }

    /// A topic object of this client.
    func makeTopic(_ name: String) throws(StreamError) -> Handle<Topic> {
        guard let topic = rd_kafka_topic_new(pointer, name, nil) else {
            throw error(rd_kafka_last_error(), "topic \(name)")
        }
        return Handle(adopting: topic)
    }

    /// First readable offset and end of a partition, as the client's isolation level sees them.
    func range(_ topic: String, _ partition: Int32) throws(StreamError) -> Range<Int64> {
        var low: Int64 = 0
        var high: Int64 = 0
        let name = "\(topic)/\(partition): its first and last offset"
        try ask(name, existence: patience) { timeout in
            rd_kafka_query_watermark_offsets(pointer, topic, partition, &low, &high, timeout)
        }
        return low..<max(low, high)
    }

    /// The committed positions of the client's group, never read past an open transaction on them:
    /// `.retry` where one is still open after `patience` ms. -1001 where nothing was committed.
    func committed(
        _ partitions: [(topic: String, partition: Int32)], patience: Int32
    ) throws(StreamError) -> [InputPosition] {
        let deadline = Deadline(milliseconds: patience)
        let reach = Deadline(milliseconds: self.patience)
        while true {
            let list = TopicPartitionList(capacity: partitions.count)
            for (topic, partition) in partitions { list.add(topic, partition) }
            let code = list.withPointer { list in
                rd_kafka_committed(pointer, list, max(100, deadline.remaining(atMost: 5_000)))
            }
            let elements = list.elements()
            // A partition's own error comes with no offset: that is not "never committed".
            let worst =
                code != RD_KAFKA_RESP_ERR_NO_ERROR
                ? code : elements.map(\.error).first { $0 != RD_KAFKA_RESP_ERR_NO_ERROR }
            guard let worst else { return elements.map(\.position) }
            let isUnstable = worst == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT
            if isUnstable || worst == RD_KAFKA_RESP_ERR__TIMED_OUT, deadline.isOver {
                let why = isUnstable ? "an open transaction holds one" : "nobody answers"
                throw StreamError(.retry, "committed positions: \(why): \(name)")
            }
            guard isUnstable || mayRetry(worst), !reach.isOver else {
                throw error(worst, "committed positions: \(name)")
            }
            pause(milliseconds: 20)
        }
    }
}
