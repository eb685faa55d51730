// Strings: eight bytes at a time while they are plain ASCII, else one character at a time. Escapes
// are undone in place: what they stand for is never longer than they are.

extension JSONScanner {
    /// A string from its opening quote to behind its closing one; the span of its characters.
    @inline(__always)
    mutating func string() throws(JSONFault) -> Span {
        next += 1
        let start = next
        while true {
            let special = JSONScanner.specialBytes(
                UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
            if special == 0 {
                next += 8
                continue
            }
            next += special.trailingZeroBitCount >> 3
            if next.pointee == UInt8(ascii: "\"") {
                let span = Span(
                    start: UInt32(truncatingIfNeeded: start - text),
                    count: UInt32(truncatingIfNeeded: next - start))
                next += 1
                return span
            }
            if next.pointee >= 0x80 {
                try character()
                continue
            }
            guard next.pointee == UInt8(ascii: "\\") else { throw fault(.string) }
            return try escaped(start)
        }
    }

    /// The high bit of each byte that is a quote, a backslash, a control character or no ASCII.
    /// Only the lowest one set is exact; what lies above may have borrowed from it.
    @inline(__always)
    static func specialBytes(_ loaded: UInt64) -> UInt64 {
        let bytes = UInt64(littleEndian: loaded)
        let ones: UInt64 = 0x0101_0101_0101_0101
        // With this bit turned, the quote alone joins the control characters below 0x21.
        let controls = (bytes ^ (ones &* 0x02)) &- (ones &* 0x21)
        let backslashes = (bytes ^ (ones &* 0x5c)) &- ones
        return (bytes | controls | backslashes) & (ones &* 0x80)
    }

    /// Passes over the characters beyond ASCII that begin here: UTF-8, no overlong form, no
    /// surrogate, nothing beyond U+10FFFF.
    @inline(never)
    private mutating func character() throws(JSONFault) {
        repeat {
            guard let length = JSONScanner.length(of: next) else { throw fault(.utf8) }
            next += length
        } while next.pointee >= 0x80
    }

    /// How many bytes the character that begins at `bytes` has; nil unless they are well formed.
    /// The second byte alone tells overlong forms, surrogates and what is too large.
    private static func length(of bytes: UnsafeMutablePointer<UInt8>) -> Int? {
        func follows(_ offset: Int) -> Bool { bytes[offset] & 0xc0 == 0x80 }
        switch bytes[0] {
        case 0xc2...0xdf: return follows(1) ? 2 : nil
        case 0xe0: return 0xa0...0xbf ~= bytes[1] && follows(2) ? 3 : nil
        case 0xed: return 0x80...0x9f ~= bytes[1] && follows(2) ? 3 : nil
        case 0xe1...0xef: return follows(1) && follows(2) ? 3 : nil
        case 0xf0: return 0x90...0xbf ~= bytes[1] && follows(2) && follows(3) ? 4 : nil
        case 0xf1...0xf3: return follows(1) && follows(2) && follows(3) ? 4 : nil
        case 0xf4: return 0x80...0x8f ~= bytes[1] && follows(2) && follows(3) ? 4 : nil
        default: return nil
        }
    }

    /// The rest of a string that has an escape at `next`.
    @inline(never)
    private mutating func escaped(_ start: UnsafeMutablePointer<UInt8>) throws(JSONFault) -> Span {
        var target = next
        while true {
            switch next.pointee {
            case UInt8(ascii: "\""):
                next += 1
                return Span(
                    start: UInt32(truncatingIfNeeded: start - text),
                    count: UInt32(truncatingIfNeeded: target - start))
            case UInt8(ascii: "\\"):
                try escape(&target)
            case 0..<0x20: throw fault(.string)
            case 0x80...:
                guard let length = JSONScanner.length(of: next) else { throw fault(.utf8) }
                for _ in 0..<length { move(to: &target) }
            default: move(to: &target)
            }
        }
    }

    private mutating func move(to target: inout UnsafeMutablePointer<UInt8>) {
        target.pointee = next.pointee
        target += 1
        next += 1
    }

    private mutating func escape(
        _ target: inout UnsafeMutablePointer<UInt8>
    ) throws(JSONFault) {
        let plain: UInt8
        switch next[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = next[1]
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0c
        case UInt8(ascii: "n"): plain = 0x0a
        case UInt8(ascii: "r"): plain = 0x0d
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"): return try unicodeEscape(&target)
        default: throw fault(.escape)
        }
        target.pointee = plain
        target += 1
        next += 2
    }

    private mutating func unicodeEscape(
        _ target: inout UnsafeMutablePointer<UInt8>
    ) throws(JSONFault) {
        var scalar = try hexDigits()
        if 0xd800...0xdfff ~= scalar {
            guard scalar < 0xdc00, next[0] == UInt8(ascii: "\\"), next[1] == UInt8(ascii: "u")
            else { throw fault(.surrogate) }
            let low = try hexDigits()
            guard 0xdc00...0xdfff ~= low else { throw fault(.surrogate) }
            scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
        }
        for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{fffd}") ?? .init() {
            target.pointee = byte
            target += 1
        }
    }

    /// The number in `\uXXXX`.
    private mutating func hexDigits() throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for offset in 2..<6 {
            let digit = next[offset]
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 + UInt32(digit - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 + UInt32(digit - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 + UInt32(digit - 0x37)
            default: throw fault(.escape)
            }
        }
        next += 6
        return value
    }
}
