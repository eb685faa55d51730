// Amounts, of which most have few digits: all of them are read at once, as one word.

extension PlainCursor {
    /// A decimal number, in quotes or not, of at most 12 digits before the point and `decimals`
    /// behind it, in units of 10^-`decimals`. `decimals` is at most 4.
    @inline(__always)
    mutating func amount(decimals: Int) -> Int64? {
        guard let value = shortAmount(1, decimals) else { return longAmount(decimals) }
        return value
    }

    /// The same with a sign or without one.
    @inline(__always)
    mutating func signedAmount(decimals: Int) -> Int64? {
        let isNegative = next[1] == UInt8(ascii: "-")
        guard let value = shortAmount(isNegative ? 2 : 1, decimals) else {
            return longAmount(decimals, signed: true)
        }
        return isNegative ? 0 &- value : value
    }

    /// `start` bytes behind the opening quote's place: digits, a point, exactly `decimals` digits
    /// and a closing quote, 8 bytes at most.
    @inline(__always)
    private mutating func shortAmount(_ start: Int, _ decimals: Int) -> Int64? {
        let bytes = UnsafeRawPointer(next) + start
        let text = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        let digits = text ^ 0x3030_3030_3030_3030
        // The high bit of each byte that is no digit. What lies above one that is no ASCII is not
        // exact; but neither the point nor the quote is such a one.
        let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        // The bits before the point, and before the quote; 0 where there is none.
        let point = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & 56
        let end = UInt64(truncatingIfNeeded: (others & (others &- 1)).trailingZeroBitCount) & 56
        guard next.pointee == UInt8(ascii: "\""), decimals > 0,
            UInt8(truncatingIfNeeded: text &>> point) == UInt8(ascii: "."),
            UInt8(truncatingIfNeeded: text &>> end) == UInt8(ascii: "\""),
            end &- point == UInt64(truncatingIfNeeded: decimals &* 8 &+ 8),
            point == 8 || 1...9 ~= UInt8(truncatingIfNeeded: digits)
        else { return nil }
        skip(start &+ Int(truncatingIfNeeded: end &>> 3) &+ 1)
        // The digits close up over the point, and go to the word's end, behind zeros.
        let whole = (1 &<< point) &- 1
        let closed = (digits & whole) | ((digits &>> 8) & ~whole)
        return Int64(truncatingIfNeeded: PlainCursor.number(closed &<< (72 &- end)))
    }

    /// The number whose eight digits are a word's bytes, the first one the lowest.
    @inline(__always)
    private static func number(_ digits: UInt64) -> UInt64 {
        let pairs = digits &* 10 &+ (digits &>> 8)
        let even = (pairs & 0xff_0000_00ff) &* (100 + 1_000_000 << 32)
        let odd = ((pairs &>> 16) & 0xff_0000_00ff) &* (1 + 10_000 << 32)
        return (even &+ odd) &>> 32
    }

    @inline(never)
    private mutating func longAmount(_ decimals: Int, signed: Bool = false) -> Int64? {
        let isText = next.pointee == UInt8(ascii: "\"")
        if isText { skip(1) }
        let isNegative = signed && next.pointee == UInt8(ascii: "-")
        if isNegative { skip(1) }
        guard var value = digits(12) else { return nil }
        var missing = decimals
        if next.pointee == UInt8(ascii: ".") {
            skip(1)
            while missing > 0, next.pointee &- 0x30 <= 9 {
                value = value &* 10 &+ Int64(next.pointee &- 0x30)
                skip(1)
                missing -= 1
            }
            guard missing < decimals, next.pointee &- 0x30 > 9 else { return nil }
        }
        for _ in 0..<missing { value = value &* 10 }
        if isText {
            guard next.pointee == UInt8(ascii: "\"") else { return nil }
            skip(1)
        }
        return isNegative ? 0 &- value : value
    }
}
