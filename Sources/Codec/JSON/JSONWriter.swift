// JSON written straight into one buffer that is used again. The caller writes the syntax with `raw`
// and the values with the rest; nothing allocates once the buffer has grown. A value is written
// through a pointer of its own: through the buffer's, each byte would have it read again.

package import Promo

package final class JSONWriter {
    private var buffer = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
    private var capacity = 1024
    /// Where the next byte goes, from the buffer's start.
    var end = 0
    private var times = TimeSpelling()
    /// The currency that was written last: most records are in that of the one before.
    private var currency: (index: UInt8, letters: UInt32) = (Currency.none.index, 0)

    package init() {}

    deinit { buffer.deallocate() }

    /// What was written; valid until the next change.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer, count: end)
    }

    package var count: Int { end }

    package func reset() { end = 0 }

    /// Syntax and names, as they are.
    @inline(__always)
    package func raw(_ syntax: StaticString) {
        room(syntax.utf8CodeUnitCount).copyMemory(
            from: syntax.utf8Start, byteCount: syntax.utf8CodeUnitCount)
        end += syntax.utf8CodeUnitCount
    }

    /// The three letters of a currency, without quotes.
    package func raw(_ currency: Currency) {
        if currency.index != self.currency.index {
            self.currency = (currency.index, currency.letters.littleEndian)
        }
        room(4).storeBytes(of: self.currency.letters, as: UInt32.self)
        end += self.currency.letters == 0 ? 0 : 3
    }

    /// JSON that was written elsewhere.
    func raw(_ written: UnsafeRawBufferPointer) {
        guard let source = written.baseAddress else { return }
        room(written.count).copyMemory(from: source, byteCount: written.count)
        end += written.count
    }

    /// What was written already, once more.
    func again(_ written: Range<Int>) {
        precondition(written.upperBound <= end)
        let place = room(written.count)
        place.copyMemory(from: buffer + written.lowerBound, byteCount: written.count)
        end += written.count
    }

    /// A string: quotes, and escapes where they are needed. The bytes are UTF-8.
    package func string(_ text: UnsafeRawBufferPointer) {
        let place = room(text.count * 6 + 16)
        place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        if JSONWriter.copyPlain(text, to: place + 1) {
            place.storeBytes(
                of: UInt8(ascii: "\""), toByteOffset: text.count + 1, as: UInt8.self)
            end += text.count + 2
        } else {
            put(UInt8(ascii: "\""))
            for byte in text { character(byte) }
            put(UInt8(ascii: "\""))
        }
    }

    package func string(_ text: ArraySlice<UInt8>) { text.withUnsafeBytes { string($0) } }

    /// The same for a text that lies in `arena`.
    func string(_ text: Text, in arena: [UInt8]) {
        arena.withUnsafeBufferPointer { string(text.bytes(in: $0)) }
    }

    func stringContent(_ text: Text, in arena: [UInt8]) {
        arena.withUnsafeBufferPointer { stringContent(text.bytes(in: $0)) }
    }

    /// A part of a string, between quotes that the caller writes.
    package func stringContent(_ text: UnsafeRawBufferPointer) {
        // Six bytes for each is the most an escape takes.
        let place = room(text.count * 6 + 8)
        if JSONWriter.copyPlain(text, to: place) {
            end += text.count
        } else {
            for byte in text { character(byte) }
        }
    }

    /// Copies eight bytes at a time, the last ones perhaps twice.
    /// - Returns: whether no byte of it wants a look of its own.
    @inline(__always)
    private static func copyPlain(
        _ text: UnsafeRawBufferPointer, to place: UnsafeMutableRawPointer
    ) -> Bool {
        var special: UInt64 = 0
        func copy(_ offset: Int) {
            let word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            special |= JSONScanner.specialBytes(word)
            place.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        }
        if text.count >= 8 {
            var next = 0
            while next + 8 < text.count {
                copy(next)
                next += 8
            }
            copy(text.count - 8)
        } else if text.count >= 4 {
            let first = text.loadUnaligned(as: UInt32.self)
            let last = text.loadUnaligned(fromByteOffset: text.count - 4, as: UInt32.self)
            special = JSONScanner.specialBytes(UInt64(first) << 32 | UInt64(last))
            place.storeBytes(of: first, as: UInt32.self)
            place.storeBytes(of: last, toByteOffset: text.count - 4, as: UInt32.self)
        } else {
            for index in 0..<text.count {
                let byte = text[index]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    special = 1
                }
                place.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
            }
        }
        return special == 0
    }

    package func stringContent(_ text: ArraySlice<UInt8>) {
        text.withUnsafeBytes { stringContent($0) }
    }

    package func bool(_ value: Bool) { value ? raw("true") : raw("false") }

    /// `"2026-11-24T14:00:00.000Z"`. Beyond the years 0000 to 9999, which four digits cannot name,
    /// their first or last moment.
    package func time(_ time: EventTime) {
        times.write(time, at: room(TimeSpelling.room))
        end += TimeSpelling.count
    }

    @inline(__always)
    private func put(_ byte: UInt8) {
        buffer.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end += 1
    }

    private func character(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            put(UInt8(ascii: "\\"))
            put(byte)
        case 0x0a:
            put(UInt8(ascii: "\\"))
            put(UInt8(ascii: "n"))
        case 0..<0x20:
            for letter in "\\u00".utf8 { put(letter) }
            put(0x30 + byte >> 4)
            put(byte & 15 + (byte & 15 < 10 ? 0x30 : 0x57))
        default: put(byte)
        }
    }

    /// Where the next byte goes, with room for so many.
    @inline(__always)
    func room(_ needed: Int) -> UnsafeMutableRawPointer {
        if end + needed > capacity { grow(needed) }
        return buffer + end
    }

    @inline(never)
    private func grow(_ needed: Int) {
        capacity = (end + needed) * 2
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: buffer, byteCount: end)
        buffer.deallocate()
        buffer = larger
    }
}
