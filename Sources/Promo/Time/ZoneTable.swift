/// A time zone compiled into the moments at which its offset changes. Made once at start from the
/// system's zone data; looking up is a binary search.
package struct ZoneTable: Sendable {
    /// The IANA name.
    package let name: String
    /// `starts[i]` is when `offsets[i]` begins to hold; `starts[0]` is the distant past.
    private let starts: [EventTime]
    /// Local time − UTC, in ms.
    private let offsets: [Int64]

    package static let utc = ZoneTable(name: "UTC", firstOffset: 0, transitions: [])

    /// - Parameter transitions: ascending in time; offsets in ms.
    package init(
        name: String, firstOffset: Int64, transitions: [(at: EventTime, offset: Int64)]
    ) {
        self.name = name
        starts = [.distantPast] + transitions.map(\.at)
        offsets = [firstOffset] + transitions.map(\.offset)
    }

    package func offset(at moment: EventTime) -> Int64 { offsets[regime(at: moment)] }

    /// When the offset that holds at `moment` began, and when the next one does.
    package func changes(around moment: EventTime) -> (before: EventTime, after: EventTime) {
        let index = regime(at: moment)
        return (starts[index], index + 1 < starts.count ? starts[index + 1] : .distantFuture)
    }

    /// ms of the local clock since 1970-01-01T00:00 local.
    package func local(_ moment: EventTime) -> Int64 {
        moment.milliseconds + offset(at: moment)
    }

    /// The first moment at which the local clock shows `local` or later.
    package func moment(ofLocal local: Int64) -> EventTime {
        // Zones are at most 26 hours from UTC: only regimes around that moment come into question.
        let margin = 2 * EventTime.dayMilliseconds
        var index = regime(at: EventTime(milliseconds: local - margin))
        while index < starts.count {
            let start = starts[index]
            let end = index + 1 < starts.count ? starts[index + 1] : .distantFuture
            let candidate = max(start, EventTime(milliseconds: local - offsets[index]))
            if candidate < end { return candidate }
            index += 1
        }
        return EventTime(milliseconds: local - offsets[offsets.count - 1])
    }

    private func regime(at moment: EventTime) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= moment { low = middle } else { high = middle }
        }
        return low
    }
}
