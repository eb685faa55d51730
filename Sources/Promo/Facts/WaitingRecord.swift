/// A refund or response as it came, while its order is not known. What its order makes of it — it
/// may be dated after the retention, and is a dead letter then — shows only when the order comes.
package struct WaitingRecord: Sendable {
    /// The input that it came on: a shop's orders carry their refunds.
    package enum Origin: UInt8, Sendable { case surveys, refunds, orders }

    package var origin: Origin
    /// Another part of the same record was refused, so that it is a dead letter already.
    package var isRefused: Bool
    package var offset: Int64
    /// The record's own.
    package var timestamp: EventTime
    /// refunded_at or answered_at.
    package var date: EventTime
    /// The record's value, in `Facts.text`: in a shop's shape where it came in one, with all its
    /// parts.
    package var value: Text

    package init(
        origin: Origin, isRefused: Bool = false, offset: Int64, timestamp: EventTime,
        date: EventTime, value: Text = .absent
    ) {
        self.origin = origin
        self.isRefused = isRefused
        self.offset = offset
        self.timestamp = timestamp
        self.date = date
        self.value = value
    }

    /// Whether both are parts of one record.
    package func isPart(ofSameAs other: WaitingRecord) -> Bool {
        origin == other.origin && offset == other.offset
    }
}

extension Facts {
    /// Keeps a record that waits; its `value` is set anew. The same bytes again take no more room.
    package mutating func wait(_ record: WaitingRecord, value: UnsafeRawBufferPointer) {
        var record = record
        let known = waiting.first { text[$0.value].elementsEqual(value) }?.value
        record.value = known ?? text.add(value)
        waiting.append(record)
    }
}
