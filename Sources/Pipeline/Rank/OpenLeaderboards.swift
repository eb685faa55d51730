import Promo
import Streams

/// The leaderboards that are not final yet, and when they will be. Derived.
struct OpenLeaderboards {
    private typealias Open = (key: StateKey, end: EventTime)

    private var open: [Open] = []
    private var closed: [Open] = []
    private var next = EventTime.distantFuture

    mutating func add(_ key: StateKey, end: EventTime) {
        guard end != .distantFuture else { return }
        open.append((key, end))
        next = min(next, end)
    }

    func isDue(_ watermark: EventTime) -> Bool { watermark >= next }

    /// Hands over those whose end has come, and forgets them.
    mutating func close(through watermark: EventTime, _ body: (StateKey) -> Void) {
        guard isDue(watermark) else { return }
        let ended = open.filter { $0.end <= watermark }
        open.removeAll { $0.end <= watermark }
        closed += ended
        next = open.map(\.end).min() ?? .distantFuture
        for board in ended { body(board.key) }
    }

    mutating func committed() { closed.removeAll(keepingCapacity: true) }

    /// One that was added in the aborted transaction may stay: its key leads nowhere.
    mutating func rolledBack() {
        for board in closed { add(board.key, end: board.end) }
        closed.removeAll(keepingCapacity: true)
    }
}
