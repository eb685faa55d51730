// Reading numbers and bytes from a log that may hold anything: every step is checked against the
// end, nothing traps.

/// Bytes that end too early or say something impossible.
package struct DamagedBytes: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// A position in borrowed bytes. Numbers are little endian.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var left: Int { bytes.count - offset }

    mutating func number<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type = Value.self
    ) throws(DamagedBytes) -> Value {
        let size = MemoryLayout<Value>.size
        guard size <= left else { throw DamagedBytes("a number ends too early") }
        defer { offset += size }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    mutating func bytes(_ count: Int) throws(DamagedBytes) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= left else { throw DamagedBytes("bytes end too early") }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// A number in groups of 7 bits, lowest first.
    mutating func variable() throws(DamagedBytes) -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while shift < 64 {
            let byte = try number(UInt8.self)
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw DamagedBytes("a number is too long")
    }

    mutating func text() throws(DamagedBytes) -> String {
        String(decoding: try bytes(Int(try number(UInt16.self))), as: UTF8.self)
    }

    mutating func key() throws(DamagedBytes) -> StateKey {
        StateKey(high: try number(), low: try number())
    }
}

extension ByteArena {
    mutating func append(number value: some FixedWidthInteger & BitwiseCopyable) {
        append(value: value.littleEndian)
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { utf8 in
            let count = min(utf8.count, Int(UInt16.max))
            append(number: UInt16(count))
            _ = append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[..<count]))
        }
    }

    mutating func append(key: StateKey) {
        append(number: key.high)
        append(number: key.low)
    }
}
