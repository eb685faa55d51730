import Codec
import Promo
import Streams

/// The cards that are not final yet, by the time at which their windows and the lateness are over.
/// It is derived: a key whose card is gone, or final, does no harm.
struct OpenWindows {
    private struct Cards {
        let end: EventTime
        var keys: [StateKey] = []
        /// So many of them were taken in the running transaction.
        var taken = 0

        var isTaken: Bool { taken == keys.count }
    }

    /// In ascending order of end.
    private var open: ContiguousArray<Cards> = []
    /// The end's place that was listed last: new cards are of few windows.
    private var last = 0
    /// The least end of which some cards are not taken.
    private var nextEnd = EventTime.distantFuture

    mutating func list(_ card: StateKey, until end: EventTime) {
        guard end < .distantFuture else { return }
        if last >= open.count || open[last].end != end { last = newPlace(of: end) }
        open[last].keys.append(card)
        if end < nextEnd { nextEnd = end }
    }

    /// The place of an end that becomes one of the open ones, if it is not.
    private mutating func newPlace(of end: EventTime) -> Int {
        let place = place(of: end)
        if place == open.count || open[place].end != end {
            open.insert(Cards(end: end), at: place)
        }
        return place
    }

    func isOver(_ watermark: EventTime) -> Bool { watermark >= nextEnd }

    /// Looks at `budget` cards whose windows are over: `found` gets those that are not final.
    mutating func take(
        _ budget: Int, at watermark: EventTime, in store: StateTable, found: inout [StateKey]
    ) {
        var left = budget
        for place in open.indices where !open[place].isTaken {
            guard left > 0, watermark >= open[place].end else { break }
            let keys = open[place].keys
            let first = open[place].taken
            let last = min(keys.count, first + left)
            for index in first..<last {
                StateLookahead.prefetch(keys, after: index, in: store)
                if let bytes = store.value(of: keys[index]),
                    let card = CardLayout(reading: bytes), !card.isFinal
                {
                    found.append(keys[index])
                }
            }
            open[place].taken = last
            left -= last - first
        }
        findNext()
    }

    mutating func committed() {
        guard open.contains(where: { $0.taken > 0 }) else { return }
        open.removeAll { $0.isTaken }
        for place in open.indices {
            open[place].keys.removeFirst(open[place].taken)
            open[place].taken = 0
        }
    }

    mutating func rolledBack() {
        for place in open.indices { open[place].taken = 0 }
        findNext()
    }

    private mutating func findNext() {
        nextEnd = open.first { !$0.isTaken }?.end ?? .distantFuture
    }

    /// Of the first that does not end earlier.
    private func place(of end: EventTime) -> Int {
        var (low, high) = (0, open.count)
        while low < high {
            let middle = (low + high) / 2
            if open[middle].end < end { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
