// The index of the table: open addressing in ascending order of key. A key's home is its top bits
// scaled to the capacity, so homes ascend with keys; entries that collide follow in order, behind
// the home, never before it, and past the end there is slack instead of a way round. The whole
// table in order is then simply the slots in order, whatever was inserted, deleted or grown.
import Glibc

/// Where a key's value is, and what the running transaction did to it. 24 bytes.
struct StateSlot {
    private static let occupied: UInt32 = 1 << 31
    private static let changed: UInt32 = 1 << 30
    private static let removed: UInt32 = 1 << 29
    static let maximumLength = Int(removed) - 1

    var key: StateKey
    var reference: UInt32
    private var bits: UInt32

    init(key: StateKey, reference: UInt32, length: Int, isChanged: Bool) {
        precondition(length <= StateSlot.maximumLength, "a state entry of \(length) bytes")
        self.key = key
        self.reference = reference
        bits = StateSlot.occupied | UInt32(length) | (isChanged ? StateSlot.changed : 0)
    }

    static let empty = StateSlot()

    private init() {
        key = .lowest
        reference = 0
        bits = 0
    }

    var isEmpty: Bool { bits == 0 }
    /// The running transaction changed it; `StateUndo` has the value before.
    var isChanged: Bool { bits & StateSlot.changed != 0 }
    /// Removed by the running transaction; it goes when that commits.
    var isRemoved: Bool { bits & StateSlot.removed != 0 }
    var length: Int { Int(bits & (StateSlot.removed - 1)) }

    mutating func markChanged() { bits |= StateSlot.changed }

    mutating func markRemoved() {
        reference = 0
        bits = StateSlot.occupied | StateSlot.changed | StateSlot.removed
    }

    mutating func markCommitted() { bits &= ~StateSlot.changed }
}

struct StateSlots: ~Copyable {
    private var base: UnsafeMutablePointer<StateSlot>
    private var capacity: Int
    private var slack: Int
    /// Entries, removed ones that still wait for their commit included.
    private(set) var count = 0

    init() {
        capacity = 64
        slack = 64
        base = StateSlots.zeroed(capacity + slack)
    }

    deinit { free(base) }

    /// Slots to walk over; the last one is always empty.
    var end: Int { capacity + slack }
    var footprint: Int { end * MemoryLayout<StateSlot>.stride }

    subscript(index: Int) -> StateSlot {
        @inline(__always) get { base[index] }
        @inline(__always) nonmutating set { base[index] = newValue }
    }

    /// The index of the slot that holds `key`, or the complement of the index where it belongs.
    @inline(__always)
    func find(_ key: StateKey) -> Int {
        var index = home(of: key, capacity)
        while true {
            let slot = base + index
            if slot.pointee.isEmpty { return ~index }
            if slot.pointee.key.high >= key.high {
                if slot.pointee.key == key { return index }
                if key < slot.pointee.key { return ~index }
            }
            index += 1
        }
    }

    /// Asks for the slots where `find` will look for `key`.
    @inline(__always)
    func prefetch(_ key: StateKey) { Prefetch.line(base + home(of: key, capacity)) }

    /// Puts an entry where `find` said that it belongs (`hint` is no complement any more).
    mutating func insert(_ slot: StateSlot, at hint: Int) {
        var index = hint
        if (count + 1) * 4 > capacity * 3 {
            grow(to: capacity < 1 << 16 ? capacity * 2 : capacity + capacity / 4)
            index = ~find(slot.key)
        }
        var gap = firstEmpty(from: index)
        while gap == end - 1 {
            grow(to: capacity, slack: slack * 2)
            index = ~find(slot.key)
            gap = firstEmpty(from: index)
        }
        (base + index + 1).update(from: base + index, count: gap - index)
        base[index] = slot
        count += 1
    }

    /// Takes an entry out; what collided with it moves back towards its home.
    mutating func remove(at index: Int) {
        var next = index + 1
        while !base[next].isEmpty, home(of: base[next].key, capacity) < next { next += 1 }
        (base + index).update(from: base + index + 1, count: next - index - 1)
        base[next - 1] = .empty
        count -= 1
    }

    mutating func removeAll() {
        base.update(repeating: .empty, count: end)
        count = 0
    }

    /// Room for `entries` without growing again.
    mutating func reserve(_ entries: Int) {
        let needed = entries + entries / 3 + 1
        if needed > capacity { grow(to: needed) }
    }

    @inline(__always)
    private func home(of key: StateKey, _ capacity: Int) -> Int {
        Int(truncatingIfNeeded: key.high.multipliedFullWidth(by: UInt64(capacity)).high)
    }

    private func firstEmpty(from index: Int) -> Int {
        var gap = index
        while !base[gap].isEmpty { gap += 1 }
        return gap
    }

    /// Grows in place: all entries move to the far end, then each to its new home, from the left. A
    /// new place is never behind the entry that is moved there, so nothing is overwritten.
    private mutating func grow(to newCapacity: Int, slack newSlack: Int? = nil) {
        var (wasEnd, newSlack) = (end, newSlack ?? slack)
        repeat {
            let newEnd = newCapacity + newSlack
            guard let grown = realloc(base, newEnd * MemoryLayout<StateSlot>.stride) else {
                preconditionFailure("out of memory")
            }
            base = grown.assumingMemoryBound(to: StateSlot.self)
            pack(from: wasEnd, to: newEnd)
            (capacity, slack, wasEnd) = (newCapacity, newSlack, newEnd)
            newSlack *= 2
        } while !spread()
    }

    private func pack(from oldEnd: Int, to newEnd: Int) {
        var target = newEnd - 1
        for index in stride(from: oldEnd - 1, through: 0, by: -1) where !base[index].isEmpty {
            target -= 1
            base[target] = base[index]
        }
        base.update(repeating: .empty, count: target)
        base[newEnd - 1] = .empty
    }

    /// False when the slack is too small for what collides at the end; the order is kept.
    private func spread() -> Bool {
        var next = 0
        for source in end - 1 - count..<end - 1 {
            let slot = base[source]
            let target = max(next, home(of: slot.key, capacity))
            if target > source { return false }
            if target != source {
                base[target] = slot
                base[source] = .empty
            }
            next = target + 1
        }
        return true
    }

    private static func zeroed(_ count: Int) -> UnsafeMutablePointer<StateSlot> {
        guard let memory = calloc(count, MemoryLayout<StateSlot>.stride) else {
            preconditionFailure("out of memory")
        }
        return memory.assumingMemoryBound(to: StateSlot.self)
    }
}
