import Codec
import Promo
import Streams

// Scorecards that must be published though no attribution changed them: the creator is called
// otherwise than the card says, or its window and the lateness are over. One pass over the table in
// order of key, in slices between batches.

struct CardReview {
    private struct Progress {
        var cursor: StateKey?
        /// A name may have changed since the pass that is under way began.
        var mayBeRenamed = true
        /// The least event time at which a card becomes final.
        var nextFinal = EventTime.distantFuture
        var lastPassEnded = Int64.min
    }

    private let calendar: WindowCalendar
    private let lateness: Int64
    private var progress = Progress()
    private var committedProgress = Progress()
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

    /// A card that is not final was changed.
    mutating func note(_ window: Window) {
        progress.nextFinal = min(progress.nextFinal, end(of: window))
    }

    /// A pass costs by the table's size, so one for final cards waits in proportion to it.
    func hasWork(watermark: EventTime, count: Int, now: Int64) -> Bool {
        if progress.cursor != nil || progress.mayBeRenamed { return true }
        guard watermark >= progress.nextFinal else { return false }
        return progress.lastPassEnded == .min
            || now - progress.lastPassEnded >= Int64(count / 200)
    }

    mutating func committed() { committedProgress = progress }
    mutating func rolledBack() { progress = committedProgress }

    /// Looks at `budget` entries: the cards that are to be published again.
    mutating func slice(
        of store: StateTable, budget: Int, watermark: EventTime, now: Int64,
        nameHash: (ByteString) -> UInt64
    ) -> [StateKey] {
        found.removeAll(keepingCapacity: true)
        forgotten.removeAll(keepingCapacity: true)
        if progress.cursor == nil { progress.nextFinal = .distantFuture }
        let first = progress.cursor ?? StateKey(high: 0, low: 0)
        var nextFinal = progress.nextFinal
        let next = store.scan(from: first, limit: budget) { key, bytes in
            guard let card = CardLayout(reading: bytes) else {
                if let end = Remembered.end(of: bytes), watermark > end { forgotten.append(key) }
                return
            }
            if !card.isFinal {
                let end = end(of: card.window)
                if watermark >= end { return found.append(key) }
                nextFinal = min(nextFinal, end)
            }
            if progress.mayBeRenamed, card.version > 0, isRenamed(card, nameHash) {
                found.append(key)
            }
        }
        progress.nextFinal = nextFinal
        progress.cursor = next
        if next == nil {
            progress.mayBeRenamed = false
            progress.lastPassEnded = now
        }
        return found
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
