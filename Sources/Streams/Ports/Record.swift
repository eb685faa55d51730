/// One record as it was read. The bytes are borrowed: they are valid only during the call that is
/// given the record.
package struct Record {
    /// Index into the stage's `inputs` (or `globals`, for a global record).
    package let topic: Int32
    package let partition: Int32
    package let offset: Int64
    /// The record's own timestamp, ms since the epoch.
    package let timestamp: Int64
    /// nil is a null key.
    package let key: UnsafeRawBufferPointer?
    /// nil is a null value (a tombstone); an empty value is not nil.
    package let value: UnsafeRawBufferPointer?

    package init(
        topic: Int32, partition: Int32, offset: Int64, timestamp: Int64,
        key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
    }
}
