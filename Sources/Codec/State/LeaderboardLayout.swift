package import Promo

// A leaderboard's packed state: fixed places.
//
//   0 kind · 1 flags · 8 the leaderboard's word · 16 version
//   24 published at (monotonic ms, meaningless in another process) · 32 hash of what was published

package struct LeaderboardLayout {
    package static let kind: UInt8 = 0x4C
    private static let size = 40

    private let base: UnsafeMutableRawPointer

    /// Nil where the bytes are no leaderboard, as `make` writes it.
    package init?(_ bytes: UnsafeMutableRawBufferPointer) {
        guard bytes.count == LeaderboardLayout.size, bytes[0] == LeaderboardLayout.kind,
            let start = bytes.baseAddress
        else { return nil }
        base = start
    }

    /// Reads only; the mutable pointer is never written through.
    package init?(reading bytes: UnsafeRawBufferPointer) {
        self.init(UnsafeMutableRawBufferPointer(mutating: bytes))
    }

    package static func make(_ board: Leaderboard, into writer: StateWriter) {
        writer.reset()
        writer.fixed(UInt64(kind))
        writer.fixed(board.word)
        for _ in 0..<3 { writer.fixed(0) }
    }

    package var board: Leaderboard? {
        Leaderboard(word: UInt64(bitPattern: load(8)))
    }

    /// Changed since it was last published.
    package var isPending: Bool {
        get { flags & 1 != 0 }
        nonmutating set { flags = newValue ? flags | 1 : flags & ~1 }
    }

    /// Published once its window and the lateness were over; stays so.
    package var isFinal: Bool {
        get { flags & 2 != 0 }
        nonmutating set { flags = newValue ? flags | 2 : flags & ~2 }
    }

    private var flags: UInt8 {
        get { base.load(fromByteOffset: 1, as: UInt8.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: 1, as: UInt8.self) }
    }

    package var version: Int64 {
        get { load(16) }
        nonmutating set { store(newValue, at: 16) }
    }

    package var publishedAt: Int64 {
        get { load(24) }
        nonmutating set { store(newValue, at: 24) }
    }

    package var contentHash: Int64 {
        get { load(32) }
        nonmutating set { store(newValue, at: 32) }
    }

    private func load(_ offset: Int) -> Int64 {
        base.loadUnaligned(fromByteOffset: offset, as: Int64.self)
    }

    private func store(_ value: Int64, at offset: Int) {
        base.storeBytes(of: value, toByteOffset: offset, as: Int64.self)
    }
}
