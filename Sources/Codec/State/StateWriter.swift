import Promo

/// A packed buffer that is shared and used again.
package final class StateWriter {
    var buffer: PackedBuffer

    package init(capacity: Int = 1024) { buffer = PackedBuffer(capacity: capacity) }

    package var count: Int { buffer.count }

    /// Valid until the next write.
    package var bytes: UnsafeRawBufferPointer { buffer.bytes }

    package func reset() { buffer.reset() }
    package func byte(_ value: UInt8) { buffer.byte(value) }
    package func fixed16(_ value: UInt16) { buffer.fixed16(value) }
    package func fixed32(_ value: UInt32) { buffer.fixed32(value) }
    package func fixed(_ value: UInt64) { buffer.fixed(value) }
    package func zeros(_ count: Int) { buffer.zeros(count) }
    package func unsigned(_ value: UInt64) { buffer.unsigned(value) }
    package func signed(_ value: Int64) { buffer.signed(value) }
    /// A text: its length + 1 and its bytes.
    func text(_ bytes: UnsafeRawBufferPointer) { buffer.text(bytes) }
    /// The bytes alone, without their length.
    package func raw(_ bytes: UnsafeRawBufferPointer) { buffer.raw(bytes) }
}
