import CRdkafka
package import Streams

/// A record with all that a person may want to see of it, copied.
package struct ReadRecord: Sendable {
    package let topic: String
    package let partition: Int32
    package let offset: Int64
    /// ms since the epoch.
    package let timestamp: Int64
    /// nil is a null key.
    package let key: [UInt8]?
    /// nil is a null value.
    package let value: [UInt8]?
    /// In order; a name may come twice.
    package let headers: [RecordHeader]

    init(_ message: UnsafePointer<rd_kafka_message_t>, topic: String) {
        let record = Record(message, topic: 0)
        self.topic = topic
        partition = record.partition
        offset = record.offset
        timestamp = record.timestamp
        key = record.key.map(Array.init)
        value = record.value.map(Array.init)
        headers = ReadRecord.headers(of: message)
    }

    private static func headers(
        of message: UnsafePointer<rd_kafka_message_t>
    ) -> [RecordHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list
        else { return [] }
        var headers: [RecordHeader] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while rd_kafka_header_get_all(list, headers.count, &name, &value, &size)
            == RD_KAFKA_RESP_ERR_NO_ERROR, let name
        {
            let bytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : size)
            headers.append(RecordHeader(name: String(cString: name), value: Array(bytes)))
        }
        return headers
    }
}
