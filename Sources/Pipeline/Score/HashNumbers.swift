import Streams

/// Numbers keys in the order in which they first come: 0, 1, 2 … What belongs to one lies in an
/// array. A key is a hash already: nothing is hashed again to find it.
struct HashNumbers: ~Copyable {
    private struct Slot {
        var key: StateKey
        /// -1 in an empty slot.
        var number: Int
    }

    private static let smallest = 64

    private var slots: UnsafeMutablePointer<Slot>
    /// The number of slots, a power of two, less one.
    private var mask: Int
    private(set) var count = 0

    init() {
        mask = HashNumbers.smallest - 1
        slots = HashNumbers.emptySlots(HashNumbers.smallest)
    }

    deinit { slots.deallocate() }

    /// Asks for the memory where a key is looked for.
    func prefetch(_ key: StateKey) {
        Prefetch.line(slots + Int(truncatingIfNeeded: key.low) & mask)
    }

    /// The number of a key that came before; -1 for any other.
    func find(_ key: StateKey) -> Int { slots[place(of: key)].number }

    mutating func number(_ key: StateKey) -> Int {
        let place = place(of: key)
        let known = slots[place].number
        if known >= 0 { return known }
        slots[place] = Slot(key: key, number: count)
        count += 1
        if count * 2 > mask { grow() }
        return count - 1
    }

    mutating func removeAll() {
        slots.update(repeating: HashNumbers.empty, count: mask + 1)
        count = 0
    }

    /// Where the key is, or would be.
    private func place(of key: StateKey) -> Int {
        var place = Int(truncatingIfNeeded: key.low) & mask
        while slots[place].number >= 0 {
            let found = slots[place].key
            if found.low == key.low, found.high == key.high { break }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        let (old, oldCount) = (slots, mask + 1)
        mask = oldCount * 2 - 1
        slots = HashNumbers.emptySlots(oldCount * 2)
        for index in 0..<oldCount where old[index].number >= 0 {
            slots[place(of: old[index].key)] = old[index]
        }
        old.deallocate()
    }

    private static let empty = Slot(key: .lowest, number: -1)

    private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        slots.initialize(repeating: empty, count: count)
        return slots
    }
}
