// To publish = the parts now − the parts published.

package enum AttributionKind: UInt8, CaseIterable, Sendable {
    case redemption, adjustment, `return`, cancellation, reassignment, rejection, survey, watermark

    package var name: StaticString {
        switch self {
        case .redemption: "redemption"
        case .adjustment: "adjustment"
        case .return: "return"
        case .cancellation: "cancellation"
        case .reassignment: "reassignment"
        case .rejection: "rejection"
        case .survey: "survey"
        case .watermark: "watermark"
        }
    }
}

/// One signed change of credit, to be published.
package struct Change: Sendable {
    package var kind: AttributionKind
    /// The share is one of the published credit (a part is taken back), else one of the credit now.
    package var isTakenBack: Bool
    package var share: Int
    package var cause: Cause
    package var occurredAt: EventTime
    package var measures: Measures
    /// Of a `survey`, which has no measures; its share is an index into `surveys`.
    package var survey: SurveyCounts?
}

package enum Difference {
    /// The changes that lead from `published` to `now`: what is taken back first, then what is given.
    package static func changes(
        from published: Credit, to now: Credit, into changes: inout [Change]
    ) {
        changes.removeAll(keepingCapacity: true)
        for index in published.parts.indices {
            takeBack(index, published, now, &changes)
        }
        for part in now.parts {
            guard !stands(part, now, in: published) else { continue }
            changes.append(
                Change(
                    kind: kind(of: part, in: now, beside: published), isTakenBack: false,
                    share: Int(part.share), cause: part.cause, occurredAt: part.occurredAt,
                    measures: part.measures))
        }
        surveyChanges(from: published, to: now, &changes)
    }

    private static func surveyChanges(
        from published: Credit, to now: Credit, _ changes: inout [Change]
    ) {
        for (index, part) in published.surveys.enumerated() {
            var counts = SurveyCounts()
            counts -= part.counts
            for other in now.surveys where published.survey(part, equals: now, other) {
                for place in 0..<SurveyCounts.count {
                    counts.values[place] += other.counts.values[place]
                }
            }
            if !counts.isZero { add(counts, of: part, index, isTakenBack: true, &changes) }
        }
        for (index, part) in now.surveys.enumerated() {
            let isKnown = published.surveys.contains { now.survey(part, equals: published, $0) }
            if !isKnown { add(part.counts, of: part, index, isTakenBack: false, &changes) }
        }
    }

    private static func add(
        _ counts: SurveyCounts, of part: SurveyPart, _ index: Int, isTakenBack: Bool,
        _ changes: inout [Change]
    ) {
        changes.append(
            Change(
                kind: .survey, isTakenBack: isTakenBack, share: index, cause: .order,
                occurredAt: part.placedAt, measures: Measures(), survey: counts))
    }

    /// What `published.parts[index]` changes to: a difference where it still stands, else all of it
    /// is taken back.
    private static func takeBack(
        _ index: Int, _ published: Credit, _ now: Credit, _ changes: inout [Change]
    ) {
        let part = published.parts[index]
        var measures = -part.measures
        let counterpart = counterpart(of: part, published, in: now)
        if let counterpart { measures += counterpart.measures }
        guard !measures.isZero else { return }
        changes.append(
            Change(
                kind: kindOfLoss(of: part, published, now, isDifference: counterpart != nil),
                isTakenBack: true, share: Int(part.share), cause: part.cause,
                occurredAt: part.occurredAt, measures: measures))
    }

    private static func kindOfLoss(
        of part: Part, _ published: Credit, _ now: Credit, isDifference: Bool
    ) -> AttributionKind {
        if isDifference { return correctionKind(part, published) }
        // Nobody has the order now: its creator's returns go with it.
        let isNobodys = now.shares.isEmpty && !published.shares[Int(part.share)].creator.isAbsent
        return isNobodys ? .reassignment : kind(of: part, in: published, beside: now)
    }

    private static func stands(_ part: Part, _ now: Credit, in published: Credit) -> Bool {
        counterpart(of: part, now, in: published) != nil
    }

    /// The part of `other` that has the same cause, date and share as `part` of `credit`.
    private static func counterpart(of part: Part, _ credit: Credit, in other: Credit) -> Part? {
        for candidate in other.parts
        where candidate.cause == part.cause && candidate.occurredAt == part.occurredAt
            && credit.share(Int(part.share), equals: other, Int(candidate.share))
        {
            return candidate
        }
        return nil
    }

    /// The kind of a part that `other` does not have: another creator's there makes it a
    /// reassignment.
    private static func kind(
        of part: Part, in credit: Credit, beside other: Credit
    ) -> AttributionKind {
        var isKnown = false
        for candidate in other.parts where candidate.cause == part.cause {
            if credit.creator(Int(part.share), equals: other, Int(candidate.share)) {
                return correctionKind(part, credit)
            }
            isKnown = true
        }
        if isKnown { return .reassignment }
        return firstKind(part, credit, isCorrection: false)
    }

    private static func correctionKind(_ part: Part, _ credit: Credit) -> AttributionKind {
        firstKind(part, credit, isCorrection: true)
    }

    private static func firstKind(
        _ part: Part, _ credit: Credit, isCorrection: Bool
    ) -> AttributionKind {
        if part.cause == .cancellation { return .cancellation }
        if part.cause.refundIndex != nil { return .return }
        if credit.shares[Int(part.share)].creator.isAbsent { return .rejection }
        return isCorrection ? .adjustment : .redemption
    }
}
