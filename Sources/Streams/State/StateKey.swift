/// The 128-bit hash of what a state entry belongs to.
package struct StateKey: Hashable, Comparable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A key is a hash: its upper half says enough.
    package func hash(into hasher: inout Hasher) { hasher.combine(high) }

    /// What a dictionary asks for: nothing need be hashed again.
    @inlinable
    package func _rawHashValue(seed: Int) -> Int { Int(truncatingIfNeeded: high) ^ seed }

    @inlinable
    package static func == (a: StateKey, b: StateKey) -> Bool {
        a.high == b.high && a.low == b.low
    }

    /// Where the key space begins.
    package static let lowest = StateKey(high: 0, low: 0)

    package static func < (a: StateKey, b: StateKey) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }
}
