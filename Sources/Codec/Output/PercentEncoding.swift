/// `%`, `|` and `/` inside the parts of a key are percent-encoded (contract §2).
enum PercentEncoding {
    static func append(_ bytes: UnsafeRawBufferPointer, to key: inout [UInt8]) {
        guard !isPlain(bytes) else { return key.append(contentsOf: bytes) }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "%"): key.append(contentsOf: [0x25, 0x32, 0x35])
            case UInt8(ascii: "|"): key.append(contentsOf: [0x25, 0x37, 0x43])
            case UInt8(ascii: "/"): key.append(contentsOf: [0x25, 0x32, 0x46])
            default: key.append(byte)
            }
        }
    }

    static func append(_ bytes: ArraySlice<UInt8>, to key: inout [UInt8]) {
        bytes.withUnsafeBytes { append($0, to: &key) }
    }

    static func append(_ bytes: UnsafeRawBufferPointer, to key: StateWriter) {
        guard !isPlain(bytes) else { return key.raw(bytes) }
        var encoded: [UInt8] = []
        append(bytes, to: &encoded)
        encoded.withUnsafeBytes { key.raw($0) }
    }

    /// Whether nothing in it is encoded. Eight bytes are looked at in one, the last ones perhaps
    /// twice.
    private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 8 else { return !bytes.contains(where: isEncoded) }
        var found: UInt64 = 0
        var next = 0
        while next < bytes.count {
            let word = bytes.loadUnaligned(
                fromByteOffset: min(next, bytes.count - 8), as: UInt64.self)
            found |= ByteMarks.of(UInt8(ascii: "%"), in: word)
            found |= ByteMarks.of(UInt8(ascii: "|"), in: word)
            found |= ByteMarks.of(UInt8(ascii: "/"), in: word)
            next += 8
        }
        return found == 0
    }

    @inline(__always)
    private static func isEncoded(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "%") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "/")
    }
}
