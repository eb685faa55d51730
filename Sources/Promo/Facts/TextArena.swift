/// The bytes of texts, one behind the other, in memory that is used again. Emptied, it keeps the
/// bytes and forgets that they are there: taking them out of an array would cost more than all the
/// texts of an order.
package struct TextArena: Sendable {
    /// The texts' bytes, and behind them what is left of others.
    package private(set) var bytes: [UInt8] = []
    private var end = 0

    package init() {}

    mutating func clear() { end = 0 }

    /// All of them in one piece.
    var all: [UInt8] { Array(bytes[..<end]) }

    package subscript(text: Text) -> ArraySlice<UInt8> { bytes[text.range] }

    /// Replaces all texts by one, which lies elsewhere: it begins at place 0, and so many zeros are
    /// behind it.
    package mutating func load(_ source: UnsafeRawBufferPointer, zeros: Int = 0) {
        end = source.count + zeros
        if bytes.count < end { grow(by: end - bytes.count) }
        bytes.withUnsafeMutableBytes { bytes in
            bytes.copyMemory(from: source)
            UnsafeMutableRawBufferPointer(rebasing: bytes[source.count..<end])
                .initializeMemory(as: UInt8.self, repeating: 0)
        }
    }

    /// Copies bytes, which lie elsewhere.
    package mutating func add(_ source: UnsafeRawBufferPointer) -> Text {
        let text = Text(start: Int32(end), count: Int32(source.count))
        if bytes.count - end < source.count { grow(by: source.count) }
        bytes.withUnsafeMutableBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes[text.range]).copyMemory(from: source)
        }
        end += source.count
        return text
    }

    /// Copies a text of another arena, which may be absent; then it stays so.
    package mutating func add(_ text: Text, of arena: [UInt8]) -> Text {
        guard !text.isAbsent else { return .absent }
        precondition(text.start >= 0 && text.range.upperBound <= arena.count)
        return arena.withUnsafeBytes { add(UnsafeRawBufferPointer(rebasing: $0[text.range])) }
    }

    package mutating func add(_ source: [UInt8]) -> Text {
        source.withUnsafeBytes { add($0) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        bytes.append(contentsOf: repeatElement(0, count: max(more, 64, bytes.count)))
    }
}
