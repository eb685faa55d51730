import Promo

/// A decimal with up to twelve places, exact: shops send sums, negative totals and more decimals than
/// a currency has.
struct SignedDecimal: Equatable {
    static let places = 12
    static let zero = SignedDecimal(units: 0)

    /// In units of 10^-12.
    var units: Int128

    init(units: Int128) { self.units = units }

    /// Nil where the bytes are no decimal text of at most twelve places and 24 digits before them.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? UnsafeRawBufferPointer(rebasing: bytes[1...]) : bytes
        guard let decimal = DecimalText(digits), decimal.whole.count <= 24,
            decimal.fraction.count <= SignedDecimal.places
        else { return nil }
        var value: Int128 = 0
        for digit in decimal.whole { value = value * 10 + Int128(digit &- 0x30) }
        for place in 0..<SignedDecimal.places {
            let digit = place < decimal.fraction.count ? decimal.fraction[place] &- 0x30 : 0
            value = value * 10 + Int128(digit)
        }
        units = isNegative ? -value : value
    }

    /// An amount in minor units of a currency with `decimals` decimals.
    init?(minorUnits bytes: UnsafeRawBufferPointer, decimals: Int) {
        guard let whole = SignedDecimal(bytes) else { return nil }
        units = whole.units / Int128(PowersOfTen.value(decimals))
    }

    init(minorUnits: Int64, decimals: Int) {
        let factor = Int128(PowersOfTen.value(SignedDecimal.places - decimals))
        units = Int128(minorUnits) * factor
    }

    var magnitude: SignedDecimal { SignedDecimal(units: units < 0 ? -units : units) }

    static func + (a: SignedDecimal, b: SignedDecimal) -> SignedDecimal {
        SignedDecimal(units: a.units + b.units)
    }

    static func - (a: SignedDecimal, b: SignedDecimal) -> SignedDecimal {
        SignedDecimal(units: a.units - b.units)
    }

    static func += (a: inout SignedDecimal, b: SignedDecimal) { a = a + b }

    /// Rounded half even to a currency's decimals, in minor units; nil beyond Int64.
    func minorUnits(decimals: Int) -> Int64? {
        let divisor = Int128(PowersOfTen.value(SignedDecimal.places - decimals))
        return Int64(exactly: HalfEven.divide(units, by: divisor))
    }
}
