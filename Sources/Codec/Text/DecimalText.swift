// Money is read from its digits, exactly: never through a binary fraction.

/// What became of an amount's text.
package enum Amount: Equatable {
    case minorUnits(Int64)
    /// A number, but beyond Int64 minor units.
    case overflow
    /// More decimals than the currency has, where none may be rounded away.
    case tooPrecise
}

/// Decimal text: digits, and if there is a point, digits after it. No sign, no space, no exponent,
/// no digit grouping, no point at either end. Borrows the bytes.
package struct DecimalText {
    /// The digits before the point, without leading zeros.
    let whole: UnsafeRawBufferPointer
    /// The digits after it, without trailing zeros.
    let fraction: UnsafeRawBufferPointer

    /// nil where the bytes are not decimal text.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        var point = bytes.count
        for index in 0..<bytes.count where bytes[index] &- 0x30 > 9 {
            guard bytes[index] == UInt8(ascii: "."), point == bytes.count else { return nil }
            point = index
        }
        guard point > 0, point != bytes.count - 1 else { return nil }
        var first = 0
        while first < point, bytes[first] == 0x30 { first += 1 }
        var last = bytes.count
        while last > point + 1, bytes[last - 1] == 0x30 { last -= 1 }
        whole = UnsafeRawBufferPointer(rebasing: bytes[first..<point])
        fraction = UnsafeRawBufferPointer(rebasing: bytes[min(point + 1, last)..<last])
    }

    /// The amount in units of 10^-`decimals` of plain text that is short and has no more decimals:
    /// almost every amount. nil says nothing: the long way decides.
    @inline(__always)
    static func shortUnits(_ bytes: UnsafeRawBufferPointer, decimals: Int) -> Int64? {
        guard 1...14 ~= bytes.count, bytes[0] != UInt8(ascii: ".") else { return nil }
        var units: Int64 = 0
        var point = bytes.count
        for index in 0..<bytes.count {
            let digit = bytes[index] &- 0x30
            if digit <= 9 {
                units = units &* 10 &+ Int64(digit)
            } else {
                guard bytes[index] == UInt8(ascii: "."), point == bytes.count else { return nil }
                point = index
            }
        }
        if point == bytes.count {
            point -= 1
        } else if point == bytes.count - 1 {
            return nil
        }
        let missing = decimals - (bytes.count - 1 - point)
        guard 0...4 ~= missing else { return nil }
        for _ in 0..<missing { units = units &* 10 }
        return units
    }

    /// The amount in units of 10^-`decimals`; more decimals are an error.
    package func exact(decimals: Int) -> Amount {
        guard fraction.count <= decimals else { return .tooPrecise }
        return product(1, decimals: decimals)
    }

    /// The amount in units of 10^-`decimals`, rounded half even.
    package func rounded(decimals: Int) -> Amount { product(1, decimals: decimals) }

    /// The amount × `factor` (not negative), the exact product rounded half even once.
    ///
    /// 0.005 × 3 with 2 decimals is 0.015, which is 0.02.
    package func product(_ factor: Int64, decimals: Int) -> Amount {
        // Long multiplication from the last digit on: those beyond `decimals` end as digits that
        // only decide the rounding, and the rest is one number.
        let kept = min(decimals, fraction.count)
        var carry: UInt128 = 0
        var firstDropped: UInt128 = 0
        var isMoreDropped = false
        for index in (kept..<fraction.count).reversed() {
            isMoreDropped = isMoreDropped || firstDropped != 0
            let sum = UInt128(fraction[index] &- 0x30) * UInt128(factor) + carry
            (carry, firstDropped) = sum.quotientAndRemainder(dividingBy: 10)
        }
        guard let digits = number(kept: kept, decimals: decimals) else { return .overflow }
        var sum = UInt128(digits) * UInt128(factor) + carry
        if firstDropped > 5 || (firstDropped == 5 && (isMoreDropped || sum & 1 == 1)) { sum += 1 }
        return sum > UInt128(Int64.max) ? .overflow : .minorUnits(Int64(sum))
    }

    /// The whole digits and `kept` of the fraction's as one number of `decimals` decimals; nil
    /// beyond Int64.
    private func number(kept: Int, decimals: Int) -> Int64? {
        var number: Int64 = 0
        for index in 0..<whole.count + decimals {
            let place = index - whole.count
            let digit =
                place < 0
                ? whole[index] &- 0x30 : place < kept ? fraction[place] &- 0x30 : 0
            let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (next, isBeyond) = tenfold.addingReportingOverflow(Int64(digit))
            if isTooLarge || isBeyond { return nil }
            number = next
        }
        return number
    }
}
