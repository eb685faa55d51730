// What the headers of a state log must show before the state built from it is trusted.

/// Follows the blocks of one log from its start.
struct BlockSequence {
    private(set) var last: BlockHeader?
    private var isWhole = false
    /// Where the slice must begin that continues the sweep `sweep`; nil while none is followed.
    private var expected: StateKey?
    private var sweep: UInt64 = 0

    mutating func add(_ header: BlockHeader) throws(DamagedBytes) {
        guard header.registers.count == StateTable.registerCount else {
            throw DamagedBytes("block \(header.number) has \(header.registers.count) registers")
        }
        if let last {
            guard header.number == last.number + 1 else {
                throw DamagedBytes("block \(header.number) follows block \(last.number)")
            }
        } else {
            // From the task's first transaction on, nothing is missing.
            isWhole = header.number == 1
        }
        last = header
        guard let slice = header.slice else { return }
        if slice.from == .lowest {
            (sweep, expected) = (header.sweep.number, slice.from)
        }
        guard let from = expected, sweep == header.sweep.number, from == slice.from else {
            // The log begins amid this sweep, or a slice is missing: it proves nothing.
            expected = nil
            return
        }
        expected = slice.to
        if slice.to == nil { isWhole = true }
    }

    /// Throws unless the log from its start holds every entry and `loaded` is what it should be.
    func check(_ loaded: StateDigest) throws(DamagedBytes) {
        guard let last else { return }
        guard isWhole else {
            throw DamagedBytes("no sweep is whole, though the log begins after the first block")
        }
        guard last.digest == loaded else {
            throw DamagedBytes(
                "block \(last.number) says \(last.digest.count) entries with hash "
                    + "\(last.digest.hash), but there are \(loaded.count) with \(loaded.hash)")
        }
    }
}
