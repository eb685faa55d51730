import Codec
import Promo
import Streams

// Scorecards that must be published though no attribution changed them, in slices between batches:
// the window and its lateness are over, or the creator is called otherwise than the card says. Who
// is called otherwise is looked for in one pass over the table in order of key, which also finds
// what was remembered long enough.

struct CardReview {
    private struct Progress {
        var cursor: StateKey?
        /// A name may have changed since the pass that is under way began.
        var mayBeRenamed = true
        /// The least end of what is remembered.
        var nextForgotten = EventTime.distantFuture
        var lastPassEnded = Int64.min
    }

    private let calendar: WindowCalendar
    private let lateness: Int64
    private var progress = Progress()
    private var committedProgress = Progress()
    private var windows = OpenWindows()
    private var ends: [Window: EventTime] = [:]
    /// The last of each kind: most cards are of the window of the one before.
    private var lastEnds: [(window: Window, end: EventTime)?]
    private var hashes: [ByteString: UInt64] = [:]
    private var found: [StateKey] = []
    /// Of the last slice: what was remembered and may be forgotten.
    private(set) var forgotten: [StateKey] = []

    init(calendar: WindowCalendar, lateness: Int64) {
        self.calendar = calendar
        self.lateness = lateness
        lastEnds = WindowKind.allCases.map { _ in nil }
    }

    mutating func namesChanged() {
        // The pass begins again: what it has passed may be called otherwise now.
        progress.cursor = nil
        progress.mayBeRenamed = true
        committedProgress.cursor = nil
        committedProgress.mayBeRenamed = true
        hashes.removeAll()
    }

    /// When the window and its lateness are over; the distant future for `all`.
    mutating func end(of window: Window) -> EventTime {
        if window.kind == .all { return .distantFuture }
        let kind = Int(window.kind.rawValue)
        if let last = lastEnds[kind], last.window.index == window.index,
            last.window.offsetMinutes == window.offsetMinutes
        {
            return last.end
        }
        let end = ends[window] ?? workOut(window)
        lastEnds[kind] = (window, end)
        return end
    }

    private mutating func workOut(_ window: Window) -> EventTime {
        if ends.count > 4096 { ends.removeAll() }
        let end = calendar.span(of: window)?.end.advanced(by: lateness) ?? .distantFuture
        ends[window] = end
        return end
    }

    /// There is a new card, or one that is not final was found at the start.
    mutating func list(_ card: StateKey, of window: Window) {
        windows.list(card, until: end(of: window))
    }

    /// Something is remembered until then.
    mutating func remember(until end: EventTime) {
        progress.nextForgotten = min(progress.nextForgotten, end)
    }

    func hasWork(watermark: EventTime, count: Int, now: Int64) -> Bool {
        windows.isOver(watermark) || isPassDue(watermark, count: count, now: now)
    }

    /// A pass costs by the table's size: one to forget waits for a day's worth, and in proportion.
    private func isPassDue(_ watermark: EventTime, count: Int, now: Int64) -> Bool {
        if progress.cursor != nil || progress.mayBeRenamed { return true }
        guard watermark > progress.nextForgotten.advanced(by: EventTime.dayMilliseconds) else {
            return false
        }
        return progress.lastPassEnded == .min
            || now - progress.lastPassEnded >= Int64(count / 200)
    }

    mutating func committed() {
        committedProgress = progress
        windows.committed()
    }

    mutating func rolledBack() {
        progress = committedProgress
        windows.rolledBack()
    }

    /// Looks at about `budget` entries: the cards that are to be published again.
    mutating func slice(
        of store: StateTable, budget: Int, watermark: EventTime, now: Int64,
        nameHash: (ByteString) -> UInt64
    ) -> [StateKey] {
        found.removeAll(keepingCapacity: true)
        forgotten.removeAll(keepingCapacity: true)
        windows.take(budget, at: watermark, in: store, found: &found)
        if isPassDue(watermark, count: store.count, now: now) {
            pass(over: store, budget: budget, watermark: watermark, now: now, nameHash)
        }
        return found
    }

    private mutating func pass(
        over store: StateTable, budget: Int, watermark: EventTime, now: Int64,
        _ nameHash: (ByteString) -> UInt64
    ) {
        if progress.cursor == nil { progress.nextForgotten = .distantFuture }
        let first = progress.cursor ?? .lowest
        let next = store.scan(from: first, limit: budget) { key, bytes in
            if let card = CardLayout(reading: bytes) {
                if progress.mayBeRenamed, card.version > 0, isRenamed(card, nameHash) {
                    found.append(key)
                }
            } else if let end = Remembered.end(of: bytes) {
                if watermark > end { forgotten.append(key) } else { remember(until: end) }
            }
        }
        progress.cursor = next
        if next == nil {
            progress.mayBeRenamed = false
            progress.lastPassEnded = now
        }
    }

    private mutating func isRenamed(
        _ card: CardLayout, _ nameHash: (ByteString) -> UInt64
    ) -> Bool {
        let creator = ByteString(card.creator)
        let hash = hashes[creator] ?? nameHash(creator)
        if hashes.count > 100_000 { hashes.removeAll() }
        hashes[creator] = hash
        return hash != card.nameHash
    }
}
