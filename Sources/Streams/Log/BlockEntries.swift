// The entries of a block: key, length, value; a removed one has no value.
import Glibc

package enum BlockEntries {
    private enum Form: UInt64 { case plain, packed, removed }

    /// A key, and a length in groups of 7 bits.
    private static let headCount = 16 + 10
    /// Shorter values are packed already, each in a way of its own.
    private static let fixedLayout = 256

    /// The most that an entry takes.
    @inline(__always)
    static func room(for value: UnsafeRawBufferPointer?) -> Int {
        let count = value?.count ?? 0
        return headCount + count + ZeroPacking.overhead(of: count)
    }

    /// Writes an entry to `out`, where there is `room` for it; its size.
    @inline(__always)
    static func write(
        _ key: StateKey, _ value: UnsafeRawBufferPointer?, to out: UnsafeMutableRawPointer
    ) -> Int {
        out.storeBytes(of: key.high.littleEndian, as: UInt64.self)
        out.storeBytes(of: key.low.littleEndian, toByteOffset: 8, as: UInt64.self)
        guard let value else { return 16 + put(Form.removed.rawValue, at: out + 16) }
        let count = value.count
        let size = UInt64(count) << 2
        // Below a word or two of gain the reader's work is not worth it.
        if count >= fixedLayout, ZeroPacking.saves(16, of: value) {
            let head = 16 + put(size | Form.packed.rawValue, at: out + 16)
            return head + ZeroPacking.pack(value, to: out + head)
        }
        let head = 16 + put(size | Form.plain.rawValue, at: out + 16)
        if let source = value.baseAddress { memcpy(out + head, source, count) }
        return head + count
    }

    /// A number in groups of 7 bits, lowest first; how many there are.
    @inline(__always)
    private static func put(_ value: UInt64, at out: UnsafeMutableRawPointer) -> Int {
        var (left, count) = (value, 0)
        while left >= 0x80 {
            out.storeBytes(
                of: UInt8(truncatingIfNeeded: left) | 0x80, toByteOffset: count, as: UInt8.self)
            left >>= 7
            count += 1
        }
        out.storeBytes(of: UInt8(truncatingIfNeeded: left), toByteOffset: count, as: UInt8.self)
        return count + 1
    }

    /// Hands over all entries in `bytes`; `scratch` is for values that were packed.
    package static func forEach(
        in bytes: UnsafeRawBufferPointer, scratch: inout ByteArena,
        _ body: (StateKey, UnsafeRawBufferPointer?) -> Void
    ) throws(DamagedBytes) {
        var cursor = ByteCursor(bytes)
        while cursor.left > 0 {
            let key = try cursor.key()
            let tag = try cursor.variable()
            guard let form = Form(rawValue: tag & 3), tag >> 2 <= UInt64(StateSlot.maximumLength)
            else { throw DamagedBytes("an entry of no known form") }
            let count = Int(tag >> 2)
            switch form {
            case .plain: body(key, try cursor.bytes(count))
            case .packed:
                body(key, try ZeroPacking.unpack(count, from: &cursor, into: &scratch))
            case .removed: body(key, nil)
            }
        }
    }
}
