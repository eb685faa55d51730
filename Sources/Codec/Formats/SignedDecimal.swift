import Promo

/// A decimal with up to twelve places, exact: shops send sums, negative totals and more decimals
/// than a currency has. What cannot be read stays so through every sum, for the decoder to refuse.
struct SignedDecimal: Equatable {
    static let places = 12
    static let zero = SignedDecimal(units: 0)
    static let one = SignedDecimal(units: Int128(PowersOfTen.value(places)))
    /// Text that is no amount, or a sum beyond what can be held.
    static let unreadable = SignedDecimal(units: .min)

    /// In units of 10^-12.
    var units: Int128

    init(units: Int128) { self.units = units }

    /// Unreadable where the bytes are no decimal text of at most twelve places and 24 digits before
    /// them.
    init(_ bytes: UnsafeRawBufferPointer) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? UnsafeRawBufferPointer(rebasing: bytes[1...]) : bytes
        guard let decimal = DecimalText(digits), decimal.whole.count <= 24,
            decimal.fraction.count <= SignedDecimal.places
        else {
            self = .unreadable
            return
        }
        var value: Int128 = 0
        for digit in decimal.whole { value = value * 10 + Int128(digit &- 0x30) }
        for place in 0..<SignedDecimal.places {
            let digit = place < decimal.fraction.count ? decimal.fraction[place] &- 0x30 : 0
            value = value * 10 + Int128(digit)
        }
        units = isNegative ? -value : value
    }

    init(minorUnits: Int64, decimals: Int) {
        let factor = Int128(PowersOfTen.value(SignedDecimal.places - decimals))
        units = Int128(minorUnits) * factor
    }

    var isReadable: Bool { units != .min }

    /// Whether it has no decimals.
    var isWhole: Bool { isReadable && units % SignedDecimal.one.units == 0 }

    var magnitude: SignedDecimal {
        isReadable && units < 0 ? SignedDecimal(units: -units) : self
    }

    /// Zero for anything below it.
    var orZero: SignedDecimal { isReadable && units < 0 ? .zero : self }

    static func + (a: SignedDecimal, b: SignedDecimal) -> SignedDecimal {
        let (sum, isBeyond) = a.units.addingReportingOverflow(b.units)
        return isBeyond || !a.isReadable || !b.isReadable
            ? .unreadable : SignedDecimal(units: sum)
    }

    static func - (a: SignedDecimal, b: SignedDecimal) -> SignedDecimal {
        b.isReadable ? a + SignedDecimal(units: -b.units) : .unreadable
    }

    static func += (a: inout SignedDecimal, b: SignedDecimal) { a = a + b }

    /// Rounded half even to a currency's decimals, in minor units; nil beyond Int64.
    func minorUnits(decimals: Int) -> Int64? {
        guard isReadable else { return nil }
        let divisor = Int128(PowersOfTen.value(SignedDecimal.places - decimals))
        return Int64(exactly: HalfEven.divide(units, by: divisor))
    }

    /// A whole number of minor units, as an amount.
    func shifted(decimals: Int) -> SignedDecimal {
        guard isWhole else { return .unreadable }
        return SignedDecimal(units: units / Int128(PowersOfTen.value(decimals)))
    }

    /// Decimal text with all its places; what is unreadable is no decimal text either.
    var text: String {
        guard isReadable else { return "unreadable" }
        let digits = String(units.magnitude)
        let missing = max(0, SignedDecimal.places + 1 - digits.utf8.count)
        let padded = String(repeating: "0", count: missing) + digits
        let whole = padded.dropLast(SignedDecimal.places)
        return (units < 0 ? "-" : "") + whole + "." + padded.suffix(SignedDecimal.places)
    }
}
