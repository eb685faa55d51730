/// A bounds-checked cursor over packed values. Reading past the end gives zeros and is remembered
/// in `isBroken`: decoding never traps, on any bytes.
package struct StateReader {
    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    package private(set) var isBroken = false

    package init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position >= bytes.count }

    package mutating func byte() -> UInt8 {
        guard position < bytes.count else {
            isBroken = true
            return 0
        }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func fixed() -> UInt64 {
        guard position + 8 <= bytes.count else {
            isBroken = true
            position = bytes.count
            return 0
        }
        defer { position += 8 }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    package mutating func unsigned() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 70 {
            let next = byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
        isBroken = true
        return 0
    }

    package mutating func signed() -> Int64 {
        let raw = unsigned()
        return Int64(bitPattern: (raw >> 1) ^ (~(raw & 1) &+ 1))
    }

    /// A count of things that take at least one byte each: never more than there are bytes left.
    package mutating func count() -> Int {
        let raw = unsigned()
        guard raw <= UInt64(bytes.count - position) else {
            isBroken = true
            return 0
        }
        return Int(raw)
    }

    /// Nil for an absent text.
    package mutating func text() -> UnsafeRawBufferPointer? {
        let length = unsigned()
        guard length > 0 else { return nil }
        guard length - 1 <= UInt64(bytes.count - position) else {
            isBroken = true
            position = bytes.count
            return nil
        }
        let start = position
        position += Int(length) - 1
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }
}
