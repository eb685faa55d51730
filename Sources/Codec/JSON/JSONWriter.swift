// JSON written straight into one buffer that is used again. The caller writes the syntax with `raw`
// and the values with the rest; nothing allocates once the buffer has grown. A value is written
// through a pointer of its own: through the buffer's, each byte would have it read again.

package import Promo

package final class JSONWriter {
    private var buffer = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
    private var capacity = 1024
    /// Where the next byte goes, from the buffer's start.
    var end = 0
    var times = TimeSpelling()
    var currencies = CurrencySpelling()

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
    package func raw(_ currency: Currency) { lend(4) { $0.raw(currency, &currencies) } }

    /// JSON that was written elsewhere.
    func raw(_ written: UnsafeRawBufferPointer) {
        guard let source = written.baseAddress else { return }
        room(written.count).copyMemory(from: source, byteCount: written.count)
        end += written.count
    }

    /// A string: quotes, and escapes where they are needed. The bytes are UTF-8.
    package func string(_ text: UnsafeRawBufferPointer) {
        lend(JSONPen.room(ofText: text.count)) { $0.string(text) }
    }

    package func string(_ text: ArraySlice<UInt8>) { text.withUnsafeBytes { string($0) } }

    /// A part of a string, between quotes that the caller writes.
    package func stringContent(_ text: UnsafeRawBufferPointer) {
        lend(JSONPen.room(ofText: text.count)) { $0.content(text) }
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

    /// Lends a pen with room for so many bytes.
    @inline(__always)
    func lend(_ needed: Int, _ body: (inout JSONPen) -> Void) {
        let start = room(needed)
        var pen = JSONPen(at: start)
        body(&pen)
        let written = pen.next - start
        precondition(written <= needed)
        end += written
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
