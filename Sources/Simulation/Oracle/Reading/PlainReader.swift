// The oracle's own JSON reader: RFC 8259 to the letter, one byte after the other.

/// What is not JSON in UTF-8.
package struct NotJSON: Error {}

/// Reads one JSON text. Slow and plain; nothing of the pipeline's decoder is in it.
package struct PlainReader {
    private let bytes: [UInt8]
    private var at = 0
    /// The deepest field of the contract is six levels down.
    private static let keptDepth = 8

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that `bytes` are, from their first to their last.
    package static func value(of bytes: [UInt8]) throws(NotJSON) -> PlainValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw NotJSON() }
        var reader = PlainReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw NotJSON() }
        return value
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            at += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ word: StaticString) throws(NotJSON) {
        for byte in word.withUTF8Buffer({ Array($0) }) {
            guard take(byte) else { throw NotJSON() }
        }
    }

    private mutating func value(depth: Int) throws(NotJSON) -> PlainValue {
        skipSpace()
        guard let first = next else { throw NotJSON() }
        switch first {
        case UInt8(ascii: "{"):
            return depth < Self.keptDepth ? try object(depth: depth) : try skipNested()
        case UInt8(ascii: "["):
            return depth < Self.keptDepth ? try array(depth: depth) : try skipNested()
        default: return try scalar(first)
        }
    }

    private mutating func scalar(_ first: UInt8) throws(NotJSON) -> PlainValue {
        switch first {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try expect("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(NotJSON) -> PlainValue {
        at += 1
        var fields: [PlainField] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(fields) }
        while true {
            skipSpace()
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw NotJSON() }
            fields.append(PlainField(name: name, value: try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(fields) }
            guard take(UInt8(ascii: ",")) else { throw NotJSON() }
        }
    }

    private mutating func array(depth: Int) throws(NotJSON) -> PlainValue {
        at += 1
        var values: [PlainValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw NotJSON() }
        }
    }

    /// Checks a nested value with a stack of its own, so that no depth can exhaust the thread's.
    private mutating func skipNested() throws(NotJSON) -> PlainValue {
        var closers: [UInt8] = []
        while true {
            skipSpace()
            guard let byte = next else { throw NotJSON() }
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                at += 1
                let closer = byte + 2
                skipSpace()
                if !take(closer) {
                    closers.append(closer)
                    if closer == UInt8(ascii: "}") { try skipName() }
                    continue
                }
            } else {
                _ = try scalar(byte)
            }
            // A value has ended: close what ends with it, or go on to the next one.
            while let closer = closers.last {
                skipSpace()
                if take(closer) {
                    closers.removeLast()
                    continue
                }
                guard take(UInt8(ascii: ",")) else { throw NotJSON() }
                if closer == UInt8(ascii: "}") { try skipName() }
                break
            }
            if closers.isEmpty { return .tooDeepToMatter }
        }
    }

    private mutating func skipName() throws(NotJSON) {
        skipSpace()
        _ = try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw NotJSON() }
    }

    private mutating func number() throws(NotJSON) -> [UInt8] {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return Array(bytes[start..<at])
    }

    private mutating func digits() throws(NotJSON) {
        let start = at
        while let byte = next, byte >= 0x30, byte <= 0x39 { at += 1 }
        guard at > start else { throw NotJSON() }
    }

    private mutating func string() throws(NotJSON) -> [UInt8] {
        guard take(UInt8(ascii: "\"")) else { throw NotJSON() }
        var text: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw NotJSON()
            default: text.append(byte)
            }
        }
        throw NotJSON()
    }

    private mutating func escape(into text: inout [UInt8]) throws(NotJSON) {
        guard let byte = next else { throw NotJSON() }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hex()
            if (0xD800..<0xDC00).contains(code) {
                try expect("\\u")
                let low = try hex()
                guard (0xDC00..<0xE000).contains(low) else { throw NotJSON() }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw NotJSON() }
            text.append(contentsOf: Array(String(scalar).utf8))
        default: throw NotJSON()
        }
    }

    private mutating func hex() throws(NotJSON) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw NotJSON() }
            at += 1
            switch byte {
            case 0x30...0x39: code = code << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: code = code << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: code = code << 4 | UInt32(byte - 0x57)
            default: throw NotJSON()
            }
        }
        return code
    }
}
