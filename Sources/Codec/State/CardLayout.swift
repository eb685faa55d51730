import Glibc
package import Promo

// A scorecard's packed state: fixed places, so that an attribution is added in place and nothing is
// packed or unpacked for it.
//
//   0 kind · 1 window kind · 2 currency · 3 flags · 4 hour's offset (Int16) · 6 scope kind
//   7 leaderboards on which RANK knows it (bits by their kind)
//   8 window index · 16 version · 24 updated_at
//   32 published at (monotonic ms, meaningless in another process) · 40 hash of the published name
//   48 cohort · 192 activity (18 figures of 8 bytes each) · 336 survey (6 figures)
//   384 length of the creator's id (UInt32) · 388 creator's id, then the scope's text

package struct CardLayout {
    package static let kind: UInt8 = 0x43
    package static let headerSize = 388
    private static let cohort = 48
    private static let activity = 192
    private static let survey = 336
    private static let creatorCount = 384

    private let base: UnsafeMutableRawPointer
    private let count: Int

    /// - Parameter bytes: a card's bytes, as `make` writes them; nil is returned for others.
    package init?(_ bytes: UnsafeMutableRawBufferPointer) {
        guard bytes.count >= CardLayout.headerSize, bytes[0] == CardLayout.kind,
            let start = bytes.baseAddress
        else { return nil }
        base = start
        count = bytes.count
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
        writer.byte(kind)
        writer.byte(window.kind.rawValue)
        writer.byte(currency.index)
        writer.byte(0)
        writer.fixed16(UInt16(bitPattern: window.offsetMinutes))
        writer.byte(scope.rawValue)
        writer.byte(0)
        writer.fixed(UInt64(bitPattern: window.index))
        writer.fixed(0)
        writer.fixed(UInt64(bitPattern: EventTime.distantPast.milliseconds))
        for _ in 0..<(creatorCount - 32) / 8 { writer.fixed(0) }
        writer.fixed32(UInt32(creator.count))
        writer.raw(creator)
        writer.raw(scopeText)
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
        UnsafeRawBufferPointer(start: base + CardLayout.headerSize, count: creatorCount)
    }

    /// Which code, campaign or channel; empty for the scope `all`.
    package var scopeText: UnsafeRawBufferPointer {
        let start = CardLayout.headerSize + creatorCount
        return UnsafeRawBufferPointer(start: base + start, count: count - start)
    }

    private var creatorCount: Int {
        let stored = base.loadUnaligned(fromByteOffset: CardLayout.creatorCount, as: UInt32.self)
        return min(Int(stored), count - CardLayout.headerSize)
    }

    /// Both views say the same.
    package var hasEqualViews: Bool {
        memcmp(
            base + CardLayout.cohort, base + CardLayout.activity,
            CardLayout.activity - CardLayout.cohort) == 0
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
        leaderboards & (1 << kind.rawValue) != 0
    }

    package func set(on kind: Leaderboard.Kind, _ isOn: Bool) {
        let bit: UInt8 = 1 << kind.rawValue
        base.storeBytes(
            of: isOn ? leaderboards | bit : leaderboards & ~bit, toByteOffset: 7, as: UInt8.self)
    }

    private var leaderboards: UInt8 { base.load(fromByteOffset: 7, as: UInt8.self) }

    /// What it is ranked by on the leaderboards of that kind; nil where it is on none.
    package func value(on kind: Leaderboard.Kind) -> Int64? {
        guard scope == .all else { return nil }
        return kind.value { cohort($0.rawValue) }
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

    package func survey(_ measure: Int) -> Int64 { load(CardLayout.survey + 8 * measure) }
    package func cohort(_ measure: Int) -> Int64 { load(CardLayout.cohort + 8 * measure) }
    package func activity(_ measure: Int) -> Int64 { load(CardLayout.activity + 8 * measure) }

    /// Sums wrap around Int64: one that is beyond it for a while, until a correction comes, is
    /// whole again afterwards.
    package func add(_ measures: Measures, cohort: Bool, activity: Bool) {
        measures.withFigures { figures in
            if cohort { add(figures, at: CardLayout.cohort) }
            if activity { add(figures, at: CardLayout.activity) }
        }
    }

    @inline(__always)
    private func add(_ figures: UnsafePointer<Int64>, at start: Int) {
        for index in 0..<Measures.count {
            store(load(start + 8 * index) &+ figures[index], at: start + 8 * index)
        }
    }

    package func add(_ counts: SurveyCounts) {
        for index in 0..<SurveyCounts.count where counts.values[index] != 0 {
            store(survey(index) &+ counts.values[index], at: CardLayout.survey + 8 * index)
        }
    }

    /// Back to zero measures, as if nothing had been added.
    package func clear() {
        for index in 0..<Measures.count {
            store(0, at: CardLayout.cohort + 8 * index)
            store(0, at: CardLayout.activity + 8 * index)
        }
        for index in 0..<SurveyCounts.count { store(0, at: CardLayout.survey + 8 * index) }
        updatedAt = .distantPast
    }

    private func load(_ offset: Int) -> Int64 {
        base.loadUnaligned(fromByteOffset: offset, as: Int64.self)
    }

    private func store(_ value: Int64, at offset: Int) {
        base.storeBytes(of: value, toByteOffset: offset, as: Int64.self)
    }
}
