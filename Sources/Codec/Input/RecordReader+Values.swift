// The kinds of values: what each may be, and what it is refused as.

import Promo

extension RecordReader {
    /// Text, or an integer's digits; not empty.
    func id(_ entry: Int) throws(Refusal) -> UnsafeRawBufferPointer {
        let text = tape.text(of: entry)
        switch tape.kind(of: entry) {
        case .string where !text.isEmpty: return text
        case .integer: return isMinusZero(text) ? .init(rebasing: text[1...]) : text
        default: throw refusal(.badID, at: entry, "text that is not empty, or an integer")
        }
    }

    func id(optional entry: Int?) throws(Refusal) -> UnsafeRawBufferPointer? {
        guard let entry else { return nil }
        return try id(entry)
    }

    /// Text; what is of another type is absent.
    func text(_ entry: Int?) -> UnsafeRawBufferPointer? {
        guard let entry, tape.kind(of: entry) == .string else { return nil }
        return tape.text(of: entry)
    }

    /// Where bytes of the tape lie in a record's arena, which begins with the tape's whole text.
    @inline(__always)
    func span(_ bytes: UnsafeRawBufferPointer?) -> Text {
        guard let bytes, let start = bytes.baseAddress else { return .absent }
        return Text(
            start: Int32(truncatingIfNeeded: start - UnsafeRawPointer(tape.bytes)),
            count: Int32(truncatingIfNeeded: bytes.count))
    }

    /// The other way round.
    @inline(__always)
    func bytes(of text: Text) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: tape.bytes + Int(text.start), count: max(0, Int(text.count)))
    }

    /// A code as typed: text or an integer; what is of another type is absent.
    func code(_ entry: Int?) -> UnsafeRawBufferPointer? {
        guard let entry, tape.kind(of: entry) == .string || tape.kind(of: entry) == .integer else {
            return nil
        }
        return tape.text(of: entry)
    }

    func time(_ entry: Int) throws(Refusal) -> EventTime {
        guard tape.kind(of: entry) == .string, let time = TimeText.eventTime(tape.text(of: entry))
        else {
            throw refusal(.badTime, at: entry, "an RFC 3339 time with zone, 2026-11-24T14:00:00Z")
        }
        return time
    }

    func time(optional entry: Int?) throws(Refusal) -> EventTime? {
        guard let entry else { return nil }
        return try time(entry)
    }

    func currency(_ entry: Int) throws(Refusal) -> Currency {
        guard tape.kind(of: entry) == .string, let currency = Currency(code: tape.text(of: entry))
        else { throw refusal(.badCurrency, at: entry, "an ISO 4217 code such as USD") }
        return currency
    }

    func flag(_ entry: Int?) throws(Refusal) -> Bool? {
        guard let entry else { return nil }
        switch tape.kind(of: entry) {
        case .true: return true
        case .false: return false
        default: throw refusal(.badField, at: entry, "true or false")
        }
    }

    /// An integer within Int64.
    func integer(_ entry: Int?) throws(Refusal) -> Int64? {
        guard let entry else { return nil }
        guard tape.kind(of: entry) == .integer, let value = RecordReader.value(tape.text(of: entry))
        else { throw refusal(.badField, at: entry, "an integer of at most 64 bits") }
        return value
    }

    /// An integer that is not negative; nil, and an overflow is noted, where it is beyond Int64.
    func quantity(_ entry: Int) throws(Refusal) -> Int64? {
        let text = tape.text(of: entry)
        guard tape.kind(of: entry) == .integer,
            text[0] != UInt8(ascii: "-") || isMinusZero(text)
        else { throw refusal(.badField, at: entry, "an integer, 0 or more") }
        guard let value = RecordReader.value(text) else {
            noteOverflow(at: entry)
            return nil
        }
        return value
    }

    /// An array.
    func array(_ entry: Int?) throws(Refusal) -> Int? {
        guard let entry, tape.kind(of: entry) != .array else { return entry }
        throw refusal(.badField, at: entry, "an array")
    }

    /// An object.
    func object(_ entry: Int?) throws(Refusal) -> Int? {
        guard let entry, tape.kind(of: entry) != .object else { return entry }
        throw refusal(.badField, at: entry, "an object")
    }

    /// Calls `body` for each element of an array that must hold objects.
    @inline(__always)
    func forEachObject(
        in array: Int?, _ body: (Int) throws(Refusal) -> Void
    ) throws(Refusal) {
        guard let array else { return }
        let end = tape.next(after: array)
        var element = array + 1
        while element < end {
            guard tape.kind(of: element) == .object else {
                throw refusal(.badField, at: element, "an object")
            }
            try body(element)
            element = tape.next(after: element)
        }
    }

    /// The word of a closed list that a field holds, as its place there.
    func word(
        _ entry: Int?, of words: [StaticString], _ allowed: StaticString
    ) throws(Refusal) -> Int? {
        guard let entry else { return nil }
        if tape.kind(of: entry) == .string {
            let text = tape.text(of: entry)
            for (place, word) in words.enumerated() where RecordReader.isEqual(text, word) {
                return place
            }
        }
        throw refusal(.badField, at: entry, "\(allowed)")
    }

    static func isEqual(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<text.count where text[index] != word.utf8Start[index] { return false }
        return true
    }

    private func isMinusZero(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count == 2 && text[0] == UInt8(ascii: "-") && text[1] == UInt8(ascii: "0")
    }

    /// The value of an integer's digits; nil beyond Int64.
    private static func value(_ text: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = text[0] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in (isNegative ? 1 : 0)..<text.count {
            let digit = Int64(text[index] &- 0x30)
            let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, isBeyond) = tenfold.addingReportingOverflow(isNegative ? -digit : digit)
            if isTooLarge || isBeyond { return nil }
            value = next
        }
        return value
    }
}
