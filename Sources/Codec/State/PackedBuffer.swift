import Promo

/// Packed values in memory that grows: LEB128 for integers, zigzag for signed ones. Lent `inout`,
/// it is nobody else's meanwhile: where the next byte goes need not be read again for each.
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
    mutating func byte(_ value: UInt8) { store(value) }

    @inline(__always)
    mutating func fixed16(_ value: UInt16) { store(value.littleEndian) }

    @inline(__always)
    mutating func fixed32(_ value: UInt32) { store(value.littleEndian) }

    @inline(__always)
    mutating func fixed(_ value: UInt64) { store(value.littleEndian) }

    @inline(__always)
    mutating func zeros(_ count: Int) {
        reserve(count)
        next.initializeMemory(as: UInt8.self, repeating: 0, count: count)
        next += count
    }

    @inline(__always)
    mutating func unsigned(_ value: UInt64) {
        reserve(10)
        if value < 0x80 {
            next.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
            next += 1
        } else if value < 0x4000 {
            let bytes = UInt16(truncatingIfNeeded: value << 1 & 0x7f00 | value & 0x7f | 0x80)
            next.storeBytes(of: bytes.littleEndian, as: UInt16.self)
            next += 2
        } else {
            longUnsigned(value)
        }
    }

    /// - Parameter value: of at least three bytes, for which there is room.
    @inline(never)
    private mutating func longUnsigned(_ value: UInt64) {
        var (rest, place) = (value, next)
        while rest >= 0x80 {
            place.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            place += 1
            rest >>= 7
        }
        place.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        next = place + 1
    }

    @inline(__always)
    mutating func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// A text of `arena`: its length + 1 and its bytes; 0 for an absent one.
    mutating func text(_ text: Text, in arena: [UInt8]) {
        guard text.count > 0 else { return byte(text.count == 0 ? 1 : 0) }
        let (first, length) = (Int(text.start), Int(text.count))
        precondition(first >= 0 && first + length <= arena.count)
        guard length <= 16, first + 16 <= arena.count else {
            return arena.withUnsafeBytes { self.text(.init(rebasing: $0[text.range])) }
        }
        // Most texts: two words, whatever lies behind the text.
        reserve(17)
        next.storeBytes(of: UInt8(truncatingIfNeeded: length + 1), as: UInt8.self)
        arena.withUnsafeBytes { bytes in
            let (one, other) = (
                bytes.loadUnaligned(fromByteOffset: first, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: first + 8, as: UInt64.self)
            )
            next.storeBytes(of: one, toByteOffset: 1, as: UInt64.self)
            next.storeBytes(of: other, toByteOffset: 9, as: UInt64.self)
        }
        next += length + 1
    }

    /// The same for a text that lies elsewhere.
    @inline(__always)
    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        unsigned(UInt64(truncatingIfNeeded: bytes.count + 1))
        raw(bytes)
    }

    /// The bytes alone, without their length.
    @inline(__always)
    mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        next.copyMemory(from: source, byteCount: bytes.count)
        next += bytes.count
    }

    @inline(__always)
    private mutating func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        reserve(MemoryLayout<Value>.size)
        next.storeBytes(of: value, as: Value.self)
        next += MemoryLayout<Value>.size
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if end - next < more { grow(more) }
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
