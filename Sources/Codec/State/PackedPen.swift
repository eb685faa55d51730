import Promo

/// Writes packed values where there is room for them, without asking: whoever lends a pen made sure
/// of that. It is all that changes with each byte, so that it can stay in a register.
struct PackedPen {
    var next: UnsafeMutableRawPointer

    /// The most that a number takes.
    static let longestNumber = 10

    /// Room for a text of so many bytes: its length, itself, and what is written behind it.
    @inline(__always)
    static func room(ofText count: some BinaryInteger) -> Int {
        longestNumber + max(0, Int(count)) + 16
    }

    @inline(__always)
    mutating func byte(_ value: UInt8) { store(value) }

    @inline(__always)
    mutating func fixed16(_ value: UInt16) { store(value.littleEndian) }

    @inline(__always)
    mutating func fixed32(_ value: UInt32) { store(value.littleEndian) }

    @inline(__always)
    mutating func fixed(_ value: UInt64) { store(value.littleEndian) }

    /// LEB128.
    @inline(__always)
    mutating func unsigned(_ value: UInt64) {
        if value < 0x80 {
            store(UInt8(truncatingIfNeeded: value))
        } else if value < 0x4000 {
            fixed16(UInt16(truncatingIfNeeded: value << 1 & 0x7f00 | value & 0x7f | 0x80))
        } else if value < 0x1000_0000 {
            // Three or four bytes, as most amounts take.
            let isThree = value < 0x20_0000
            let marks: UInt64 = isThree ? 0x8080 : 0x80_8080
            store(UInt32(truncatingIfNeeded: PackedPen.spread(value) | marks).littleEndian)
            next -= isThree ? 1 : 0
        } else {
            next = PackedPen.writeLong(value, at: next)
        }
    }

    /// The seven bits of each byte, without the marks that others follow; of up to eight bytes.
    @inline(__always)
    private static func spread(_ value: UInt64) -> UInt64 {
        let halves = value & 0x0fff_ffff | value << 4 & 0x0fff_ffff_0000_0000
        let quarters = halves & 0x3fff_0000_3fff | halves << 2 & 0x3fff_0000_3fff_0000
        return quarters & 0x7f_007f_007f_007f | quarters << 1 & 0x7f00_7f00_7f00_7f00
    }

    /// Zigzag, then LEB128.
    @inline(__always)
    mutating func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// A text of `arena`: its length + 1 and its bytes; 0 for an absent one.
    @inline(__always)
    mutating func text(_ text: Text, in arena: UnsafeBufferPointer<UInt8>) {
        guard text.count > 0 else { return byte(text.count == 0 ? 1 : 0) }
        let (first, length) = (Int(text.start), Int(text.count))
        guard length <= 16, first >= 0, first + 16 <= arena.count, let base = arena.baseAddress
        else { return self.text(text.bytes(in: arena)) }
        // Most texts: two words, whatever lies behind the text.
        let words = UnsafeRawPointer(base + first).loadUnaligned(as: (UInt64, UInt64).self)
        next.storeBytes(of: UInt8(truncatingIfNeeded: length + 1), as: UInt8.self)
        next.storeBytes(of: words.0, toByteOffset: 1, as: UInt64.self)
        next.storeBytes(of: words.1, toByteOffset: 9, as: UInt64.self)
        next += length + 1
    }

    /// The same for a text that lies elsewhere.
    @inline(__always)
    mutating func text(_ bytes: UnsafeRawBufferPointer) { next = PackedPen.write(bytes, at: next) }

    @inline(__always)
    private mutating func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        next.storeBytes(of: value, as: Value.self)
        next += MemoryLayout<Value>.size
    }

    // MARK: - Out of line

    // Each writes at a place and returns the one behind.

    @inline(never)
    private static func writeLong(
        _ value: UInt64, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        if value < 1 << 56 {
            let bytes = (70 - value.leadingZeroBitCount) / 7
            let marks = 0x8080_8080_8080_8080 & ((1 as UInt64) &<< UInt64(8 * bytes - 8) &- 1)
            place.storeBytes(of: (spread(value) | marks).littleEndian, as: UInt64.self)
            return place + bytes
        }
        var (rest, place) = (value, place)
        while rest >= 0x80 {
            place.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            place += 1
            rest >>= 7
        }
        place.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        return place + 1
    }

    @inline(never)
    private static func write(
        _ bytes: UnsafeRawBufferPointer, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var pen = PackedPen(next: place)
        pen.unsigned(UInt64(truncatingIfNeeded: bytes.count + 1))
        if let source = bytes.baseAddress {
            pen.next.copyMemory(from: source, byteCount: bytes.count)
        }
        return pen.next + bytes.count
    }
}
