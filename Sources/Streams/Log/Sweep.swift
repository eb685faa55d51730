// The fuzzy checkpoint. While a sweep runs, each block carries a slice of what it did not change,
// in ascending order of key; once a sweep is whole and committed, the log before its begin is not
// needed any more. Between two sweeps the log may grow by the size of the table: a table that is
// small beside its changes is then not written again and again.

/// How far the sweep of a task has come. It is state: undone with the transaction, restored with
/// the task, so that no entry is passed over and a new owner goes on where the last one stopped.
package struct SweepProgress: Equatable, Sendable {
    /// Counts the sweeps that were begun.
    package var number: UInt64 = 0
    /// Where the next slice begins; nil between two sweeps.
    package var cursor: StateKey?
    /// A log offset at or before the first block of the sweep `number`.
    package var begunAt: Int64 = 0
    /// Bytes of changes logged since the last sweep ended.
    package var loggedBytes: UInt64 = 0

    package init() {}
}

/// The pace of the sweeps.
package struct SweepPace: Sendable {
    /// Bytes of changes that are let pass at least before another sweep begins.
    package var pause: UInt64 = 256 << 10
    /// The least and the most bytes of unchanged entries that go with a block.
    package var slice = 4096...(4 << 20)

    package init() {}

    func isDue(_ sweep: SweepProgress, tableBytes: Int) -> Bool {
        sweep.cursor == nil && sweep.loggedBytes >= max(UInt64(tableBytes), pause)
    }

    /// What goes with `changed` bytes of changes: twice as much, so that a sweep ends while the
    /// table changes by half; at least a little, so that it ends at all.
    func budget(changed: Int) -> Int { min(max(2 * changed, slice.lowerBound), slice.upperBound) }
}

/// The part of the key space whose unchanged entries a block carries: from a key to before another.
package struct SweepSlice: Equatable, Sendable {
    package var from: StateKey
    /// nil: to the end of the space, and of the sweep.
    package var to: StateKey?

    package init(from: StateKey, to: StateKey?) {
        self.from = from
        self.to = to
    }
}
