import Promo

/// Packed values in memory that grows. A few that follow each other are written with one pen: then
/// room is asked for once.
struct PackedBuffer: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private var next: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer

    init(capacity: Int) {
        start = .allocate(byteCount: capacity, alignment: 16)
        next = start
        end = start + capacity
    }

    deinit { start.deallocate() }

    var count: Int { next - start }

    /// Valid until the next write.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    mutating func reset() { next = start }

    @inline(__always)
    mutating func byte(_ value: UInt8) { lend(1) { $0.byte(value) } }

    @inline(__always)
    mutating func fixed16(_ value: UInt16) { lend(2) { $0.fixed16(value) } }

    @inline(__always)
    mutating func fixed32(_ value: UInt32) { lend(4) { $0.fixed32(value) } }

    @inline(__always)
    mutating func fixed(_ value: UInt64) { lend(8) { $0.fixed(value) } }

    @inline(__always)
    mutating func zeros(_ count: Int) {
        lend(count) { pen in
            pen.next.initializeMemory(as: UInt8.self, repeating: 0, count: count)
            pen.next += count
        }
    }

    @inline(__always)
    mutating func unsigned(_ value: UInt64) {
        lend(PackedPen.longestNumber) { $0.unsigned(value) }
    }

    @inline(__always)
    mutating func signed(_ value: Int64) {
        lend(PackedPen.longestNumber) { $0.signed(value) }
    }

    /// A text of `arena`: its length + 1 and its bytes; 0 for an absent one.
    mutating func text(_ text: Text, in arena: [UInt8]) {
        arena.withUnsafeBufferPointer { arena in
            lend(PackedPen.room(ofText: text.count)) { $0.text(text, in: arena) }
        }
    }

    /// The same for a text that lies elsewhere.
    @inline(__always)
    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        lend(PackedPen.room(ofText: bytes.count)) { $0.text(bytes) }
    }

    /// The bytes alone, without their length.
    @inline(__always)
    mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        lend(bytes.count) { pen in
            pen.next.copyMemory(from: source, byteCount: bytes.count)
            pen.next += bytes.count
        }
    }

    /// Lends a pen with room for so many bytes.
    @inline(__always)
    mutating func lend(_ room: Int, _ body: (inout PackedPen) -> Void) {
        if end - next < room { grow(room) }
        var pen = PackedPen(next: next)
        body(&pen)
        precondition(pen.next - next <= room, "more was written than there is room for")
        next = pen.next
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let used = count
        let capacity = max((end - start) * 2, used + more)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        grown.copyMemory(from: start, byteCount: used)
        start.deallocate()
        start = grown
        next = grown + used
        end = grown + capacity
    }
}
