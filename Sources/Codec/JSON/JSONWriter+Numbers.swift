package import Promo

extension JSONWriter {
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
}
