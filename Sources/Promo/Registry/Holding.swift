/// An assignment as the registry holds it: a reference, so that judging copies no fields.
package final class Holding: Sendable {
    package let assignment: Assignment
    /// The end of its span: `valid_until`, or earlier where it was switched off.
    package let end: EventTime
    /// As long as the holding is there.
    nonisolated(unsafe) let grant: UnsafePointer<Grant>

    package init(_ assignment: Assignment) {
        self.assignment = assignment
        var end = assignment.validUntil ?? .distantFuture
        if assignment.status != .active { end = min(end, assignment.statusAt ?? .distantPast) }
        self.end = end
        let place = Grant.place(for: assignment)
        grant = UnsafePointer(place)
        place.initialize(to: Grant(self, in: place))
    }

    deinit { grant.deallocate() }

    package func covers(_ moment: EventTime) -> Bool {
        assignment.validFrom <= moment && moment < end
    }

    /// Whether it would cover the moment but for its status.
    func wouldCover(_ moment: EventTime) -> Bool {
        assignment.validFrom <= moment && moment < (assignment.validUntil ?? .distantFuture)
    }

    /// Who holds where spans meet: earlier `recorded_at`, absent first, then the smaller key.
    func holdsBefore(_ other: Holding) -> Bool {
        let mine = assignment.recordedAt ?? .distantPast
        let theirs = other.assignment.recordedAt ?? .distantPast
        return mine == theirs ? assignment.key < other.assignment.key : mine < theirs
    }
}
