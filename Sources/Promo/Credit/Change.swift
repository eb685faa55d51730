// To publish = the parts now − the parts published.

/// One signed change of credit, to be published.
package struct Change: Sendable {
    package var kind: AttributionKind
    /// The share is one of the published credit (a part is taken back), else one of the credit now.
    package var isTakenBack: Bool
    package var share: Int
    package var cause: Cause
    package var occurredAt: EventTime
    package var measures: Measures
    /// Of a part that is given: a range of the credit's own products now. Else of
    /// `Changes.products`.
    package var products: Range<Int> = 0..<0
    /// Of a `survey`, which has no measures; its share is an index into `surveys`.
    package var survey: SurveyCounts?
}

/// What leads from one credit to another. Used again for each order.
package struct Changes: Sendable {
    package fileprivate(set) var list: [Change] = []
    /// What is taken back or corrected, by product; `isTakenBack` says in which credit's arena the
    /// sku lies.
    package fileprivate(set) var products: [(isTakenBack: Bool, product: Product)] = []

    package init() {}

    /// What is taken back first, then what is given.
    package mutating func compute(from published: Credit, to now: Credit) {
        list.clear()
        products.clear()
        for part in published.parts { Difference.takeBack(part, published, now, &self) }
        for part in now.parts {
            guard Difference.counterpart(of: part, now, in: published) == nil else { continue }
            list.append(
                Change(
                    kind: Difference.kind(of: part, in: now, beside: published),
                    isTakenBack: false, share: Int(part.share), cause: part.cause,
                    occurredAt: part.occurredAt, measures: part.measures,
                    products: part.products))
        }
        if published.surveys.isEmpty, now.surveys.isEmpty { return }
        Difference.surveyChanges(from: published, to: now, &self)
    }
}

enum Difference {
    fileprivate static func surveyChanges(
        from published: Credit, to now: Credit, _ changes: inout Changes
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
        _ changes: inout Changes
    ) {
        changes.list.append(
            Change(
                kind: .survey, isTakenBack: isTakenBack, share: index, cause: .order,
                occurredAt: part.placedAt, measures: Measures(), survey: counts))
    }

    /// What a published part changes to: a difference where it still stands, else all of it is
    /// taken back.
    fileprivate static func takeBack(
        _ part: Part, _ published: Credit, _ now: Credit, _ changes: inout Changes
    ) {
        var measures = -part.measures
        let counterpart = counterpart(of: part, published, in: now)
        if let counterpart { measures += counterpart.measures }
        let first = changes.products.count
        ProductDifference.append(
            from: published.products[part.products], of: published.text,
            to: counterpart.map { now.products[$0.products] } ?? [], of: now.text,
            &changes.products)
        guard !measures.isZero || changes.products.count > first else { return }
        changes.list.append(
            Change(
                kind: kindOfLoss(of: part, published, now, isDifference: counterpart != nil),
                isTakenBack: true, share: Int(part.share), cause: part.cause,
                occurredAt: part.occurredAt, measures: measures,
                products: first..<changes.products.count))
    }

    private static func kindOfLoss(
        of part: Part, _ published: Credit, _ now: Credit, isDifference: Bool
    ) -> AttributionKind {
        if isDifference { return correctionKind(part, published) }
        // Nobody has the order now: its creator's returns go with it.
        let isNobodys = now.shares.isEmpty && !published.shares[Int(part.share)].creator.isAbsent
        return isNobodys ? .reassignment : kind(of: part, in: published, beside: now)
    }

    /// The part of `other` that has the same cause, date and share as `part` of `credit`.
    fileprivate static func counterpart(of part: Part, _ credit: Credit, in other: Credit) -> Part?
    {
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
    fileprivate static func kind(
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
