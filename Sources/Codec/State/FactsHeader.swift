package import Promo

// The front of a packed order, at fixed places: what a scan over all orders reads without unpacking
// them. Byte 0 kind, 1 flags, 2–5 number of codes, 6–13 placed_at, 14–21 fingerprint, then a hash
// a code.

package struct FactsHeader {
    package static let kind: UInt8 = 0x4F
    package static let format: UInt8 = 1
    static let size = 22

    package var flags: FactsFlags
    package var placedAt: EventTime
    package var fingerprint: UInt64
    package var codeCount: Int
    private let bytes: UnsafeRawBufferPointer

    /// Nil where the bytes are no packed order.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= FactsHeader.size, bytes[0] == FactsHeader.kind else { return nil }
        codeCount = Int(
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self)))
        guard bytes.count >= FactsHeader.size + 8 * codeCount else { return nil }
        flags = FactsFlags(rawValue: bytes[1])
        placedAt = EventTime(
            milliseconds: Int64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: 6, as: Int64.self)))
        fingerprint = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 14, as: UInt64.self))
        self.bytes = bytes
    }

    package func codeHash(_ index: Int) -> UInt64 {
        UInt64(
            littleEndian: bytes.loadUnaligned(
                fromByteOffset: FactsHeader.size + 8 * index, as: UInt64.self))
    }
}

package struct FactsFlags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let hasOrder = FactsFlags(rawValue: 1)
    package static let isTest = FactsFlags(rawValue: 2)
    package static let taxesIncluded = FactsFlags(rawValue: 4)
    package static let isNew = FactsFlags(rawValue: 8)
    package static let isReturning = FactsFlags(rawValue: 16)
    package static let isCancelled = FactsFlags(rawValue: 32)
    package static let hasReferrer = FactsFlags(rawValue: 64)
    /// A refund or response waits and its orphan alert is still to be raised.
    package static let awaitsAlert = FactsFlags(rawValue: 128)
}
