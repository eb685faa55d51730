// The memory of a task. A transaction's changes are known (they go into its block) and can be
// taken back in microseconds: the old values are kept until it commits. Nothing is
// allocated for an operation once the memory has grown to its size.

/// The state of one task: bytes under 128-bit keys, and a few registers. Every change since the
/// last commit can be undone, and is known (it goes into the transaction's block).
package final class StateTable {
    package static let registerCount = 8

    private let pinned = Pinned(StateMemory())

    package init() {}

    // MARK: - Entries

    /// Entries, not counting removed ones.
    package var count: Int { pinned.pointer.pointee.count }
    /// Bytes of all values.
    package var byteCount: Int { pinned.pointer.pointee.byteCount }
    /// Bytes of memory held, apart from the undo log.
    package var footprint: Int { pinned.pointer.pointee.footprint }

    /// Bytes under `key`, or nil. Valid until the next change of this table.
    package func value(of key: StateKey) -> UnsafeRawBufferPointer? {
        pinned.pointer.pointee.value(of: key)
    }

    /// Asks memory for what `value(of: key)` will read, in two steps that want some work between
    /// them: where the entry is, then its bytes. It changes nothing; a key without an entry is
    /// fine.
    package func prefetch(_ key: StateKey) { pinned.pointer.pointee.slots.prefetch(key) }
    package func prefetchValue(of key: StateKey) { pinned.pointer.pointee.prefetchValue(of: key) }

    /// Puts `bytes`, which must not lie in this table, under `key`.
    package func set(_ key: StateKey, _ bytes: UnsafeRawBufferPointer) {
        pinned.pointer.pointee.set(key, bytes)
    }

    /// Bytes to change in place (their length stays). The old ones are kept for undo.
    package func mutableValue(of key: StateKey) -> UnsafeMutableRawBufferPointer? {
        pinned.pointer.pointee.mutableValue(of: key)
    }

    package func remove(_ key: StateKey) { pinned.pointer.pointee.remove(key) }

    /// Int64 figures that belong to the task as a whole (its event time …). Undone and restored
    /// like entries. All zero in a new task.
    package func register(_ index: Int) -> Int64 { pinned.pointer.pointee.registers[index] }
    package func setRegister(_ index: Int, _ value: Int64) {
        pinned.pointer.pointee.registers[index] = value
    }
    var registers: [Int64] { pinned.pointer.pointee.registers }

    /// Every entry, in ascending order of key. The table must not change meanwhile.
    package func forEach(_ body: (StateKey, UnsafeRawBufferPointer) -> Void) {
        _ = pinned.pointer.pointee.scan(from: .lowest, limit: .max, body)
    }

    /// Up to `limit` entries in ascending order of key, from `first` on.
    /// - Returns: the key at which to go on; nil at the end of the table. The table may change
    ///   between two calls: an entry that stays is seen once.
    package func scan(
        from first: StateKey, limit: Int, _ body: (StateKey, UnsafeRawBufferPointer) -> Void
    ) -> StateKey? {
        pinned.pointer.pointee.scan(from: first, limit: limit, body)
    }

    // MARK: - The running transaction

    /// True when there is something to commit or to roll back.
    package var hasChanges: Bool { pinned.pointer.pointee.hasChanges }
    /// About the size of the running transaction's changes in a block, in bytes.
    package var changedByteCount: Int { pinned.pointer.pointee.changedByteCount }
    /// The digest as of the last commit.
    package var digest: StateDigest { pinned.pointer.pointee.digest }

    /// Hands over every changed entry once, nil for one that was removed, and returns the digest of
    /// the table with these changes. In the order of first change. Nothing may change behind it
    /// before `commit` or `rollback`.
    package func forEachChange(
        _ body: (StateKey, UnsafeRawBufferPointer?) -> Void
    ) -> StateDigest {
        pinned.pointer.pointee.forEachChange(body)
    }

    /// Hands over unchanged entries in ascending order from `start` on, until `budget` bytes of
    /// values are passed. Returns where the next slice begins, nil behind the last entry. Changed
    /// entries are passed over: they are in the block anyway.
    package func slice(
        from start: StateKey, budget: Int, _ body: (StateKey, UnsafeRawBufferPointer) -> Void
    ) -> StateKey? {
        pinned.pointer.pointee.slice(from: start, budget: budget, body)
    }

    /// Keeps the changes and forgets how to take them back.
    package func commit() { pinned.pointer.pointee.commit() }

    /// Takes every change since the last commit back.
    package func rollback() { pinned.pointer.pointee.rollback() }

    // MARK: - Restore

    /// Puts an entry in as it was committed.
    package func load(_ key: StateKey, _ value: UnsafeRawBufferPointer) {
        pinned.pointer.pointee.load(key, value)
    }

    /// Takes an entry out as it was committed.
    package func unload(_ key: StateKey) { pinned.pointer.pointee.unload(key) }

    /// Ends the restore: registers as committed, and the digest of what was loaded.
    package func finishLoading(registers: [Int64]) -> StateDigest {
        pinned.pointer.pointee.finishLoading(registers: registers)
    }

    /// Room for `entries` without growing on the way there.
    package func reserve(_ entries: Int) { pinned.pointer.pointee.reserve(entries) }

    /// Empty, as a new one; the memory is kept.
    package func removeAll() { pinned.pointer.pointee.removeAll() }
}
