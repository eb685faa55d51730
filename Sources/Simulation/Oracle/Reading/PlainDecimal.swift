// Decimal numbers as a list of digits: no size is too large, nothing is lost before rounding.

/// A number that is not negative, as written: its digits without the point, and how many of them
/// stand behind it.
package struct PlainDecimal: Equatable, Sendable {
    package var digits: [UInt8]
    package var scale: Int

    /// `12`, `12.5`, `012.50`: digits, and digits behind a point. nil for all else: signs,
    /// exponents, spaces, a point at either end.
    package init?(_ token: [UInt8]) {
        digits = []
        scale = 0
        var point: Int?
        for (index, byte) in token.enumerated() {
            if byte == UInt8(ascii: "."), point == nil, index > 0, index < token.count - 1 {
                point = index
            } else if byte >= 0x30, byte <= 0x39 {
                digits.append(byte - 0x30)
            } else {
                return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        if let point { scale = token.count - 1 - point }
    }

    /// Far beyond Int64, near enough that a product of two still fits Int128.
    package static let beyond: Int128 = 10_000_000_000_000_000_000

    /// The whole number of units of 10^-decimals, or nil if digits other than 0 lie behind them.
    /// Anything beyond Int64 is `beyond`.
    package func exact(decimals: Int) -> Int128? {
        guard fraction(decimals: decimals).allSatisfy({ $0 == 0 }) else { return nil }
        return whole(decimals: decimals)
    }

    /// Rounded to units of 10^-decimals, half to even.
    package func roundedHalfEven(decimals: Int) -> Int128 {
        let rest = fraction(decimals: decimals)
        let below = whole(decimals: decimals)
        guard let first = rest.first, first >= 5, below < Self.beyond else { return below }
        let isHalf = first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        return isHalf && below % 2 == 0 ? below : below + 1
    }

    /// This number times a whole one, exactly.
    package func multiplied(by factor: Int128) -> PlainDecimal {
        var product = self
        product.digits = []
        var carry: Int128 = 0
        for digit in digits.reversed() {
            carry += Int128(digit) * factor
            product.digits.append(UInt8(carry % 10))
            carry /= 10
        }
        while carry > 0 {
            product.digits.append(UInt8(carry % 10))
            carry /= 10
        }
        product.digits.reverse()
        return product
    }

    private func fraction(decimals: Int) -> ArraySlice<UInt8> {
        guard scale > decimals else { return [] }
        // A number of fewer digits than lie behind the point has zeros between.
        let zeros = max(0, scale - decimals - digits.count)
        return zeros > 0
            ? ArraySlice(Array(repeating: 0, count: zeros) + digits)
            : digits.suffix(scale - decimals)
    }

    private func whole(decimals: Int) -> Int128 {
        let kept = digits.dropLast(max(0, scale - decimals))
        var value: Int128 = 0
        for digit in kept + Array(repeating: 0, count: max(0, decimals - scale)) {
            value = min(Self.beyond, value * 10 + Int128(digit))
        }
        return value
    }
}
