// Interface; the implementation is an open-addressing table ordered by key hash over an arena.

/// The 128-bit hash of what a state entry belongs to.
package struct StateKey: Hashable, Comparable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static func < (a: StateKey, b: StateKey) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

/// The state of one task: bytes under 128-bit keys, and a few registers. Every change since the
/// last commit can be undone, and is known (it goes into the transaction's block).
package final class StateTable {
    package static let registerCount = 8

    package init() {}

    package var count: Int { 0 }

    /// Bytes under `key`, or nil. Valid until the next change of this table.
    package func value(of key: StateKey) -> UnsafeRawBufferPointer? { nil }

    package func set(_ key: StateKey, _ bytes: UnsafeRawBufferPointer) {}

    /// Bytes to change in place (their length stays). The old ones are kept for undo.
    package func mutableValue(of key: StateKey) -> UnsafeMutableRawBufferPointer? { nil }

    package func remove(_ key: StateKey) {}

    /// Int64 figures that belong to the task as a whole (its event time …). Undone and restored
    /// like entries. All zero in a new task.
    package func register(_ index: Int) -> Int64 { 0 }
    package func setRegister(_ index: Int, _ value: Int64) {}

    /// Every entry, in ascending order of key. The table must not change meanwhile.
    package func forEach(_ body: (StateKey, UnsafeRawBufferPointer) -> Void) {}
}
