// Text of a record without a String for each field: bytes lie in one arena that is used again.

/// A span of UTF-8 bytes in the arena of the value that holds it. Absent when `count` is negative.
package struct Text: Equatable, Sendable {
    package var start: Int32
    package var count: Int32

    /// Made anew, for a stored one would be asked at each use whether it was made.
    package static var absent: Text { Text(start: 0, count: -1) }

    package init(start: Int32, count: Int32) {
        self.start = start
        self.count = count
    }

    package var isAbsent: Bool { count < 0 }

    package var range: Range<Int> { Int(start)..<Int(start) + max(0, Int(count)) }

    /// The same text in an arena that has `offset` bytes before it.
    func moved(by offset: Int32) -> Text {
        isAbsent ? self : Text(start: start + offset, count: count)
    }
}

extension [UInt8] {
    /// Whether a text of this arena equals one of another.
    func isSame(_ mine: Text, _ other: [UInt8], _ theirs: Text) -> Bool {
        guard mine.count == theirs.count else { return false }
        return other.withUnsafeBytes { others in
            isSame(mine, UnsafeRawBufferPointer(rebasing: others[theirs.range]))
        }
    }

    /// Whether a text of this arena is these bytes: eight at a time.
    func isSame(_ mine: Text, _ other: UnsafeRawBufferPointer) -> Bool {
        withUnsafeBytes { bytes in
            let mine = UnsafeRawBufferPointer(rebasing: bytes[mine.range])
            guard mine.count == other.count else { return false }
            var offset = 0
            while offset + 8 <= mine.count {
                let word = mine.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let others = other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                guard word == others else { return false }
                offset += 8
            }
            while offset < mine.count {
                guard mine[offset] == other[offset] else { return false }
                offset += 1
            }
            return true
        }
    }
}

/// Bytes that are compared as bytes: ids, codes in normal form, names. (`String` would compare by
/// canonical equivalence, and two ids that differ in bytes are two ids.)
package struct ByteString: Hashable, Sendable, Comparable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { self.bytes = Array(text.utf8) }
    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// For people; the bytes are always valid UTF-8 when they come from a decoded record.
    package var description: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (a: ByteString, b: ByteString) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }
}
