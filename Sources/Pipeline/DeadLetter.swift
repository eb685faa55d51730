import Codec
import Promo
import Streams

/// A record that cannot be used, with its original bytes, why, and where it came from (contract
/// §2).
enum DeadLetter {
    static func emit(
        _ refusal: Refusal, of record: Record, topic: String, output: Int, into outbox: Outbox
    ) {
        emit(
            refusal, key: record.key, value: record.value, topic: topic,
            partition: record.partition, offset: record.offset,
            time: EventTime(milliseconds: record.timestamp), output: output, into: outbox)
    }

    static func emit(
        _ refusal: Refusal, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        topic: String, partition: Int32, offset: Int64, time: EventTime, output: Int,
        into outbox: Outbox
    ) {
        let writer = JSONWriter()
        writer.time(time)
        let headers = [
            RecordHeader(name: "plaudit.reason", value: Array(refusal.reason.rawValue.utf8)),
            RecordHeader(name: "plaudit.detail", value: Array(refusal.detail.utf8)),
            RecordHeader(
                name: "plaudit.source", value: Array("\(topic)/\(partition)/\(offset)".utf8)),
            // The record's own time: outputs know no clock, so that a replay writes the same bytes.
            RecordHeader(name: "plaudit.time", value: writer.bytes.filter { $0 != 0x22 }),
        ]
        outbox.emit(output: output, key: key, value: value, headers: headers)
    }
}
