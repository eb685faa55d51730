// The rounding of taxes, costs and derived measures: to the nearest, a half to the even neighbour.

package enum HalfEven {
    /// `numerator` ÷ `denominator`, rounded. The denominator is not 0.
    ///
    /// 5 ÷ 2 is 2, 7 ÷ 2 is 4, -5 ÷ 2 is -2, 8 ÷ 3 is 3.
    package static func divide(_ numerator: Int128, by denominator: Int128) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        let twice = remainder.magnitude * 2
        let isUp =
            twice > denominator.magnitude
            || (twice == denominator.magnitude && quotient & 1 == 1)
        guard isUp else { return quotient }
        return (numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1
    }

    /// `sum` ÷ `count`, rounded. The count is not 0.
    package static func quotient(_ sum: Int64, by count: Int64) -> Int64 {
        Int64(divide(Int128(sum), by: Int128(count)))
    }
}
