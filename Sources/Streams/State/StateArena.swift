// Memory of the values: one region, cut into blocks of a few hundred sizes. A freed block goes to
// its size's list and is used again, so a table whose values come and go keeps its size.
import Glibc

/// Blocks of bytes, named by 32-bit references in units of 8 bytes (32 GiB a table).
struct StateArena: ~Copyable {
    private static let unit = 8
    /// Sizes up to 64 units each have their own class; above, eight classes for each doubling.
    private static let exactClasses = 64
    private static let classCount = exactClasses + 8 * 24

    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    /// In units. Unit 0 stays unused, so that reference 0 is none.
    private var top = 1
    private let freeLists: UnsafeMutablePointer<UInt32>

    init() {
        freeLists = .allocate(capacity: StateArena.classCount)
        freeLists.initialize(repeating: 0, count: StateArena.classCount)
    }

    deinit {
        freeLists.deallocate()
        free(base)
    }

    /// Bytes taken from the system.
    var footprint: Int { top * StateArena.unit }

    @inline(__always)
    func address(_ reference: UInt32) -> UnsafeMutableRawPointer {
        base! + Int(reference) * StateArena.unit
    }

    /// Asks for the bytes of a block that is read soon; nothing for an empty one.
    @inline(__always)
    func prefetch(_ reference: UInt32, _ count: Int) {
        if count > 0 { Prefetch.lines(address(reference), count: count) }
    }

    /// A block for `count` bytes, 0 for none.
    mutating func allocate(_ count: Int) -> UInt32 {
        guard count > 0 else { return 0 }
        let (index, units) = StateArena.sizeClass(of: count)
        let first = freeLists[index]
        if first != 0 {
            freeLists[index] = address(first).load(as: UInt32.self)
            return first
        }
        if top + units > capacity { grow(to: top + units) }
        defer { top += units }
        return UInt32(top)
    }

    mutating func release(_ reference: UInt32, _ count: Int) {
        guard reference != 0 else { return }
        let (index, _) = StateArena.sizeClass(of: count)
        address(reference).storeBytes(of: freeLists[index], as: UInt32.self)
        freeLists[index] = reference
    }

    /// True when a block for `a` bytes is as large as one for `b` bytes.
    static func sameClass(_ a: Int, _ b: Int) -> Bool { sizeClass(of: a) == sizeClass(of: b) }

    mutating func removeAll() {
        top = 1
        freeLists.update(repeating: 0, count: StateArena.classCount)
    }

    @inline(__always)
    private static func sizeClass(of count: Int) -> (index: Int, units: Int) {
        let units = (count + unit - 1) / unit
        guard units > exactClasses else { return (max(0, units - 1), units) }
        let shift = Int.bitWidth - 1 - (units - 1).leadingZeroBitCount - 3
        let steps = ((units - 1) >> shift) + 1
        // `steps` runs from 9 to 16 within a doubling; shift is 3 for the first one.
        return (exactClasses + (shift - 3) * 8 + steps - 9, steps << shift)
    }

    /// `realloc` of a large region moves its pages, not its bytes.
    private mutating func grow(to units: Int) {
        capacity = max(units, capacity + capacity / 2, 512)
        precondition(capacity - 1 <= Int(UInt32.max), "the state of one task is over 32 GiB")
        guard let grown = realloc(base, capacity * StateArena.unit) else {
            preconditionFailure("out of memory")
        }
        base = grown
    }
}
