// The only source of chance in the house: the same seed gives the same shop, everywhere.

/// SplitMix64, by the published constants.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A whole number of `range`, which is not empty.
    package mutating func number(_ range: Range<Int>) -> Int {
        let high = next().multipliedFullWidth(by: UInt64(range.count)).high
        return range.lowerBound + Int(high)
    }

    /// True so many times in a thousand.
    package mutating func chance(_ permille: Int) -> Bool { number(0..<1000) < permille }

    /// One of `choices`, which are not none.
    package mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[number(0..<choices.count)]
    }
}
