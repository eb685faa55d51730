import Promo

// Figures that are another divided by a third.

extension JSONPen {
    /// `numerator` ÷ `denominator` as decimal text, rounded half even, in quotes. The denominator
    /// is not 0.
    ///
    /// 46 ÷ 13 with 4 decimals is "3.5385". The sign is that of the terms, as in decimal arithmetic
    /// (General Decimal Arithmetic, "divide"), also where the figure rounds to zero: 0 ÷ -1 is
    /// "-0.0000".
    @inline(__always)
    mutating func ratio(_ numerator: Int128, _ denominator: Int128, decimals: Int) {
        // The part in ten-thousandths, and twice a remainder, stay within 64 bits.
        if decimals == 4, 0..<1 << 48 ~= numerator, 1..<1 << 62 ~= denominator {
            let rounded = JSONPen.rounded(
                UInt64(truncatingIfNeeded: numerator) &* 10_000,
                by: UInt64(truncatingIfNeeded: denominator))
            // Almost every one: all of it is one word.
            if rounded < 100_000 {
                let whole = rounded / 10_000
                let quote = UInt64(UInt8(ascii: "\""))
                let fraction = UInt64(DecimalDigits.fourText(rounded &- whole &* 10_000))
                let text =
                    quote | (whole | 0x30) << 8 | UInt64(UInt8(ascii: ".")) << 16
                    | fraction << 24 | quote << 56
                next.storeBytes(of: text.littleEndian, as: UInt64.self)
                next += 8
                return
            }
        }
        next = JSONPen.write(numerator, over: denominator, decimals: decimals, at: next)
    }

    /// An amount for each of `count`, rounded half even, as `money`. The count is not 0.
    @inline(__always)
    mutating func average(_ amount: Int64, of count: Int64, decimals: Int) {
        guard amount >= 0, count > 0 else {
            let unit = Int128(PowersOfTen.value(decimals))
            return ratio(Int128(amount), Int128(count) * unit, decimals: decimals)
        }
        let rounded = JSONPen.rounded(amount.magnitude, by: count.magnitude)
        money(Int64(truncatingIfNeeded: rounded), decimals: decimals)
    }

    @inline(__always)
    private static func rounded(_ part: UInt64, by whole: UInt64) -> UInt64 {
        let (quotient, remainder) = part.quotientAndRemainder(dividingBy: whole)
        let twice = remainder &* 2
        let isUp = twice > whole || (twice == whole && quotient & 1 == 1)
        return isUp ? quotient &+ 1 : quotient
    }

    /// In two halves, since it may have more than 64 bits: it has a tiny divisor.
    @inline(never)
    private static func write(
        _ numerator: Int128, over denominator: Int128, decimals: Int,
        at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let unit = UInt128(PowersOfTen.value(decimals))
        let magnitude = HalfEven.divide(numerator * Int128(unit), by: denominator).magnitude
        let (high, low) = (magnitude / unit).quotientAndRemainder(
            dividingBy: UInt128(PowersOfTen.value(18)))
        var pen = JSONPen(at: place)
        pen.raw((numerator < 0) != (denominator < 0) ? "\"-" : "\"")
        if high > 0 {
            pen.next = DecimalDigits.write(UInt64(high), at: pen.next)
            pen.next = DecimalDigits.write(UInt64(low), width: 18, at: pen.next)
        } else {
            pen.next = DecimalDigits.write(UInt64(low), at: pen.next)
        }
        pen.next = DecimalDigits.writeFraction(UInt64(magnitude % unit), decimals, at: pen.next)
        pen.raw("\"")
        return pen.next
    }
}
