import Codec
import Promo
import Streams

/// Small facts of a task beside its orders: what was said already, and how far. A number under the
/// hash of its name.
enum Remembered {
    static let kind: UInt8 = 0x52

    static func key(_ name: String) -> StateKey {
        var copy = name
        return copy.withUTF8 { key(UnsafeRawBufferPointer($0)) }
    }

    static func key(_ name: UnsafeRawBufferPointer) -> StateKey {
        // The top bit pattern of orders' hashes is as likely; kinds differ in the first byte.
        let hash = Hash.key128(name)
        return StateKey(high: hash.high ^ 0x5265_6D65_6D62_6572, low: hash.low)
    }

    static func value(of key: StateKey, in store: StateTable) -> Int64? {
        guard let bytes = store.value(of: key), isOne(bytes) else { return nil }
        return Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 1, as: Int64.self))
    }

    /// - Parameter end: the event time after which a review forgets it; nil keeps it for ever.
    static func set(
        _ value: Int64, under key: StateKey, in store: StateTable, until end: EventTime? = nil
    ) {
        var bytes: [UInt8] = [kind]
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        let end = end ?? .distantFuture
        withUnsafeBytes(of: end.milliseconds.littleEndian) { bytes.append(contentsOf: $0) }
        bytes.withUnsafeBytes { store.set(key, $0) }
    }

    /// When it may be forgotten; nil where the bytes are something else.
    static func end(of bytes: UnsafeRawBufferPointer) -> EventTime? {
        guard isOne(bytes) else { return nil }
        return EventTime(
            milliseconds: Int64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: 9, as: Int64.self)))
    }

    private static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == 17 && bytes[0] == kind
    }
}
