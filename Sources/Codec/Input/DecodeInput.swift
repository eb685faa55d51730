package import Promo

/// One input record as its decoder sees it. The bytes are borrowed for the call.
package struct DecodeInput {
    /// nil is a null key.
    package let key: UnsafeRawBufferPointer?
    /// A record whose value is null is passed over before it comes here.
    package let value: UnsafeRawBufferPointer
    /// The record's own timestamp; negative where it has none.
    package let timestamp: EventTime
    /// Whether the record lies where murmur2 of its key belongs.
    package let isRightPartition: Bool

    package init(
        key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer, timestamp: EventTime,
        isRightPartition: Bool
    ) {
        self.key = key
        self.value = value
        self.timestamp = timestamp
        self.isRightPartition = isRightPartition
    }
}
