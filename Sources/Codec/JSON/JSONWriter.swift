// JSON written straight into one buffer that is used again. The caller writes the syntax with `raw`
// and the values with the rest; nothing allocates once the buffer has grown.

package import Promo

package final class JSONWriter {
    private var buffer = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
    private var capacity = 1024
    private var end = 0

    package init() {}

    deinit { buffer.deallocate() }

    /// What was written; valid until the next change.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer, count: end)
    }

    package var count: Int { end }

    package func reset() { end = 0 }

    /// Syntax and names, as they are.
    @inline(__always)
    package func raw(_ syntax: StaticString) {
        reserve(syntax.utf8CodeUnitCount)
        (buffer + end).copyMemory(
            from: syntax.utf8Start, byteCount: syntax.utf8CodeUnitCount)
        end += syntax.utf8CodeUnitCount
    }

    /// The three letters of a currency, without quotes.
    package func raw(_ currency: Currency) {
        reserve(4)
        (buffer + end).storeBytes(of: currency.letters.littleEndian, as: UInt32.self)
        end += currency == .none ? 0 : 3
    }

    /// A string: quotes, and escapes where they are needed. The bytes are UTF-8.
    package func string(_ text: UnsafeRawBufferPointer) {
        raw("\"")
        stringContent(text)
        raw("\"")
    }

    package func string(_ text: ArraySlice<UInt8>) { text.withUnsafeBytes { string($0) } }

    /// A part of a string, between quotes that the caller writes.
    package func stringContent(_ text: UnsafeRawBufferPointer) {
        // Six bytes for each is the most an escape takes.
        reserve(text.count * 6 + 8)
        var next = 0
        while next + 8 <= text.count {
            let word = text.loadUnaligned(fromByteOffset: next, as: UInt64.self)
            if JSONScanner.specialBytes(word) == 0 {
                (buffer + end).storeBytes(of: word, as: UInt64.self)
                end += 8
            } else {
                for index in next..<next + 8 { character(text[index]) }
            }
            next += 8
        }
        for index in next..<text.count { character(text[index]) }
    }

    package func stringContent(_ text: ArraySlice<UInt8>) {
        text.withUnsafeBytes { stringContent($0) }
    }

    package func bool(_ value: Bool) { value ? raw("true") : raw("false") }

    package func integer(_ value: Int64) {
        reserve(JSONWriter.longestNumber)
        if value < 0 { put(UInt8(ascii: "-")) }
        digits(value.magnitude)
    }

    /// An amount in minor units as decimal text with the currency's decimals, in quotes.
    package func money(_ amount: Int64, _ currency: Currency) {
        decimal(UInt128(amount.magnitude), isNegative: amount < 0, decimals: currency.decimals)
    }

    /// `numerator` ÷ `denominator` as decimal text, rounded half even, in quotes. The denominator
    /// is not 0.
    ///
    /// 46 ÷ 13 with 4 decimals is "3.5385". The sign is that of the terms, as in decimal arithmetic
    /// (General Decimal Arithmetic, "divide"), also where the figure rounds to zero: 0 ÷ -1 is
    /// "-0.0000".
    package func ratio(_ numerator: Int128, _ denominator: Int128, decimals: Int) {
        let value = HalfEven.divide(
            numerator * Int128(PowersOfTen.value(decimals)), by: denominator)
        decimal(
            value.magnitude, isNegative: (numerator < 0) != (denominator < 0), decimals: decimals)
    }

    /// `"2026-11-24T14:00:00.000Z"`. Beyond the years 0000 to 9999, which four digits cannot name,
    /// their first or last moment.
    package func time(_ time: EventTime) {
        let range = TimeText.range
        let moment = CalendarTime(min(max(time, range.lowerBound), range.upperBound))
        reserve(26)
        put(UInt8(ascii: "\""))
        pair(moment.year / 100)
        pair(moment.year % 100)
        put(UInt8(ascii: "-"))
        pair(moment.month)
        put(UInt8(ascii: "-"))
        pair(moment.day)
        put(UInt8(ascii: "T"))
        pair(moment.hour)
        put(UInt8(ascii: ":"))
        pair(moment.minute)
        put(UInt8(ascii: ":"))
        pair(moment.second)
        put(UInt8(ascii: "."))
        put(0x30 + UInt8(moment.millisecond / 100))
        pair(moment.millisecond % 100)
        put(UInt8(ascii: "Z"))
        put(UInt8(ascii: "\""))
    }

    /// A sign, 39 digits, a point, quotes.
    private static let longestNumber = 48

    private func decimal(_ magnitude: UInt128, isNegative: Bool, decimals: Int) {
        reserve(JSONWriter.longestNumber)
        put(UInt8(ascii: "\""))
        if isNegative { put(UInt8(ascii: "-")) }
        let unit = PowersOfTen.value(decimals)
        guard magnitude <= UInt128(UInt64.max) else {
            // Written in two halves; a ratio this large has a tiny divisor.
            let (high, low) = (magnitude / UInt128(unit)).quotientAndRemainder(
                dividingBy: UInt128(PowersOfTen.value(18)))
            if high > 0 { digits(UInt64(high)) }
            digits(UInt64(low), width: high > 0 ? 18 : 1)
            return fraction(UInt64(magnitude % UInt128(unit)), decimals)
        }
        digits(UInt64(magnitude) / unit)
        fraction(UInt64(magnitude) % unit, decimals)
    }

    private func fraction(_ value: UInt64, _ decimals: Int) {
        if decimals > 0 {
            put(UInt8(ascii: "."))
            digits(value, width: decimals)
        }
        put(UInt8(ascii: "\""))
    }

    /// At least `width` digits, with zeros before them.
    @inline(__always)
    private func digits(_ value: UInt64, width: Int = 1) {
        var length = width
        while length < 20, value >= PowersOfTen.value(length) { length += 1 }
        var rest = value
        for place in (end..<end + length).reversed() {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            buffer.storeBytes(of: 0x30 + UInt8(digit), toByteOffset: place, as: UInt8.self)
            rest = quotient
        }
        end += length
    }

    @inline(__always)
    private func pair(_ value: Int64) {
        put(0x30 + UInt8(value / 10))
        put(0x30 + UInt8(value % 10))
    }

    @inline(__always)
    private func put(_ byte: UInt8) {
        buffer.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end += 1
    }

    private func character(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            put(UInt8(ascii: "\\"))
            put(byte)
        case 0x0a:
            put(UInt8(ascii: "\\"))
            put(UInt8(ascii: "n"))
        case 0..<0x20:
            for letter in "\\u00".utf8 { put(letter) }
            put(0x30 + byte >> 4)
            put(byte & 15 + (byte & 15 < 10 ? 0x30 : 0x57))
        default: put(byte)
        }
    }

    @inline(__always)
    private func reserve(_ needed: Int) {
        if end + needed > capacity { grow(needed) }
    }

    @inline(never)
    private func grow(_ needed: Int) {
        capacity = (end + needed) * 2
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: buffer, byteCount: end)
        buffer.deallocate()
        buffer = larger
    }
}
