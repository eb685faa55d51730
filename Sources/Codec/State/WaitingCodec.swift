import Promo

/// What waits for its order ↔ packed bytes. An order that is known has none of it.
enum WaitingCodec {
    static func encode(_ facts: Facts, into writer: StateWriter) {
        writer.unsigned(UInt64(facts.waiting.count))
        for record in facts.waiting {
            writer.byte(record.isRefund ? 1 : 0)
            writer.signed(record.offset)
            writer.signed(record.timestamp.milliseconds)
            writer.signed(record.date.milliseconds)
            writer.text(facts.slice(record.value))
        }
    }

    static func decode(_ reader: inout StateReader, into facts: inout Facts) {
        for _ in 0..<reader.count() {
            let isRefund = reader.byte() == 1
            let offset = reader.signed()
            let timestamp = EventTime(milliseconds: reader.signed())
            let date = EventTime(milliseconds: reader.signed())
            facts.waiting.append(
                WaitingRecord(
                    isRefund: isRefund, offset: offset, timestamp: timestamp, date: date,
                    value: facts.keep(reader.text())))
        }
    }
}
