// The numbers of an order's attributions: 1, 2, 3 …, each once.

struct AttributionNumbers {
    /// All of 1…gapless were seen.
    private(set) var gapless: Int64 = 0
    /// Numbers beyond the first gap. Records of one order lie in several partitions, so that they
    /// are read in any order.
    private var beyond: Set<Int64> = []

    /// False if the number was seen before, or is none.
    mutating func add(_ number: Int64) -> Bool {
        guard number > gapless, beyond.insert(number).inserted else { return false }
        while beyond.remove(gapless + 1) != nil { gapless += 1 }
        return true
    }

    /// The smallest number that lacks although a later one is there.
    var gap: Int64? { beyond.isEmpty ? nil : gapless + 1 }
}
