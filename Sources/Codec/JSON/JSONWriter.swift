// JSON written straight into one buffer that is used again. The caller writes the syntax with `raw`
// and the values with the rest; nothing allocates once the buffer has grown. A value is written
// through a pointer of its own: through the buffer's, each byte would have it read again.

package import Promo

package final class JSONWriter {
    private var buffer = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
    private var capacity = 1024
    private var end = 0
    /// The day that was written last, and how: most times are of the day of the one before.
    private var day = Int64.min
    private var dayText: (date: UInt64, rest: UInt32) = (0, 0)
    /// The same of the time of day: an order's time is written twice.
    private var clock: Int64 = -1
    private var clockText: (seconds: UInt64, rest: UInt64) = (0, 0)
    /// The currency that was written last: most records are in that of the one before.
    private var currency: (index: UInt8, letters: UInt32) = (Currency.none.index, 0)

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
        room(syntax.utf8CodeUnitCount).copyMemory(
            from: syntax.utf8Start, byteCount: syntax.utf8CodeUnitCount)
        end += syntax.utf8CodeUnitCount
    }

    /// The three letters of a currency, without quotes.
    package func raw(_ currency: Currency) {
        if currency.index != self.currency.index {
            self.currency = (currency.index, currency.letters.littleEndian)
        }
        room(4).storeBytes(of: self.currency.letters, as: UInt32.self)
        end += self.currency.letters == 0 ? 0 : 3
    }

    /// JSON that was written elsewhere.
    func raw(_ written: UnsafeRawBufferPointer) {
        guard let source = written.baseAddress else { return }
        room(written.count).copyMemory(from: source, byteCount: written.count)
        end += written.count
    }

    /// What was written already, once more.
    func again(_ written: Range<Int>) {
        precondition(written.upperBound <= end)
        let place = room(written.count)
        place.copyMemory(from: buffer + written.lowerBound, byteCount: written.count)
        end += written.count
    }

    /// A string: quotes, and escapes where they are needed. The bytes are UTF-8.
    package func string(_ text: UnsafeRawBufferPointer) {
        let place = room(text.count * 6 + 16)
        place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        if JSONWriter.copyPlain(text, to: place + 1) {
            place.storeBytes(
                of: UInt8(ascii: "\""), toByteOffset: text.count + 1, as: UInt8.self)
            end += text.count + 2
        } else {
            put(UInt8(ascii: "\""))
            for byte in text { character(byte) }
            put(UInt8(ascii: "\""))
        }
    }

    package func string(_ text: ArraySlice<UInt8>) { text.withUnsafeBytes { string($0) } }

    /// The same for a text that lies in `arena`.
    func string(_ text: Text, in arena: [UInt8]) {
        arena.withUnsafeBufferPointer { string(text.bytes(in: $0)) }
    }

    func stringContent(_ text: Text, in arena: [UInt8]) {
        arena.withUnsafeBufferPointer { stringContent(text.bytes(in: $0)) }
    }

    /// A part of a string, between quotes that the caller writes.
    package func stringContent(_ text: UnsafeRawBufferPointer) {
        // Six bytes for each is the most an escape takes.
        let place = room(text.count * 6 + 8)
        if JSONWriter.copyPlain(text, to: place) {
            end += text.count
        } else {
            for byte in text { character(byte) }
        }
    }

    /// Copies eight bytes at a time, the last ones perhaps twice.
    /// - Returns: whether no byte of it wants a look of its own.
    @inline(__always)
    private static func copyPlain(
        _ text: UnsafeRawBufferPointer, to place: UnsafeMutableRawPointer
    ) -> Bool {
        var special: UInt64 = 0
        func copy(_ offset: Int) {
            let word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            special |= JSONScanner.specialBytes(word)
            place.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        }
        if text.count >= 8 {
            var next = 0
            while next + 8 < text.count {
                copy(next)
                next += 8
            }
            copy(text.count - 8)
        } else if text.count >= 4 {
            let first = text.loadUnaligned(as: UInt32.self)
            let last = text.loadUnaligned(fromByteOffset: text.count - 4, as: UInt32.self)
            special = JSONScanner.specialBytes(UInt64(first) << 32 | UInt64(last))
            place.storeBytes(of: first, as: UInt32.self)
            place.storeBytes(of: last, toByteOffset: text.count - 4, as: UInt32.self)
        } else {
            for index in 0..<text.count {
                let byte = text[index]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    special = 1
                }
                place.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
            }
        }
        return special == 0
    }

    package func stringContent(_ text: ArraySlice<UInt8>) {
        text.withUnsafeBytes { stringContent($0) }
    }

    package func bool(_ value: Bool) { value ? raw("true") : raw("false") }

    package func integer(_ value: Int64) {
        let start = room(JSONWriter.longestNumber)
        let place = JSONWriter.sign(value < 0, at: start)
        end += DecimalDigits.write(value.magnitude, at: place) - start
    }

    /// An amount in minor units as decimal text with the currency's decimals, in quotes.
    package func money(_ amount: Int64, _ currency: Currency) {
        money(amount, decimals: currency.decimals)
    }

    func money(_ amount: Int64, decimals: Int) {
        guard decimals == 2, 0..<1_000_000 ~= amount else {
            return longMoney(amount, decimals: decimals)
        }
        // Almost every amount, and of an attribution's every second is nothing.
        let place = room(16)
        if amount == 0 {
            place.storeBytes(of: JSONWriter.nothing, as: UInt64.self)
            end += 6
            return
        }
        let magnitude = UInt64(truncatingIfNeeded: amount)
        let whole = magnitude / 100
        let text = DecimalDigits.fourText(whole)
        // What tells a digit from a zero; the last one stands in any case.
        let zeros = ((text & 0x0f0f_0f0f) | 1 << 24).trailingZeroBitCount & 24
        place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        place.storeBytes(
            of: (text &>> UInt32(truncatingIfNeeded: zeros)).littleEndian, toByteOffset: 1,
            as: UInt32.self)
        let cents = DecimalDigits.twoText(magnitude &- whole &* 100)
        let rest = UInt64(UInt8(ascii: ".")) | cents << 8 | UInt64(UInt8(ascii: "\"")) << 24
        let length = 5 - zeros >> 3
        place.storeBytes(
            of: UInt32(truncatingIfNeeded: rest).littleEndian, toByteOffset: length,
            as: UInt32.self)
        end += length + 4
    }

    /// `"0.00"`, the first byte lowest.
    private static let nothing = (0x22_3030_2e30_22 as UInt64).littleEndian

    @inline(never)
    private func longMoney(_ amount: Int64, decimals: Int) {
        let start = room(JSONWriter.longestNumber)
        start.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        var place = JSONWriter.sign(amount < 0, at: start + 1)
        let unit = PowersOfTen.value(decimals)
        place = DecimalDigits.write(amount.magnitude / unit, at: place)
        place = JSONWriter.fraction(amount.magnitude % unit, decimals, at: place)
        place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        end += place + 1 - start
    }

    @inline(__always)
    private static func sign(
        _ isNegative: Bool, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard isNegative else { return place }
        place.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
        return place + 1
    }

    private static func fraction(
        _ value: UInt64, _ decimals: Int, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard decimals > 0 else { return place }
        place.storeBytes(of: UInt8(ascii: "."), as: UInt8.self)
        return DecimalDigits.write(value, width: decimals, at: place + 1)
    }

    /// `numerator` ÷ `denominator` as decimal text, rounded half even, in quotes. The denominator
    /// is not 0.
    ///
    /// 46 ÷ 13 with 4 decimals is "3.5385". The sign is that of the terms, as in decimal arithmetic
    /// (General Decimal Arithmetic, "divide"), also where the figure rounds to zero: 0 ÷ -1 is
    /// "-0.0000".
    package func ratio(_ numerator: Int128, _ denominator: Int128, decimals: Int) {
        let isNegative = (numerator < 0) != (denominator < 0)
        let start = room(JSONWriter.longestNumber)
        start.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        var place = JSONWriter.sign(isNegative, at: start + 1)
        let (part, whole) = (numerator.magnitude, denominator.magnitude)
        // The part in ten-thousandths, and twice a remainder, stay within 64 bits.
        if decimals <= 4, part < 1 << 48, whole < 1 << 62 {
            let unit: UInt64 = decimals == 4 ? 10_000 : PowersOfTen.value(decimals)
            let rounded = JSONWriter.rounded(UInt64(part) &* unit, by: UInt64(whole))
            place = DecimalDigits.write(rounded / unit, at: place)
            place = JSONWriter.fraction(rounded % unit, decimals, at: place)
        } else {
            let unit = Int128(PowersOfTen.value(decimals))
            place = JSONWriter.decimal(
                HalfEven.divide(numerator * unit, by: denominator).magnitude, decimals: decimals,
                at: place)
        }
        place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        end += place + 1 - start
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
        var (day, clock) = moment.quotientAndRemainder(dividingBy: dayLength)
        if clock < 0 { (day, clock) = (day - 1, clock + dayLength) }
        if day != self.day { writeDay(day) }
        if clock != self.clock { writeClock(clock) }
        let place = room(32)
        place.storeBytes(of: dayText.date, as: UInt64.self)
        place.storeBytes(of: dayText.rest, toByteOffset: 8, as: UInt32.self)
        place.storeBytes(of: clockText.seconds, toByteOffset: 12, as: UInt64.self)
        place.storeBytes(of: clockText.rest, toByteOffset: 20, as: UInt64.self)
        end += 26
    }

    /// `TimeText.range`.
    private static let firstMoment: Int64 = -62_167_219_200_000
    private static let lastMoment: Int64 = 253_402_300_799_999

    /// The quote, the date and the T before a time.
    private func writeDay(_ day: Int64) {
        let date = CalendarTime.date(ofDay: day)
        let year = UInt64(DecimalDigits.fourText(UInt64(date.year)))
        let month = DecimalDigits.twoText(UInt64(date.month))
        let dayOfMonth = DecimalDigits.twoText(UInt64(date.day))
        let dash = UInt64(UInt8(ascii: "-"))
        dayText.date =
            (UInt64(UInt8(ascii: "\"")) | year << 8 | dash << 40 | month << 48).littleEndian
        dayText.rest =
            UInt32(
                truncatingIfNeeded: dash | dayOfMonth << 8 | UInt64(UInt8(ascii: "T")) << 24
            ).littleEndian
        self.day = day
    }

    /// The time of day, the Z and the quote.
    private func writeClock(_ clock: Int64) {
        let seconds = UInt64(clock) / 1000
        let millisecond = UInt64(clock) - seconds * 1000
        let minutes = seconds / 60
        let hours = minutes / 60
        let colon = UInt64(UInt8(ascii: ":"))
        clockText.seconds =
            (DecimalDigits.twoText(hours) | colon << 16
            | DecimalDigits.twoText(minutes - hours * 60) << 24 | colon << 40
            | DecimalDigits.twoText(seconds - minutes * 60) << 48).littleEndian
        let hundreds = millisecond / 100
        clockText.rest =
            (UInt64(UInt8(ascii: ".")) | (hundreds | 0x30) << 8
            | DecimalDigits.twoText(millisecond - hundreds * 100) << 16
            | UInt64(UInt8(ascii: "Z")) << 32 | UInt64(UInt8(ascii: "\"")) << 40).littleEndian
        self.clock = clock
    }

    /// A sign, 39 digits, a point, quotes, and what is written behind the last digit.
    private static let longestNumber = 43 + DecimalDigits.room

    /// A ratio too large for 64 bits, in two halves: it has a tiny divisor.
    private static func decimal(
        _ magnitude: UInt128, decimals: Int, at start: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let unit = UInt128(PowersOfTen.value(decimals))
        let (high, low) = (magnitude / unit).quotientAndRemainder(
            dividingBy: UInt128(PowersOfTen.value(18)))
        var place = start
        if high > 0 {
            place = DecimalDigits.write(UInt64(high), at: place)
            place = DecimalDigits.write(UInt64(low), width: 18, at: place)
        } else {
            place = DecimalDigits.write(UInt64(low), at: place)
        }
        return fraction(UInt64(magnitude % unit), decimals, at: place)
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

    /// Where the next byte goes, with room for so many.
    @inline(__always)
    private func room(_ needed: Int) -> UnsafeMutableRawPointer {
        if end + needed > capacity { grow(needed) }
        return buffer + end
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
