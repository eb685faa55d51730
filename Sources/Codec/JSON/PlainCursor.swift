// JSON as programs write it nearly always: ASCII, no escapes, small numbers. A reader that expects
// that takes values straight from the text, in one pass; whatever is not as expected is no error to
// it but a reason to give up: the tape then decides, and finds the same or says what is wrong.

import Glibc

/// A position in a text that is followed by zeros, as a tape's copy is. What returns nil or false
/// leaves the position anywhere.
struct PlainCursor {
    private(set) var next: UnsafePointer<UInt8>

    init(_ text: UnsafePointer<UInt8>) { next = text }

    /// Takes these very bytes. For text whose writer is known, spaces and all.
    @inline(__always)
    mutating func take(_ bytes: StaticString) -> Bool {
        guard memcmp(next, bytes.utf8Start, bytes.utf8CodeUnitCount) == 0 else { return false }
        next += bytes.utf8CodeUnitCount
        return true
    }

    /// Takes a byte, and spaces before it.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        if next.pointee != byte {
            skipSpace()
            guard next.pointee == byte else { return false }
        }
        next += 1
        return true
    }

    /// Passes over bytes that were looked at.
    @inline(__always)
    mutating func skip(_ count: Int) { next += count }

    /// The next byte that is no space.
    @inline(__always)
    mutating func peek() -> UInt8 {
        skipSpace()
        return next.pointee
    }

    @inline(__always)
    mutating func skipSpace() {
        while next.pointee <= 0x20, next.pointee != 0, isSpace(next.pointee) { next += 1 }
    }

    @inline(__always)
    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }

    /// A string without escapes and of ASCII only. It begins here, as do all values below: a walk
    /// over members has passed over spaces.
    @inline(__always)
    mutating func string() -> UnsafeRawBufferPointer? {
        guard next.pointee == UInt8(ascii: "\"") else { return nil }
        next += 1
        return stringContent()
    }

    /// From behind the opening quote to behind the closing one.
    @inline(__always)
    mutating func stringContent() -> UnsafeRawBufferPointer? {
        let start = next
        while true {
            let special = JSONScanner.specialBytes(
                UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
            if special == 0 {
                next += 8
                continue
            }
            next += special.trailingZeroBitCount >> 3
            guard next.pointee == UInt8(ascii: "\"") else { return nil }
            let text = UnsafeRawBufferPointer(start: start, count: next - start)
            next += 1
            return text
        }
    }

    /// Read as one word, without a branch between the two: which it is cannot be foretold.
    @inline(__always)
    mutating func flag() -> Bool? {
        let word = UInt64(
            littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
        let isTrue = word & 0xffff_ffff == 0x6575_7274
        let isFalse = word & 0xff_ffff_ffff == 0x65_736c_6166
        guard isTrue != isFalse else { return nil }
        next += isTrue ? 4 : 5
        return isTrue
    }

    /// A string, or the digits of an integer without a sign.
    @inline(__always)
    mutating func stringOrInteger() -> UnsafeRawBufferPointer? {
        if next.pointee == UInt8(ascii: "\"") { return string() }
        let start = next
        return digits(18) == nil ? nil : UnsafeRawBufferPointer(start: start, count: next - start)
    }

    /// Passes over any value, a few levels deep.
    mutating func skipValue(depth: Int = 8) -> Bool {
        switch peek() {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "t"): return take("true")
        case UInt8(ascii: "f"): return take("false")
        case UInt8(ascii: "n"): return take("null")
        case UInt8(ascii: "{"): return depth > 0 && skipObject(depth)
        case UInt8(ascii: "["): return depth > 0 && skipArray(depth)
        default:
            guard integer() != nil else { return false }
            guard next.pointee == UInt8(ascii: ".") else { return true }
            next += 1
            let start = next
            while next.pointee &- 0x30 <= 9 { next += 1 }
            return next > start
        }
    }

    private mutating func skipObject(_ depth: Int) -> Bool {
        next += 1
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            skipSpace()
            guard string() != nil, take(UInt8(ascii: ":")), skipValue(depth: depth - 1) else {
                return false
            }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    private mutating func skipArray(_ depth: Int) -> Bool {
        next += 1
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard skipValue(depth: depth - 1) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    /// An integer of at most 18 digits.
    @inline(__always)
    mutating func integer() -> Int64? {
        guard next.pointee == UInt8(ascii: "-") else { return digits(18) }
        next += 1
        return digits(18).map { -$0 }
    }

    /// At most `most` digits as a number of JSON: no zeros before it.
    @inline(__always)
    mutating func digits(_ most: Int) -> Int64? {
        let start = next
        var value: Int64 = 0
        while next.pointee &- 0x30 <= 9 {
            value = value &* 10 &+ Int64(next.pointee &- 0x30)
            next += 1
        }
        let count = next - start
        guard 1...most ~= count, count == 1 || start.pointee != 0x30 else { return nil }
        return value
    }
}
