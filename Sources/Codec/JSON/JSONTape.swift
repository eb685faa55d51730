// The first half of decoding: the grammar. A text becomes a tape of entries, one a value, in the
// order in which the values begin; the second half (`Input/`) walks the tape and never sees syntax.

/// A reused tape over one JSON text. It keeps a padded copy of the text, in which strings are
/// unescaped in place, so every key and string is a plain span of UTF-8 bytes, and numbers are the
/// digits as sent. Valid until the next `scan`.
package final class JSONTape {
    package enum Kind: UInt8 {
        case null, `true`, `false`
        /// A number without fraction and exponent.
        case integer
        case number
        case string
        case array, object
    }

    package struct Entry {
        /// Span of the member's name; empty outside objects.
        var keyStart: UInt32
        var keyCount: UInt32
        /// Span of a number's or a string's bytes.
        var start: UInt32
        var count: UInt32
        /// Index of the entry behind this value and all that is inside it. An array's or object's
        /// first child, if any, is the entry right behind it.
        var next: UInt32
        var kind: Kind
        /// Which of the decoder's fields the member is; the decoder's own note.
        var field: UInt8
    }

    /// The scanner reads up to this many bytes behind the text; all are zero.
    static let padding = 32

    private(set) var bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    private var byteCapacity = 4096
    private(set) var entries = UnsafeMutablePointer<Entry>.allocate(capacity: 256)
    private var entryCapacity = 256
    private var entryCount = 0
    private(set) var textCount = 0

    package init() {}

    /// How many values there are.
    package var count: Int { entryCount }

    deinit {
        bytes.deallocate()
        entries.deallocate()
    }

    /// Replaces the tape by that of `text`, whose root is entry 0. Any byte and any depth is safe.
    package func scan(_ text: UnsafeRawBufferPointer) throws(JSONFault) {
        // Entries hold 32-bit places; no record comes near (`RecordReader.largestValue`).
        precondition(text.count < Int(Int32.max), "a JSON text of 2 GiB")
        entryCount = 0
        load(text)
        var scanner = JSONScanner(
            text: bytes, count: text.count, entries: entries, capacity: entryCapacity)
        defer {
            entries = scanner.entries
            entryCapacity = scanner.capacity
        }
        try scanner.scan()
        entryCount = scanner.count
    }

    /// All the text, strings unescaped in place: what the spans are spans of.
    package var wholeText: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes, count: textCount)
    }

    /// The bytes of a string or number.
    @inline(__always)
    package func text(of entry: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: bytes + Int(entries[entry].start), count: Int(entries[entry].count))
    }

    /// The bytes of a member's name.
    package func key(of entry: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: bytes + Int(entries[entry].keyStart), count: Int(entries[entry].keyCount))
    }

    @inline(__always)
    package func kind(of entry: Int) -> Kind { entries[entry].kind }

    @inline(__always)
    package func next(after entry: Int) -> Int { Int(entries[entry].next) }

    /// What one great record made it grow to is not kept for ever.
    private static let keptBytes = 1 << 16

    /// Takes a text without scanning it: it is then to be read from `bytes`.
    func load(_ text: UnsafeRawBufferPointer) {
        textCount = text.count
        let needed = text.count + JSONTape.padding
        if needed > byteCapacity || byteCapacity > max(JSONTape.keptBytes, needed * 8) {
            bytes.deallocate()
            byteCapacity = max(4096, needed + needed / 2)
            bytes = .allocate(capacity: byteCapacity)
        }
        if let source = text.baseAddress {
            UnsafeMutableRawPointer(bytes).copyMemory(from: source, byteCount: text.count)
        }
        (bytes + text.count).initialize(repeating: 0, count: JSONTape.padding)
    }
}
