package import Promo

extension JSONWriter {
    package func integer(_ value: Int64) {
        lend(JSONPen.longestNumber) { $0.integer(value) }
    }

    /// An amount in minor units as decimal text with the currency's decimals, in quotes.
    package func money(_ amount: Int64, _ currency: Currency) {
        money(amount, decimals: currency.decimals)
    }

    func money(_ amount: Int64, decimals: Int) {
        lend(JSONPen.longestNumber) { $0.money(amount, decimals: decimals) }
    }

    @inline(__always)
    private static func sign(
        _ isNegative: Bool, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard isNegative else { return place }
        place.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
        return place + 1
    }

    /// `numerator` ÷ `denominator` as decimal text, rounded half even, in quotes. The denominator
    /// is not 0.
    ///
    /// 46 ÷ 13 with 4 decimals is "3.5385". The sign is that of the terms, as in decimal arithmetic
    /// (General Decimal Arithmetic, "divide"), also where the figure rounds to zero: 0 ÷ -1 is
    /// "-0.0000".
    package func ratio(_ numerator: Int128, _ denominator: Int128, decimals: Int) {
        let isNegative = (numerator < 0) != (denominator < 0)
        let start = room(JSONPen.longestNumber)
        start.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        var place = JSONWriter.sign(isNegative, at: start + 1)
        let (part, whole) = (numerator.magnitude, denominator.magnitude)
        // The part in ten-thousandths, and twice a remainder, stay within 64 bits.
        if decimals <= 4, part < 1 << 48, whole < 1 << 62 {
            let unit: UInt64 = decimals == 4 ? 10_000 : PowersOfTen.value(decimals)
            let rounded = JSONWriter.rounded(UInt64(part) &* unit, by: UInt64(whole))
            place = DecimalDigits.write(rounded / unit, at: place)
            place = DecimalDigits.writeFraction(rounded % unit, decimals, at: place)
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
        return DecimalDigits.writeFraction(UInt64(magnitude % unit), decimals, at: place)
    }
}
