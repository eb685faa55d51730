// States with a fixed layout are mostly zeros. Packed, a value is a bitmap of its 8-byte words that
// are not zero, those words, and the bytes behind the last whole word as they are.

enum ZeroPacking {
    /// The most that the packed form of `count` bytes is larger than they are.
    static func overhead(of count: Int) -> Int { (count / 8 + 7) / 8 + 8 }

    /// Whether the packed form is so many bytes smaller. Of a state with a fixed layout the first
    /// words show it.
    static func saves(_ least: Int, of value: UnsafeRawBufferPointer) -> Bool {
        guard let start = value.baseAddress else { return false }
        let words = value.count / 8
        var needed = ((words + 7) / 8 + least + 7) / 8
        for place in stride(from: start, to: start + words * 8, by: 8)
        where place.loadUnaligned(as: UInt64.self) == 0 {
            needed -= 1
            if needed == 0 { return true }
        }
        return false
    }

    /// Writes the packed form to `out`, where there is room for `overhead` more than the value has;
    /// its size.
    static func pack(_ value: UnsafeRawBufferPointer, to out: UnsafeMutableRawPointer) -> Int {
        let words = value.count / 8
        let bitmap = (words + 7) / 8
        var end = bitmap
        var bits: UInt8 = 0
        for index in 0..<words {
            let word = word(index, of: value)
            // Written in any case; what is zero is written over.
            out.storeBytes(of: word, toByteOffset: end, as: UInt64.self)
            let isFilled = word != 0
            end += isFilled ? 8 : 0
            bits |= (isFilled ? 1 : 0) << UInt8(truncatingIfNeeded: index & 7)
            if index & 7 == 7 {
                out.storeBytes(of: bits, toByteOffset: index >> 3, as: UInt8.self)
                bits = 0
            }
        }
        if words & 7 != 0 { out.storeBytes(of: bits, toByteOffset: bitmap - 1, as: UInt8.self) }
        for index in words * 8..<value.count {
            out.storeBytes(of: value[index], toByteOffset: end, as: UInt8.self)
            end += 1
        }
        return end
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
