package import Streams

/// Finds contestants' slots by their cards' keys, in so little memory that it stays near the
/// processor: it has a part of each key only, and asks for the rest where the contestant is, which
/// is wanted anyway. A key is a hash already: nothing is hashed again to find it.
package struct ContestantIndex: ~Copyable {
    private struct Entry {
        /// Of the key; it says where the entry is at home.
        var mark: UInt32
        /// -1 in an empty entry.
        var slot: Int32
    }

    private static let smallest = 64

    private var entries: UnsafeMutablePointer<Entry>
    /// The number of entries, a power of two, less one.
    private var mask: Int
    private var count = 0

    package init() {
        mask = ContestantIndex.smallest - 1
        entries = ContestantIndex.emptyEntries(ContestantIndex.smallest)
    }

    deinit { entries.deallocate() }

    /// - Parameter isIt: whether the slot is the key's; asked of few others.
    @inline(__always)
    package func slot(of key: StateKey, _ isIt: (Int32) -> Bool) -> Int32? {
        let mark = ContestantIndex.mark(of: key)
        var place = home(of: mark)
        while entries[place].slot >= 0 {
            if entries[place].mark == mark, isIt(entries[place].slot) {
                return entries[place].slot
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// - Parameter key: it has no slot yet.
    package mutating func insert(_ key: StateKey, _ slot: Int32) {
        if count * 2 > mask { grow() }
        count += 1
        put(Entry(mark: ContestantIndex.mark(of: key), slot: slot))
    }

    /// - Parameter slot: the key's.
    package mutating func remove(_ key: StateKey, _ slot: Int32) {
        var gap = home(of: ContestantIndex.mark(of: key))
        while entries[gap].slot != slot { gap = (gap + 1) & mask }
        count -= 1
        // Those behind it move up, as far as their homes allow.
        var next = (gap + 1) & mask
        while entries[next].slot >= 0 {
            let home = home(of: entries[next].mark)
            if (next - home) & mask >= (next - gap) & mask {
                entries[gap] = entries[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        entries[gap] = ContestantIndex.empty
    }

    private func put(_ entry: Entry) {
        var place = home(of: entry.mark)
        while entries[place].slot >= 0 { place = (place + 1) & mask }
        entries[place] = entry
    }

    private mutating func grow() {
        let (old, oldCount) = (entries, mask + 1)
        mask = oldCount * 2 - 1
        entries = ContestantIndex.emptyEntries(oldCount * 2)
        for place in 0..<oldCount where old[place].slot >= 0 { put(old[place]) }
        old.deallocate()
    }

    @inline(__always)
    private static func mark(of key: StateKey) -> UInt32 { UInt32(truncatingIfNeeded: key.low) }

    @inline(__always)
    private func home(of mark: UInt32) -> Int { Int(mark) & mask }

    private static let empty = Entry(mark: 0, slot: -1)

    private static func emptyEntries(_ count: Int) -> UnsafeMutablePointer<Entry> {
        let entries = UnsafeMutablePointer<Entry>.allocate(capacity: count)
        entries.initialize(repeating: empty, count: count)
        return entries
    }
}
