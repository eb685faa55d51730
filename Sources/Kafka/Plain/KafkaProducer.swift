import CRdkafka
package import Streams

/// A plain idempotent producer, without transactions: for imports, generated input and tests.
package final class KafkaProducer {
    private let producer: OpenProducer
    private let configuration: ClientConfiguration

    /// Fetches the metadata of `topics`, which must exist.
    package init(
        _ configuration: ClientConfiguration, topics: [String]
    ) throws(StreamError) {
        self.configuration = configuration
        producer = try OpenProducer(.producer, configuration)
        do {
            try producer.learn(topics)
        } catch {
            producer.close()
            throw error
        }
    }

    deinit { close() }

    package func partitionCount(of topic: String) throws(StreamError) -> Int32 {
        try producer.topic(topic).partitions
    }

    /// Copies the bytes and returns at once; a full queue is waited for. `partition` -1 is
    /// murmur2 of the key, `timestamp` (ms) 0 is now. A record that could not be delivered makes
    /// a later call, at the latest `flush`, throw.
    package func produce(
        topic: String, partition: Int32 = -1, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader] = [], timestamp: Int64 = 0
    ) throws(StreamError) {
        try throwDeliveryError()
        let topic = try producer.topic(topic)
        if headers.isEmpty, timestamp == 0 {
            try producer.produce(topic, partition, key, value)
        } else {
            try producer.produce(
                topic, partition, key, value, headers: headers, timestamp: timestamp)
        }
        // Frees what was delivered.
        rd_kafka_poll(producer.client.pointer, 0)
    }

    /// For whom a record is a few bytes of text.
    package func produce(
        topic: String, partition: Int32 = -1, key: [UInt8]?, value: [UInt8]?,
        headers: [RecordHeader] = [], timestamp: Int64 = 0
    ) throws(StreamError) {
        try withBytes(key) { key throws(StreamError) in
            try withBytes(value) { value throws(StreamError) in
                try produce(
                    topic: topic, partition: partition, key: key, value: value, headers: headers,
                    timestamp: timestamp)
            }
        }
    }

    /// Waits until all is delivered, or throws.
    package func flush() throws(StreamError) {
        let deadline = Deadline(milliseconds: configuration.patience)
        while rd_kafka_flush(producer.client.pointer, 500) != RD_KAFKA_RESP_ERR_NO_ERROR {
            try throwDeliveryError()
            guard !deadline.isOver else {
                throw producer.client.error(
                    RD_KAFKA_RESP_ERR__TIMED_OUT,
                    "\(rd_kafka_outq_len(producer.client.pointer)) records are not delivered")
            }
        }
        try throwDeliveryError()
    }

    /// What was not flushed may be lost.
    package func close() {
        producer.close()
    }

    private func throwDeliveryError() throws(StreamError) {
        guard let error = producer.client.context.deliveryError else { return }
        producer.client.context.deliveryError = nil
        throw producer.client.error(error, "producing")
    }

    private func withBytes<T>(
        _ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) throws(StreamError) -> T
    ) throws(StreamError) -> T {
        guard let bytes else { return try body(nil) }
        let result = bytes.withUnsafeBytes { buffer -> Result<T, StreamError> in
            do throws(StreamError) { return .success(try body(buffer)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
