import Promo

/// Appends packed values to a buffer that is used again: LEB128 for integers, zigzag for signed
/// ones.
package final class StateWriter {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    package private(set) var count = 0

    package init(capacity: Int = 1024) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Valid until the next write.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    package func reset() { count = 0 }

    package func byte(_ value: UInt8) {
        reserve(1)
        base.storeBytes(of: value, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    package func fixed16(_ value: UInt16) {
        reserve(2)
        base.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt16.self)
        count += 2
    }

    package func fixed32(_ value: UInt32) {
        reserve(4)
        base.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt32.self)
        count += 4
    }

    package func fixed(_ value: UInt64) {
        reserve(8)
        base.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt64.self)
        count += 8
    }

    package func unsigned(_ value: UInt64) {
        reserve(10)
        var rest = value
        var next = base + count
        while rest >= 0x80 {
            next.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            next += 1
            rest >>= 7
        }
        next.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        count = next + 1 - base
    }

    package func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// A text of `arena`: its length + 1 and its bytes; 0 for an absent one.
    func text(_ text: Text, in arena: [UInt8]) {
        guard !text.isAbsent else { return unsigned(0) }
        precondition(text.start >= 0 && text.range.upperBound <= arena.count)
        unsigned(UInt64(text.count) + 1)
        reserve(Int(text.count))
        arena.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            (base + count).copyMemory(from: start + Int(text.start), byteCount: Int(text.count))
        }
        count += Int(text.count)
    }

    /// The same for a text that lies elsewhere.
    func text(_ bytes: UnsafeRawBufferPointer) {
        unsigned(UInt64(bytes.count) + 1)
        raw(bytes)
    }

    /// The bytes alone, without their length.
    package func raw(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    private func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    @inline(never)
    private func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        grown.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = grown
    }
}
