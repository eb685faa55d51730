import Promo

/// Writes JSON where there is room for it, without asking: whoever lends a pen made sure of that.
/// It is all that changes with each byte, so that it can stay in registers.
struct JSONPen {
    var next: UnsafeMutableRawPointer

    /// The most that a number takes: a sign, 39 digits, a point, quotes, and what is written behind
    /// the last digit.
    static let longestNumber = 43 + DecimalDigits.room

    /// Room for a text of so many bytes as a string, its quotes included.
    @inline(__always)
    static func room(ofText count: some BinaryInteger) -> Int { Int(max(0, count)) * 6 + 16 }

    @inline(__always)
    init(at next: UnsafeMutableRawPointer) { self.next = next }

    /// Syntax and names, as they are.
    @inline(__always)
    mutating func raw(_ syntax: StaticString) {
        next.copyMemory(from: syntax.utf8Start, byteCount: syntax.utf8CodeUnitCount)
        next += syntax.utf8CodeUnitCount
    }

    /// JSON that was written elsewhere.
    @inline(__always)
    mutating func raw(_ written: UnsafeRawBufferPointer) {
        guard let source = written.baseAddress else { return }
        next.copyMemory(from: source, byteCount: written.count)
        next += written.count
    }

    /// A string: quotes, and escapes where they are needed. The bytes are UTF-8.
    @inline(__always)
    mutating func string(_ text: UnsafeRawBufferPointer) {
        byte(UInt8(ascii: "\""))
        content(text)
        byte(UInt8(ascii: "\""))
    }

    /// A text as a string; `null` for an absent one.
    @inline(__always)
    mutating func string(_ text: Text, in arena: UnsafeBufferPointer<UInt8>) {
        text.count < 0 ? raw("null") : string(text.bytes(in: arena))
    }

    /// A part of a string, between quotes that the caller writes.
    @inline(__always)
    mutating func content(_ text: UnsafeRawBufferPointer) {
        next = JSONPen.write(text, at: next)
    }

    /// The three letters of a currency, without quotes.
    @inline(__always)
    mutating func raw(_ currency: Currency, _ last: inout CurrencySpelling) {
        next.storeBytes(of: last.letters(of: currency), as: UInt32.self)
        next += currency.index == Currency.none.index ? 0 : 3
    }

    @inline(__always)
    mutating func time(_ time: EventTime, _ times: inout TimeSpelling) {
        times.write(time, at: next)
        next += TimeSpelling.count
    }

    @inline(__always)
    mutating func integer(_ value: Int64) {
        guard 0..<10 ~= value else {
            next = JSONPen.write(value, at: next)
            return
        }
        byte(0x30 | UInt8(truncatingIfNeeded: value))
    }

    /// An amount in minor units as decimal text with so many decimals, in quotes.
    @inline(__always)
    mutating func money(_ amount: Int64, decimals: Int) {
        // Of an attribution's amounts every second is nothing.
        guard decimals == 2, amount == 0 else {
            next = JSONPen.write(amount, decimals: decimals, at: next)
            return
        }
        next.storeBytes(of: JSONPen.nothing, as: UInt64.self)
        next += 6
    }

    /// `"0.00"`, the first byte lowest.
    private static let nothing = (0x22_3030_2e30_22 as UInt64).littleEndian

    @inline(__always)
    private mutating func byte(_ byte: UInt8) {
        next.storeBytes(of: byte, as: UInt8.self)
        next += 1
    }

    // MARK: - Out of line

    // Each writes at a place and returns the one behind.

    @inline(never)
    private static func write(
        _ text: UnsafeRawBufferPointer, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        if copyPlain(text, to: place) { return place + text.count }
        var pen = JSONPen(at: place)
        for byte in text { pen.character(byte) }
        return pen.next
    }

    @inline(never)
    private static func write(
        _ value: Int64, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var pen = JSONPen(at: place)
        if value < 0 { pen.byte(UInt8(ascii: "-")) }
        return DecimalDigits.write(value.magnitude, at: pen.next)
    }

    @inline(never)
    private static func write(
        _ amount: Int64, decimals: Int, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard decimals == 2, 0..<1_000_000 ~= amount else {
            return writeLong(amount, decimals: decimals, at: place)
        }
        // Almost every amount.
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
        return place + (length + 4)
    }

    private static func writeLong(
        _ amount: Int64, decimals: Int, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var pen = JSONPen(at: place)
        pen.byte(UInt8(ascii: "\""))
        if amount < 0 { pen.byte(UInt8(ascii: "-")) }
        let unit = PowersOfTen.value(decimals)
        pen.next = DecimalDigits.write(amount.magnitude / unit, at: pen.next)
        pen.next = DecimalDigits.writeFraction(amount.magnitude % unit, decimals, at: pen.next)
        pen.byte(UInt8(ascii: "\""))
        return pen.next
    }

    private mutating func character(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            self.byte(UInt8(ascii: "\\"))
            self.byte(byte)
        case 0x0a:
            raw("\\n")
        case 0..<0x20:
            raw("\\u00")
            self.byte(0x30 + byte >> 4)
            self.byte(byte & 15 + (byte & 15 < 10 ? 0x30 : 0x57))
        default: self.byte(byte)
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
}
