import CRdkafka
import Streams

/// A producer and the topics that it knows.
final class OpenProducer {
    /// A topic that can be produced to.
    struct KnownTopic {
        let name: String
        let pointer: OpaquePointer
        let partitions: Int32
    }

    let client: Client
    private var topics: [KnownTopic] = []
    private var lastTopic = 0
    private var batch: [rd_kafka_message_t] = []

    init(_ role: ClientRole, _ configuration: ClientConfiguration) throws(StreamError) {
        client = try Client(role, configuration)
    }

    /// Fences every earlier producer of this transactional id.
    func initTransactions() throws(StreamError) {
        let deadline = Deadline(milliseconds: client.patience)
        while let failure = rd_kafka_init_transactions(
            client.pointer, max(1, deadline.remaining(atMost: 5_000)))
        {
            let error = KafkaError(consuming: failure)
            client.pause(milliseconds: 1)
            let isUnreachable = KafkaError.unreachable.contains(error.code.rawValue)
            if error.isRetriable, !deadline.isOver { continue }
            if error.isRetriable || isUnreachable {
                throw client.error(
                    KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, error.text), client.name)
            }
            throw client.error(error, client.name)
        }
    }

    /// Fetches the metadata of `names` and waits a while for those that are just being created.
    func learn(_ names: [String]) throws(StreamError) {
        for name in names where !topics.contains(where: { $0.name == name }) {
            let handle = try client.makeTopic(name)
            let count = try handle.withPointer { pointer throws(StreamError) in
                try client.partitionCount(of: pointer, named: name, wait: 5_000)
            }
            topics.append(
                KnownTopic(name: name, pointer: handle.relinquish(), partitions: count))
        }
    }

    func topic(_ name: String) throws(StreamError) -> KnownTopic {
        if lastTopic < topics.count, topics[lastTopic].name == name { return topics[lastTopic] }
        guard let index = topics.firstIndex(where: { $0.name == name }) else {
            throw StreamError(.fatal, "topic \(name) was not named when its producer was opened")
        }
        lastTopic = index
        return topics[index]
    }

    func produce(
        _ topic: KnownTopic, _ partition: Int32, _ key: UnsafeRawBufferPointer?,
        _ value: UnsafeRawBufferPointer?
    ) throws(StreamError) {
        while true {
            let result = rd_kafka_produce(
                topic.pointer, partition, RD_KAFKA_MSG_F_COPY, value.bytes, value?.count ?? 0,
                key.bytes, key?.count ?? 0, nil)
            if result == 0 { return }
            try waitOrThrow(rd_kafka_last_error(), topic, partition)
        }
    }

    /// A record without a key; librdkafka takes its bytes over, and frees them.
    func produce(
        _ topic: KnownTopic, _ partition: Int32, _ value: OwnedBytes
    ) throws(StreamError) {
        while true {
            let result = rd_kafka_produce(
                topic.pointer, partition, RD_KAFKA_MSG_F_FREE, value.start, value.count, nil, 0,
                nil)
            if result == 0 { return value.giveAway() }
            try waitOrThrow(rd_kafka_last_error(), topic, partition)
        }
    }

    /// A run without headers: half the cost of one by one.
    func produce(
        _ topic: KnownTopic, _ partition: Int32, _ records: UnsafeBufferPointer<OutputRecord>
    ) throws(StreamError) {
        batch.removeAll(keepingCapacity: true)
        for record in records {
            var message = rd_kafka_message_t()
            message.payload = record.value.bytes
            message.len = record.value?.count ?? 0
            message.key = record.key.bytes
            message.key_len = record.key?.count ?? 0
            batch.append(message)
        }
        while !batch.isEmpty {
            let count = Int32(batch.count)
            let done = batch.withUnsafeMutableBufferPointer { batch in
                rd_kafka_produce_batch(
                    topic.pointer, partition, RD_KAFKA_MSG_F_COPY, batch.baseAddress, count)
            }
            if done == count { return }
            batch.removeAll { $0.err == RD_KAFKA_RESP_ERR_NO_ERROR }
            // One is enough to decide: the first that is not merely a full queue.
            let full = RD_KAFKA_RESP_ERR__QUEUE_FULL
            let code = batch.first { $0.err != full }?.err ?? full
            try waitOrThrow(code, topic, partition)
        }
    }

    /// `timestamp` in ms, 0 for now.
    func produce(
        _ topic: KnownTopic, _ partition: Int32, _ key: UnsafeRawBufferPointer?,
        _ value: UnsafeRawBufferPointer?, headers: [RecordHeader], timestamp: Int64
    ) throws(StreamError) {
        guard partition < topic.partitions else {
            throw client.error(
                RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, "record for \(topic.name)/\(partition)")
        }
        while true {
            let list = Handle<Headers>(adopting: rd_kafka_headers_new(headers.count))
            list.withPointer { list in
                for header in headers {
                    rd_kafka_header_add(
                        list, header.name, -1, header.value, header.value.count)
                }
            }
            let code = list.withPointer { list in
                plaudit_produce(
                    client.pointer, topic.pointer, partition, key.bytes, key?.count ?? 0,
                    value.bytes, value?.count ?? 0, timestamp, list)
            }
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                _ = list.relinquish()
                return
            }
            try waitOrThrow(code, topic, partition)
        }
    }

    /// A full queue is waited for, anything else thrown.
    private func waitOrThrow(
        _ code: rd_kafka_resp_err_t, _ topic: KnownTopic, _ partition: Int32
    ) throws(StreamError) {
        if code == RD_KAFKA_RESP_ERR__QUEUE_FULL, client.context.deliveryError == nil {
            rd_kafka_poll(client.pointer, 10)
            return
        }
        if let error = KafkaError(fatalOf: client.pointer) {
            throw client.error(error, "record for \(topic.name)/\(partition)")
        }
        // The transaction has failed already: its own calls say why.
        if code == RD_KAFKA_RESP_ERR__STATE || code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
            let reason = client.context.deliveryError?.text ?? "the transaction has failed"
            throw StreamError(.abort, "record for \(topic.name)/\(partition): \(reason)")
        }
        throw client.error(code, "record for \(topic.name)/\(partition)")
    }

    /// `inTransaction` where one was begun and is not known to have ended.
    func close(inTransaction: Bool = false) {
        for topic in topics { rd_kafka_topic_destroy(topic.pointer) }
        topics = []
        client.close(inTransaction: inTransaction)
    }
}

extension UnsafeRawBufferPointer? {
    /// For C: nil is a null key or value, and an empty one is not nil.
    fileprivate var bytes: UnsafeMutableRawPointer? {
        guard let self else { return nil }
        // An empty buffer may have no address; any will do, since no byte of it is read.
        return UnsafeMutableRawPointer(mutating: self.baseAddress)
            ?? UnsafeMutableRawPointer(bitPattern: 1)
    }
}
