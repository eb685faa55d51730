/// `%`, `|` and `/` inside the parts of a key are percent-encoded (contract §2).
enum PercentEncoding {
    static func append(_ bytes: some Sequence<UInt8>, to key: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "%"): key.append(contentsOf: [0x25, 0x32, 0x35])
            case UInt8(ascii: "|"): key.append(contentsOf: [0x25, 0x37, 0x43])
            case UInt8(ascii: "/"): key.append(contentsOf: [0x25, 0x32, 0x46])
            default: key.append(byte)
            }
        }
    }
}
