package enum PowersOfTen {
    private static let values: InlineArray<20, UInt64> = {
        var values = InlineArray<20, UInt64>(repeating: 1)
        for exponent in 1..<20 { values[exponent] = values[exponent - 1] * 10 }
        return values
    }()

    /// 10^`exponent`, for 0 … 19.
    package static func value(_ exponent: Int) -> UInt64 { values[exponent] }
}
