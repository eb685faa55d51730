/// When something happened: milliseconds since 1970-01-01T00:00:00Z. Arithmetic only, no clock.
package struct EventTime: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static let distantPast = EventTime(milliseconds: .min)
    package static let distantFuture = EventTime(milliseconds: .max)
    package static let dayMilliseconds: Int64 = 86_400_000

    package static func < (a: EventTime, b: EventTime) -> Bool { a.milliseconds < b.milliseconds }
    // Said by `<` already, but then each use would ask tables for it.
    package static func > (a: EventTime, b: EventTime) -> Bool { a.milliseconds > b.milliseconds }
    package static func <= (a: EventTime, b: EventTime) -> Bool { a.milliseconds <= b.milliseconds }
    package static func >= (a: EventTime, b: EventTime) -> Bool { a.milliseconds >= b.milliseconds }

    /// The time `milliseconds` later; stays at the ends of the axis instead of trapping.
    package func advanced(by milliseconds: Int64) -> EventTime {
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
        guard overflow else { return EventTime(milliseconds: sum) }
        return milliseconds > 0 ? .distantFuture : .distantPast
    }
}
