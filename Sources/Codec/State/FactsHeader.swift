package import Promo

// The front of a packed order, at fixed places: what a scan over all orders reads without unpacking
// them. Byte 0 kind, 1 format, 2–3 flags, 4–7 number of codes, 8–15 placed_at, 16–23 fingerprint,
// then a hash a code.

package struct FactsHeader {
    package static let kind: UInt8 = 0x4F
    package static let format: UInt8 = 1
    static let size = 24

    package var flags: FactsFlags
    package var placedAt: EventTime
    package var fingerprint: UInt64
    package var codeCount: Int
    private let bytes: UnsafeRawBufferPointer

    /// Nil where the bytes are no packed order, or one of another format.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= FactsHeader.size, bytes[0] == FactsHeader.kind,
            bytes[1] == FactsHeader.format
        else { return nil }
        codeCount = Int(
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        guard bytes.count >= FactsHeader.size + 8 * codeCount else { return nil }
        flags = FactsFlags(
            rawValue: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
        placedAt = EventTime(
            milliseconds: Int64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int64.self)))
        fingerprint = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        self.bytes = bytes
    }

    package func codeHash(_ index: Int) -> UInt64 {
        UInt64(
            littleEndian: bytes.loadUnaligned(
                fromByteOffset: FactsHeader.size + 8 * index, as: UInt64.self))
    }
}

package struct FactsFlags: OptionSet, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let hasOrder = FactsFlags(rawValue: 1)
    package static let isTest = FactsFlags(rawValue: 2)
    package static let taxesIncluded = FactsFlags(rawValue: 4)
    package static let isNew = FactsFlags(rawValue: 8)
    package static let isReturning = FactsFlags(rawValue: 16)
    package static let isCancelled = FactsFlags(rawValue: 32)
    package static let hasReferrer = FactsFlags(rawValue: 64)
    /// A refund or response waits and its orphan alert is still to be raised.
    package static let awaitsAlert = FactsFlags(rawValue: 128)
    /// A survey response may name a creator that the registry adds or loses.
    package static let hasResponses = FactsFlags(rawValue: 256)
    package static let isOnRefunds = FactsFlags(rawValue: 512)
}
