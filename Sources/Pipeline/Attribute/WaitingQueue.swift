import Promo
import Streams

/// Orders that are not known yet, by the event time at which what waits for them has waited too
/// long: a binary heap, the earliest first. Derived from the orders' states; one that is not
/// waiting any more when its time comes is simply passed over.
struct WaitingQueue {
    private struct Entry {
        var due: EventTime
        var key: StateKey
    }

    private var heap: [Entry] = []
    /// Taken out since the last commit.
    private var taken: [Entry] = []

    func isDue(_ eventTime: EventTime) -> Bool {
        heap.first.map { eventTime > $0.due } ?? false
    }

    mutating func push(_ key: StateKey, due: EventTime) {
        heap.append(Entry(due: due, key: key))
        var child = heap.count - 1
        while child > 0, heap[child].due < heap[(child - 1) / 2].due {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The earliest, if its time is before `eventTime`.
    mutating func pop(before eventTime: EventTime) -> StateKey? {
        guard isDue(eventTime), let last = heap.popLast() else { return nil }
        guard let first = heap.first else {
            taken.append(last)
            return last.key
        }
        taken.append(first)
        heap[0] = last
        sink()
        return first.key
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].due < heap[least].due {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    mutating func committed() { taken.removeAll(keepingCapacity: true) }

    /// What was pushed since may stay: it will be passed over.
    mutating func rolledBack() {
        for entry in taken { push(entry.key, due: entry.due) }
        taken.removeAll(keepingCapacity: true)
    }
}
