// A product's sums on one scorecard, packed: fixed places, changed in place.
//
//   0 kind · 8 units · 16 net · 24 the card's key (16 bytes) · 40 sku

package struct ProductLayout {
    package static let kind: UInt8 = 0x50
    private static let headerSize = 40

    private let base: UnsafeMutableRawPointer
    private let count: Int

    /// Nil where the bytes are no product, as `make` writes it.
    package init?(_ bytes: UnsafeMutableRawBufferPointer) {
        guard bytes.count >= ProductLayout.headerSize, bytes[0] == ProductLayout.kind,
            let start = bytes.baseAddress
        else { return nil }
        base = start
        count = bytes.count
    }

    /// Reads only; the mutable pointer is never written through.
    package init?(reading bytes: UnsafeRawBufferPointer) {
        self.init(UnsafeMutableRawBufferPointer(mutating: bytes))
    }

    package static func make(
        card: (high: UInt64, low: UInt64), sku: UnsafeRawBufferPointer, into writer: StateWriter
    ) {
        writer.reset()
        writer.fixed(UInt64(kind))
        writer.fixed(0)
        writer.fixed(0)
        writer.fixed(card.high)
        writer.fixed(card.low)
        writer.raw(sku)
    }

    package var units: Int64 { load(8) }
    package var net: Int64 { load(16) }

    package var card: (high: UInt64, low: UInt64) {
        (UInt64(bitPattern: load(24)), UInt64(bitPattern: load(32)))
    }

    package var sku: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: base + ProductLayout.headerSize, count: count - ProductLayout.headerSize)
    }

    /// Sums wrap around Int64, as a card's do.
    package func add(units: Int64, net: Int64) {
        base.storeBytes(of: self.units &+ units, toByteOffset: 8, as: Int64.self)
        base.storeBytes(of: self.net &+ net, toByteOffset: 16, as: Int64.self)
    }

    package func clear() {
        base.storeBytes(of: 0, toByteOffset: 8, as: Int64.self)
        base.storeBytes(of: 0, toByteOffset: 16, as: Int64.self)
    }

    private func load(_ offset: Int) -> Int64 {
        base.loadUnaligned(fromByteOffset: offset, as: Int64.self)
    }
}
