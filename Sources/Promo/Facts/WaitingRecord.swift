/// A refund or response as it came, while its order is not known. What its order makes of it — it
/// may be dated after the retention, and is a dead letter then — shows only when the order comes.
package struct WaitingRecord: Sendable {
    package var isRefund: Bool
    package var offset: Int64
    /// The record's own.
    package var timestamp: EventTime
    /// refunded_at or answered_at.
    package var date: EventTime
    /// The record's value, in `Facts.text`.
    package var value: Text

    package init(
        isRefund: Bool, offset: Int64, timestamp: EventTime, date: EventTime, value: Text
    ) {
        self.isRefund = isRefund
        self.offset = offset
        self.timestamp = timestamp
        self.date = date
        self.value = value
    }
}

extension Facts {
    /// Keeps a record that waits. The same bytes again take no more room.
    package mutating func wait(
        isRefund: Bool, offset: Int64, timestamp: EventTime, date: EventTime,
        value: UnsafeRawBufferPointer
    ) {
        let known = waiting.first { text[$0.value.range].elementsEqual(value) }?.value
        waiting.append(
            WaitingRecord(
                isRefund: isRefund, offset: offset, timestamp: timestamp, date: date,
                value: known ?? kept(value)))
    }

    private mutating func kept(_ value: UnsafeRawBufferPointer) -> Text {
        let start = Int32(text.count)
        text.append(contentsOf: value)
        return Text(start: start, count: Int32(value.count))
    }
}
