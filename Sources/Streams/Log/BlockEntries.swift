// The entries of a block: key, length, value; a removed one has no value.

package enum BlockEntries {
    private enum Form: UInt64 { case plain, packed, removed }

    static func append(_ key: StateKey, _ value: UnsafeRawBufferPointer?, to arena: inout ByteArena)
    {
        arena.append(key: key)
        guard let value else { return arena.append(variable: Form.removed.rawValue) }
        let size = UInt64(value.count) << 2
        // Below a word or two of gain the reader's work is not worth it.
        if ZeroPacking.packedCount(of: value) + 16 <= value.count {
            arena.append(variable: size | Form.packed.rawValue)
            ZeroPacking.pack(value, into: &arena)
        } else {
            arena.append(variable: size | Form.plain.rawValue)
            _ = arena.append(value)
        }
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
