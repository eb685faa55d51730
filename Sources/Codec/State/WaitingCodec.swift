import Promo

/// What waits for its order ↔ packed bytes. An order that is known has none of it. A value that
/// came more than once is written once: its place among the records before, + 1, stands for it; 0
/// is a value of its own.
enum WaitingCodec {
    /// Beside the origin, in its byte.
    private static let refusedBit: UInt8 = 4

    static func encode(_ facts: Facts, into writer: inout PackedBuffer) {
        writer.unsigned(UInt64(facts.waiting.count))
        for (index, record) in facts.waiting.enumerated() {
            writer.byte(record.origin.rawValue | (record.isRefused ? refusedBit : 0))
            writer.signed(record.offset)
            writer.signed(record.timestamp.milliseconds)
            writer.signed(record.date.milliseconds)
            let first = facts.waiting.firstIndex { $0.value == record.value } ?? index
            writer.unsigned(first < index ? UInt64(first) + 1 : 0)
            if first == index { writer.text(record.value, in: facts.text.bytes) }
        }
    }

    static func decode(_ reader: inout StateReader, into facts: inout Facts) {
        for _ in 0..<reader.count() {
            let origin = reader.byte()
            let offset = reader.signed()
            let timestamp = EventTime(milliseconds: reader.signed())
            let date = EventTime(milliseconds: reader.signed())
            let place = reader.unsigned()
            let isKnown = place > 0 && place <= UInt64(facts.waiting.count)
            let value =
                isKnown ? facts.waiting[Int(place) - 1].value : facts.keep(reader.text())
            facts.waiting.append(
                WaitingRecord(
                    origin: WaitingRecord.Origin(rawValue: origin & ~refusedBit) ?? .surveys,
                    isRefused: origin & refusedBit != 0, offset: offset, timestamp: timestamp,
                    date: date, value: value))
        }
    }
}
