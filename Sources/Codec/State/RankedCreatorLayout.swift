import Glibc
import Promo

// A creator's packed state on one leaderboard.
//
//   0 kind · 1 whether it left · 2 rank that was published (0 = none) · 3 whether it has a name
//   4 length of the creator's id (UInt32) · 8 value · 16 orders · 24 net
//   32 creator's id, then the name where there is one

package struct RankedCreatorLayout {
    package static let kind: UInt8 = 0x45
    private static let headerSize = 32
    private static let content = 3

    private let base: UnsafeMutableRawPointer
    private let count: Int

    /// Nil where the bytes are no creator's, as `make` writes them.
    package init?(_ bytes: UnsafeMutableRawBufferPointer) {
        guard bytes.count >= RankedCreatorLayout.headerSize,
            bytes[0] == RankedCreatorLayout.kind, let start = bytes.baseAddress
        else { return nil }
        base = start
        count = bytes.count
    }

    /// Reads only; the mutable pointer is never written through.
    package init?(reading bytes: UnsafeRawBufferPointer) {
        self.init(UnsafeMutableRawBufferPointer(mutating: bytes))
    }

    package static func make(
        creator: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer?, value: Int64,
        orders: Int64, net: Int64, publishedRank: UInt8, into writer: StateWriter
    ) {
        writer.reset()
        writer.byte(kind)
        writer.byte(0)
        writer.byte(publishedRank)
        writer.byte(name == nil ? 0 : 1)
        writer.fixed32(UInt32(creator.count))
        writer.fixed(UInt64(bitPattern: value))
        writer.fixed(UInt64(bitPattern: orders))
        writer.fixed(UInt64(bitPattern: net))
        writer.raw(creator)
        if let name { writer.raw(name) }
    }

    /// It left since the leaderboard was last published.
    package var hasLeft: Bool {
        get { base.load(fromByteOffset: 1, as: UInt8.self) != 0 }
        nonmutating set {
            base.storeBytes(of: newValue ? 1 : 0, toByteOffset: 1, as: UInt8.self)
        }
    }

    /// In the last version of the leaderboard; 0 where it was not among the best.
    package var publishedRank: UInt8 {
        get { base.load(fromByteOffset: 2, as: UInt8.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: 2, as: UInt8.self) }
    }

    package var value: Int64 { load(8) }
    package var orders: Int64 { load(16) }
    package var net: Int64 { load(24) }

    package var creator: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + RankedCreatorLayout.headerSize, count: creatorCount)
    }

    package var name: UnsafeRawBufferPointer? {
        guard base.load(fromByteOffset: 3, as: UInt8.self) != 0 else { return nil }
        let start = RankedCreatorLayout.headerSize + creatorCount
        return UnsafeRawBufferPointer(start: base + start, count: count - start)
    }

    /// All that a leaderboard says of it, but for its rank.
    package var content: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: base + RankedCreatorLayout.content, count: count - RankedCreatorLayout.content)
    }

    /// Whether other bytes, as `make` writes them, say the same of it.
    package func hasContent(of other: UnsafeRawBufferPointer) -> Bool {
        guard other.count == count, let start = other.baseAddress else { return false }
        return memcmp(
            base + RankedCreatorLayout.content, start + RankedCreatorLayout.content,
            count - RankedCreatorLayout.content) == 0
    }

    private var creatorCount: Int {
        let stored = base.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        return min(Int(stored), count - RankedCreatorLayout.headerSize)
    }

    private func load(_ offset: Int) -> Int64 {
        base.loadUnaligned(fromByteOffset: offset, as: Int64.self)
    }
}
