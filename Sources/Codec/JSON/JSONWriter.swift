// JSON written straight into one buffer that is used again. The caller writes the syntax with `raw`
// and the values with the rest; nothing allocates once the buffer has grown.

package import Promo

package final class JSONWriter {
    private var buffer = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
    private var capacity = 1024
    private var end = 0
    /// The day that was written last, and how: most times are of the day of the one before.
    private var day = Int64.min
    private var dayText: (date: UInt64, rest: UInt32) = (0, 0)

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

    /// JSON that was written elsewhere.
    func raw(_ written: UnsafeRawBufferPointer) {
        guard let source = written.baseAddress else { return }
        reserve(written.count)
        (buffer + end).copyMemory(from: source, byteCount: written.count)
        end += written.count
    }

    /// What was written already, once more.
    func again(_ written: Range<Int>) {
        precondition(written.upperBound <= end)
        reserve(written.count)
        (buffer + end).copyMemory(from: buffer + written.lowerBound, byteCount: written.count)
        end += written.count
    }

    /// A string: quotes, and escapes where they are needed. The bytes are UTF-8.
    package func string(_ text: UnsafeRawBufferPointer) {
        raw("\"")
        stringContent(text)
        raw("\"")
    }

    package func string(_ text: ArraySlice<UInt8>) { text.withUnsafeBytes { string($0) } }

    /// The same for a text that lies in `arena`.
    @inline(__always)
    func string(_ text: Text, in arena: [UInt8]) {
        raw("\"")
        stringContent(text, in: arena)
        raw("\"")
    }

    @inline(__always)
    func stringContent(_ text: Text, in arena: [UInt8]) {
        precondition(text.start >= 0 && text.range.upperBound <= arena.count)
        arena.withUnsafeBufferPointer { bytes in
            stringContent(
                UnsafeRawBufferPointer(
                    start: bytes.baseAddress.map { $0 + Int(text.start) },
                    count: max(0, Int(text.count))))
        }
    }

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
        while next < text.count {
            let byte = text[next]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                put(byte)
            } else {
                character(byte)
            }
            next += 1
        }
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
        money(amount, decimals: currency.decimals)
    }

    func money(_ amount: Int64, decimals: Int) {
        reserve(JSONWriter.longestNumber)
        put(UInt8(ascii: "\""))
        if amount < 0 { put(UInt8(ascii: "-")) }
        let magnitude = amount.magnitude
        if decimals == 2 {
            let whole = magnitude / 100
            digits(whole)
            put(UInt8(ascii: "."))
            pair(magnitude - whole * 100)
        } else {
            let unit = PowersOfTen.value(decimals)
            digits(magnitude / unit)
            fraction(magnitude % unit, decimals)
        }
        put(UInt8(ascii: "\""))
    }

    /// `numerator` ÷ `denominator` as decimal text, rounded half even, in quotes. The denominator
    /// is not 0.
    ///
    /// 46 ÷ 13 with 4 decimals is "3.5385". The sign is that of the terms, as in decimal arithmetic
    /// (General Decimal Arithmetic, "divide"), also where the figure rounds to zero: 0 ÷ -1 is
    /// "-0.0000".
    package func ratio(_ numerator: Int128, _ denominator: Int128, decimals: Int) {
        let isNegative = (numerator < 0) != (denominator < 0)
        reserve(JSONWriter.longestNumber)
        put(UInt8(ascii: "\""))
        if isNegative { put(UInt8(ascii: "-")) }
        let (part, whole) = (numerator.magnitude, denominator.magnitude)
        // The part in ten-thousandths, and twice a remainder, stay within 64 bits.
        if decimals <= 4, part < 1 << 48, whole < 1 << 62 {
            let unit: UInt64 = decimals == 4 ? 10_000 : PowersOfTen.value(decimals)
            let rounded = JSONWriter.rounded(UInt64(part) &* unit, by: UInt64(whole))
            digits(rounded / unit)
            fraction(rounded % unit, decimals)
        } else {
            let unit = Int128(PowersOfTen.value(decimals))
            decimal(
                HalfEven.divide(numerator * unit, by: denominator).magnitude, decimals: decimals)
        }
        put(UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func rounded(_ part: UInt64, by whole: UInt64) -> UInt64 {
        let (quotient, remainder) = part.quotientAndRemainder(dividingBy: whole)
        let twice = remainder &* 2
        let isUp = twice > whole || (twice == whole && quotient & 1 == 1)
        return isUp ? quotient &+ 1 : quotient
    }

    /// `"2026-11-24T14:00:00.000Z"`. Beyond the years 0000 to 9999, which four digits cannot name,
    /// their first or last moment.
    package func time(_ time: EventTime) {
        let dayLength: Int64 = 86_400_000
        let moment = min(max(time.milliseconds, JSONWriter.firstMoment), JSONWriter.lastMoment)
        var (day, inDay) = moment.quotientAndRemainder(dividingBy: dayLength)
        if inDay < 0 { (day, inDay) = (day - 1, inDay + dayLength) }
        reserve(32)
        if day == self.day {
            (buffer + end).storeBytes(of: dayText.date, as: UInt64.self)
            (buffer + end + 8).storeBytes(of: dayText.rest, as: UInt32.self)
            end += 12
        } else {
            date(day)
        }
        let seconds = UInt64(inDay) / 1000
        let minutes = seconds / 60
        let hours = minutes / 60
        let millisecond = UInt64(inDay) - seconds * 1000
        pair(hours)
        put(UInt8(ascii: ":"))
        pair(minutes - hours * 60)
        put(UInt8(ascii: ":"))
        pair(seconds - minutes * 60)
        put(UInt8(ascii: "."))
        put(0x30 + UInt8(truncatingIfNeeded: millisecond / 100))
        pair(millisecond % 100)
        put(UInt8(ascii: "Z"))
        put(UInt8(ascii: "\""))
    }

    /// `TimeText.range`.
    private static let firstMoment: Int64 = -62_167_219_200_000
    private static let lastMoment: Int64 = 253_402_300_799_999

    /// The quote, the date and the T before a time.
    private func date(_ day: Int64) {
        let start = end
        let date = CalendarTime.date(ofDay: day)
        put(UInt8(ascii: "\""))
        pair(UInt64(date.year / 100))
        pair(UInt64(date.year % 100))
        put(UInt8(ascii: "-"))
        pair(UInt64(date.month))
        put(UInt8(ascii: "-"))
        pair(UInt64(date.day))
        put(UInt8(ascii: "T"))
        self.day = day
        dayText.date = (buffer + start).loadUnaligned(as: UInt64.self)
        dayText.rest = (buffer + start + 8).loadUnaligned(as: UInt32.self)
    }

    /// A sign, 39 digits, a point, quotes.
    private static let longestNumber = 48

    /// A ratio too large for 64 bits, in two halves: it has a tiny divisor.
    private func decimal(_ magnitude: UInt128, decimals: Int) {
        let unit = UInt128(PowersOfTen.value(decimals))
        let (high, low) = (magnitude / unit).quotientAndRemainder(
            dividingBy: UInt128(PowersOfTen.value(18)))
        if high > 0 { digits(UInt64(high)) }
        if high > 0 { padded(UInt64(low), width: 18) } else { digits(UInt64(low)) }
        fraction(UInt64(magnitude % unit), decimals)
    }

    private func fraction(_ value: UInt64, _ decimals: Int) {
        guard decimals > 0 else { return }
        put(UInt8(ascii: "."))
        padded(value, width: decimals)
    }

    /// `width` digits, with zeros before them.
    @inline(__always)
    private func padded(_ value: UInt64, width: Int) {
        for place in end..<end + width {
            buffer.storeBytes(of: 0x30, toByteOffset: place, as: UInt8.self)
        }
        end += width
        write(value, before: end)
    }

    @inline(__always)
    private func digits(_ value: UInt64) {
        guard value >= 10 else { return put(0x30 + UInt8(truncatingIfNeeded: value)) }
        var length = 2
        var limit: UInt64 = 100
        while length < 20, value >= limit {
            length += 1
            limit &*= 10
        }
        write(value, before: end + length)
        end += length
    }

    /// The digits of a number, the last of them right before `place`.
    @inline(__always)
    private func write(_ value: UInt64, before place: Int) {
        var (rest, place) = (value, place)
        while rest >= 100 {
            let next = rest / 100
            place -= 2
            buffer.storeBytes(
                of: JSONWriter.pairText(rest - next * 100), toByteOffset: place, as: UInt16.self)
            rest = next
        }
        if rest >= 10 {
            buffer.storeBytes(
                of: JSONWriter.pairText(rest), toByteOffset: place - 2, as: UInt16.self)
        } else {
            buffer.storeBytes(
                of: 0x30 + UInt8(truncatingIfNeeded: rest), toByteOffset: place - 1,
                as: UInt8.self)
        }
    }

    @inline(__always)
    private func pair(_ value: UInt64) {
        buffer.storeBytes(of: JSONWriter.pairText(value), toByteOffset: end, as: UInt16.self)
        end += 2
    }

    /// The two digits of a number below 100, the first one lower.
    @inline(__always)
    private static func pairText(_ value: UInt64) -> UInt16 {
        let tens = (value &* 205) >> 11
        let text = tens | (value &- tens &* 10) << 8 | 0x3030
        return UInt16(truncatingIfNeeded: text).littleEndian
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
