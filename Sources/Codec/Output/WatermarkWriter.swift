package import Promo

/// Writes how far event time is in one partition of the orders (contract §2, `watermark`).
package final class WatermarkWriter {
    private let json = JSONWriter()

    package init() {}

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    package func write(partition: Int32, of partitions: Int32, eventTime: EventTime) {
        json.reset()
        json.raw("{\"kind\":\"watermark\",\"creator_id\":null,\"partition\":")
        json.integer(Int64(partition))
        json.raw(",\"partitions\":")
        json.integer(Int64(partitions))
        json.raw(",\"event_time\":")
        json.time(eventTime)
        json.raw("}")
    }
}
