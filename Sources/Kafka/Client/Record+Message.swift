import CRdkafka
import Streams

extension Record {
    /// Borrows the message's bytes.
    init(_ message: UnsafePointer<rd_kafka_message_t>, topic: Int32) {
        let raw = message.pointee
        self.init(
            topic: topic, partition: raw.partition, offset: raw.offset,
            timestamp: rd_kafka_message_timestamp(message, nil),
            key: raw.key.map { UnsafeRawBufferPointer(start: $0, count: raw.key_len) },
            value: raw.payload.map { UnsafeRawBufferPointer(start: $0, count: raw.len) })
    }
}
