import Promo

/// The hash of what a record says, whatever its spelling: decoders add each field in a fixed order,
/// in the form it is understood in. Keeps its buffer for the next record.
final class ContentHash {
    private var bytes = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 8)
    private var capacity = 4096
    private var count = 0

    init() {}

    deinit { bytes.deallocate() }

    func reset() { count = 0 }

    var value: UInt64 { Hash.bits64(UnsafeRawBufferPointer(start: bytes, count: count)) }

    @inline(__always)
    func add(_ value: Int64) {
        if count + 8 > capacity { grow(8) }
        (bytes + count).storeBytes(of: value.littleEndian, as: Int64.self)
        count += 8
    }

    /// Text with its length before it; an absent one is not an empty one.
    @inline(__always)
    func add(_ text: UnsafeRawBufferPointer?) {
        guard let text else { return add(-1) }
        add(Int64(text.count))
        if count + text.count > capacity { grow(text.count) }
        if let source = text.baseAddress {
            (bytes + count).copyMemory(from: source, byteCount: text.count)
        }
        count += text.count
    }

    @inline(__always)
    func add(_ value: Bool) { add(value ? 1 : 0) }

    /// An absent figure is not a zero.
    func add(optional value: Int64?) {
        add(value != nil)
        add(value ?? 0)
    }

    func add(_ time: EventTime?) { add(optional: time?.milliseconds) }

    @inline(never)
    private func grow(_ needed: Int) {
        let larger = UnsafeMutableRawPointer.allocate(
            byteCount: (count + needed) * 2, alignment: 8)
        larger.copyMemory(from: bytes, byteCount: count)
        bytes.deallocate()
        bytes = larger
        capacity = (count + needed) * 2
    }
}
