import Glibc
package import Promo

// A scorecard's packed state: fixed places, so that an attribution is added in place and nothing is
// packed or unpacked for it.
//
//   0 kind · 1 window kind · 2 currency · 3 flags · 4 hour's offset (Int16) · 6 scope kind
//   7 leaderboards on which RANK knows it (bits by their kind)
//   8 window index · 16 version · 24 updated_at
//   32 published at (monotonic ms, meaningless in another process) · 40 hash of the published name
//   48 cohort (18 figures of 8 bytes each)
//   192 survey (6 figures) · 240 length of the creator's id (UInt32) · 244 creator's id, then the
//   scope's text
//
// Most cards say the same in both views, and have one that stands for both. Once they differ, the
// activity view lies behind the cohort, and all that follows 144 bytes further on.

package struct CardLayout {
    package static let kind: UInt8 = 0x43
    package static let headerSize = 244
    private static let cohort = 48
    private static let survey = 192
    private static let creatorCount = 240
    private static let viewSize = survey - cohort
    private static let oneView: UInt8 = 8

    private let base: UnsafeMutableRawPointer
    private let count: Int
    /// Of the second view.
    private let extra: Int

    /// - Parameter bytes: a card's bytes, as `make` writes them; nil is returned for others.
    package init?(_ bytes: UnsafeMutableRawBufferPointer) {
        guard bytes.count >= CardLayout.headerSize, bytes[0] == CardLayout.kind,
            let start = bytes.baseAddress
        else { return nil }
        base = start
        count = bytes.count
        extra = bytes[3] & CardLayout.oneView != 0 ? 0 : CardLayout.viewSize
        if count < CardLayout.headerSize + extra { return nil }
    }

    /// Reads only; the mutable pointer is never written through.
    package init?(reading bytes: UnsafeRawBufferPointer) {
        self.init(UnsafeMutableRawBufferPointer(mutating: bytes))
    }

    /// A new card, all zero.
    package static func make(
        _ window: Window, _ currency: Currency, _ scope: ScopeKind,
        creator: UnsafeRawBufferPointer, scopeText: UnsafeRawBufferPointer,
        into writer: StateWriter
    ) {
        writer.reset()
        writer.fixed(
            UInt64(kind) | UInt64(window.kind.rawValue) << 8 | UInt64(currency.index) << 16
                | UInt64(oneView) << 24 | UInt64(UInt16(bitPattern: window.offsetMinutes)) << 32
                | UInt64(scope.rawValue) << 48)
        writer.fixed(UInt64(bitPattern: window.index))
        writer.fixed(0)
        writer.fixed(UInt64(bitPattern: EventTime.distantPast.milliseconds))
        writer.zeros(creatorCount - 32)
        writer.fixed32(UInt32(creator.count))
        writer.raw(creator)
        writer.raw(scopeText)
    }

    /// One view stands for both, so that nothing can be added to one of them alone.
    package var hasOneView: Bool { extra == 0 }

    /// The same card with two views. Only where it has one.
    package func part(into writer: StateWriter) {
        let bytes = UnsafeRawBufferPointer(start: base, count: count)
        let view = CardLayout.cohort..<CardLayout.survey
        writer.reset()
        writer.raw(UnsafeRawBufferPointer(rebasing: bytes[..<3]))
        writer.byte(flags & ~CardLayout.oneView)
        writer.raw(UnsafeRawBufferPointer(rebasing: bytes[4..<CardLayout.survey]))
        writer.raw(UnsafeRawBufferPointer(rebasing: bytes[view]))
        writer.raw(UnsafeRawBufferPointer(rebasing: bytes[CardLayout.survey...]))
    }

    package var window: Window {
        Window(
            kind: WindowKind(rawValue: base.load(fromByteOffset: 1, as: UInt8.self)) ?? .all,
            index: load(8),
            offsetMinutes: base.loadUnaligned(fromByteOffset: 4, as: Int16.self))
    }

    package var currency: Currency {
        Currency(index: base.load(fromByteOffset: 2, as: UInt8.self))
    }

    package var scope: ScopeKind {
        ScopeKind(rawValue: base.load(fromByteOffset: 6, as: UInt8.self)) ?? .all
    }

    package var creator: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: base + CardLayout.headerSize + extra, count: creatorCount)
    }

    /// Which code, campaign or channel; empty for the scope `all`.
    package var scopeText: UnsafeRawBufferPointer {
        let start = CardLayout.headerSize + extra + creatorCount
        return UnsafeRawBufferPointer(start: base + start, count: count - start)
    }

    private var creatorCount: Int {
        let stored = base.loadUnaligned(
            fromByteOffset: CardLayout.creatorCount + extra, as: UInt32.self)
        return min(Int(stored), count - CardLayout.headerSize - extra)
    }

    /// Both views say the same.
    package var hasEqualViews: Bool {
        hasOneView
            || memcmp(
                base + CardLayout.cohort, base + CardLayout.cohort + extra, CardLayout.viewSize)
                == 0
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

    /// Published since RANK was last told of it; only of a card that RANK knows.
    package var isUntold: Bool {
        get { flags & 4 != 0 }
        nonmutating set { flags = newValue ? flags | 4 : flags & ~4 }
    }

    /// RANK was told that it stands on some leaderboard.
    package var isOnLeaderboard: Bool { leaderboards != 0 }

    /// RANK was told that it stands on the leaderboard of that kind, and not that it left.
    package func isOn(_ kind: Leaderboard.Kind) -> Bool {
        leaderboards & kind.bit != 0
    }

    package func set(on kind: Leaderboard.Kind, _ isOn: Bool) {
        base.storeBytes(
            of: isOn ? leaderboards | kind.bit : leaderboards & ~kind.bit, toByteOffset: 7,
            as: UInt8.self)
    }

    /// The leaderboards on which RANK knows it, bits by their kind.
    package var leaderboards: UInt8 { base.load(fromByteOffset: 7, as: UInt8.self) }

    /// Of all that the creator sold: such cards are ranked, and no others.
    package var isRanked: Bool {
        base.load(fromByteOffset: 6, as: UInt8.self) == ScopeKind.all.rawValue
    }

    package var figures: Leaderboard.Figures {
        Leaderboard.Figures(cohort: base + CardLayout.cohort)
    }

    private var flags: UInt8 {
        get { base.load(fromByteOffset: 3, as: UInt8.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: 3, as: UInt8.self) }
    }

    package var version: Int64 {
        get { load(16) }
        nonmutating set { store(newValue, at: 16) }
    }

    package var updatedAt: EventTime {
        get { EventTime(milliseconds: load(24)) }
        nonmutating set { store(newValue.milliseconds, at: 24) }
    }

    package var publishedAt: Int64 {
        get { load(32) }
        nonmutating set { store(newValue, at: 32) }
    }

    package var nameHash: UInt64 {
        get { UInt64(bitPattern: load(40)) }
        nonmutating set { store(Int64(bitPattern: newValue), at: 40) }
    }

    package func survey(_ measure: Int) -> Int64 {
        load(CardLayout.survey + extra + 8 * measure)
    }
    package func cohort(_ measure: Int) -> Int64 { load(CardLayout.cohort + 8 * measure) }
    package func activity(_ measure: Int) -> Int64 {
        load(CardLayout.cohort + extra + 8 * measure)
    }

    /// Sums wrap around Int64: one that is beyond it for a while, until a correction comes, is
    /// whole again afterwards. Where one view stands for both, it is added to both.
    /// - Parameter figures: all measures in their order.
    package func add(_ figures: UnsafeRawPointer, cohort: Bool, activity: Bool) {
        precondition(cohort && activity || !hasOneView, "the card's views are not parted")
        if cohort { add(figures, at: CardLayout.cohort) }
        if activity, !hasOneView { add(figures, at: CardLayout.cohort + extra) }
    }

    /// Two figures at once.
    @inline(__always)
    private func add(_ figures: UnsafeRawPointer, at start: Int) {
        var offset = 0
        while offset < CardLayout.viewSize {
            let sum =
                base.loadUnaligned(fromByteOffset: start + offset, as: SIMD2<Int64>.self)
                &+ figures.loadUnaligned(fromByteOffset: offset, as: SIMD2<Int64>.self)
            base.storeBytes(of: sum, toByteOffset: start + offset, as: SIMD2<Int64>.self)
            offset += 16
        }
    }

    package func add(_ counts: SurveyCounts) {
        for index in 0..<SurveyCounts.count where counts.values[index] != 0 {
            store(
                survey(index) &+ counts.values[index], at: CardLayout.survey + extra + 8 * index)
        }
    }

    /// Back to zero measures, as if nothing had been added.
    package func clear() {
        let figures = CardLayout.cohort..<CardLayout.creatorCount + extra
        for offset in stride(from: figures.lowerBound, to: figures.upperBound, by: 8) {
            store(0, at: offset)
        }
        updatedAt = .distantPast
    }

    private func load(_ offset: Int) -> Int64 {
        base.loadUnaligned(fromByteOffset: offset, as: Int64.self)
    }

    private func store(_ value: Int64, at offset: Int) {
        base.storeBytes(of: value, toByteOffset: offset, as: Int64.self)
    }
}
