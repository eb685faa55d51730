import Promo

/// The hash of what a record says, whatever its spelling: decoders add each field in a fixed order,
/// in the form it is understood in. Keeps its buffer for the next record.
///
/// Not a class: it is written to some forty times a record, and a reference would be counted and
/// its accesses checked each time.
struct ContentHash: ~Copyable {
    private struct Buffer {
        var bytes = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 8)
        var capacity = 4096
        var count = 0
    }

    private let buffer = UnsafeMutablePointer<Buffer>.allocate(capacity: 1)

    init() { buffer.initialize(to: Buffer()) }

    deinit {
        buffer.pointee.bytes.deallocate()
        buffer.deallocate()
    }

    func reset() { buffer.pointee.count = 0 }

    var value: UInt64 {
        Hash.bits64(
            UnsafeRawBufferPointer(start: buffer.pointee.bytes, count: buffer.pointee.count))
    }

    @inline(__always)
    func add(_ value: Int64) {
        if buffer.pointee.count + 8 > buffer.pointee.capacity { grow(8) }
        (buffer.pointee.bytes + buffer.pointee.count).storeBytes(
            of: value.littleEndian, as: Int64.self)
        buffer.pointee.count += 8
    }

    /// Text with its length before it; an absent one is not an empty one.
    @inline(__always)
    func add(_ text: UnsafeRawBufferPointer?) {
        guard let text else { return add(-1) }
        add(Int64(text.count))
        if buffer.pointee.count + text.count > buffer.pointee.capacity { grow(text.count) }
        if let source = text.baseAddress {
            (buffer.pointee.bytes + buffer.pointee.count).copyMemory(
                from: source, byteCount: text.count)
        }
        buffer.pointee.count += text.count
    }

    @inline(__always)
    func add(_ value: Bool) { add(value ? 1 : 0) }

    /// An absent figure is not a zero.
    @inline(__always)
    func add(optional value: Int64?) {
        add(value != nil)
        add(value ?? 0)
    }

    @inline(__always)
    func add(_ time: EventTime?) { add(optional: time?.milliseconds) }

    @inline(never)
    private func grow(_ needed: Int) {
        let capacity = (buffer.pointee.count + needed) * 2
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: buffer.pointee.bytes, byteCount: buffer.pointee.count)
        buffer.pointee.bytes.deallocate()
        buffer.pointee.bytes = larger
        buffer.pointee.capacity = capacity
    }
}
