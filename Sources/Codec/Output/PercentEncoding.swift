/// `%`, `|` and `/` inside the parts of a key are percent-encoded (contract §2).
enum PercentEncoding {
    static func append(_ bytes: UnsafeRawBufferPointer, to key: inout [UInt8]) {
        guard bytes.contains(where: isEncoded) else { return key.append(contentsOf: bytes) }
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

    @inline(__always)
    private static func isEncoded(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "%") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "/")
    }
}
