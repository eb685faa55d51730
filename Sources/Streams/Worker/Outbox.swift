// Interface that stages write to; the runtime drains it into the sink.

/// The output records of one transaction, gathered as bytes in one arena.
package final class Outbox {
    /// `partition` for "murmur2 of the key, as Java's default partitioner does".
    package static let byKey: Int32 = -1

    package init() {}

    /// Adds a record for `outputs[output]` of the stage. Copies the bytes.
    package func emit(
        output: Int, partition: Int32 = Outbox.byKey, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader] = []
    ) {
    }
}
