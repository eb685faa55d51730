// States with a fixed layout are mostly zeros. Packed, a value is a bitmap of its 8-byte words that
// are not zero, those words, and the bytes behind the last whole word as they are.

enum ZeroPacking {
    /// Size of the packed form.
    static func packedCount(of value: UnsafeRawBufferPointer) -> Int {
        let words = value.count / 8
        var filled = 0
        for index in 0..<words where word(index, of: value) != 0 { filled += 1 }
        return (words + 7) / 8 + filled * 8 + value.count % 8
    }

    static func pack(_ value: UnsafeRawBufferPointer, into arena: inout ByteArena) {
        let words = value.count / 8
        for first in stride(from: 0, to: words, by: 8) {
            var bits: UInt8 = 0
            for index in first..<min(first + 8, words) where word(index, of: value) != 0 {
                bits |= 1 << UInt8(index - first)
            }
            arena.append(value: bits)
        }
        for index in 0..<words where word(index, of: value) != 0 {
            arena.append(value: word(index, of: value))
        }
        _ = arena.append(UnsafeRawBufferPointer(rebasing: value[(words * 8)...]))
    }

    /// The `count` bytes whose packed form begins at the cursor, in `scratch`.
    static func unpack(
        _ count: Int, from cursor: inout ByteCursor, into scratch: inout ByteArena
    ) throws(DamagedBytes) -> UnsafeRawBufferPointer {
        let words = count / 8
        let bitmap = try cursor.bytes((words + 7) / 8)
        scratch.removeAll()
        for index in 0..<words {
            let isFilled = bitmap[index / 8] & (1 << UInt8(index % 8)) != 0
            scratch.append(value: isFilled ? try cursor.number(UInt64.self).littleEndian : 0)
        }
        _ = scratch.append(try cursor.bytes(count % 8))
        return scratch.bytes(at: 0, count: count)
    }

    @inline(__always)
    private static func word(_ index: Int, of value: UnsafeRawBufferPointer) -> UInt64 {
        value.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }
}
