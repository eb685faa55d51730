// Text of a record without a String for each field: bytes lie in one arena that is used again.

/// A span of UTF-8 bytes in the arena of the value that holds it. Absent when `count` is negative.
package struct Text: Equatable, Sendable {
    package var start: Int32
    package var count: Int32

    package static let absent = Text(start: 0, count: -1)

    package init(start: Int32, count: Int32) {
        self.start = start
        self.count = count
    }

    package var isAbsent: Bool { count < 0 }

    package var range: Range<Int> { Int(start)..<Int(start) + max(0, Int(count)) }
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
