// Text of the oracle: compared as bytes, as the contract compares ids, never as characters.

/// A byte string. Two are equal only if their bytes are.
package struct Bytes: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }
    package init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
    }

    package var isEmpty: Bool { bytes.isEmpty }

    /// For people and for keys; a decoded field is always valid UTF-8.
    package var description: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (a: Bytes, b: Bytes) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }
}
