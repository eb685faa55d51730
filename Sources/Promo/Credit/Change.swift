// To publish = the parts now − the parts published.

/// One signed change of credit, to be published.
package struct Change: Sendable {
    package var kind: AttributionKind
    /// The share is one of the published credit (a part is taken back), else one of the credit now.
    package var isTakenBack: Bool
    package var share: Int
    package var cause: Cause
    package var occurredAt: EventTime
    /// Of a part that is given: a range of the credit's own products now. Else of
    /// `Changes.products`.
    package var products: Range<Int> = 0..<0
    /// Of a `survey`, which has no measures; its share is an index into `surveys`.
    package var survey: SurveyCounts?
}

/// What leads from one credit to another. Used again for each order.
package struct Changes: Sendable {
    package fileprivate(set) var list: [Change] = []
    /// Beside `list`.
    private var measures: [Measures] = []
    /// What is taken back or corrected, by product; `isTakenBack` says in which credit's arena the
    /// sku lies.
    package fileprivate(set) var products: [(isTakenBack: Bool, product: Product)] = []

    package init() {}

    /// What is taken back first, then what is given.
    package mutating func compute(from published: inout Credit, to now: inout Credit) {
        list.clear()
        measures.clear()
        products.clear()
        for part in published.parts { Difference.takeBack(part, published, now, &self) }
        for index in now.parts.indices {
            let isKnown =
                !published.parts.isEmpty
                && Difference.counterpart(of: now.parts[index], now, in: published) != nil
            if !isKnown { give(now.parts[index], of: &now, beside: &published) }
        }
        if published.surveys.isEmpty, now.surveys.isEmpty { return }
        Difference.surveyChanges(from: published, to: now, &self)
    }

    /// Lends the figures of a change in the measures' order.
    package mutating func withFigures(
        ofChange index: Int, _ body: (UnsafePointer<Int64>) -> Void
    ) {
        measures[index].withMutableFigures { body($0) }
    }

    fileprivate mutating func add(_ change: Change, _ measures: Measures) {
        list.append(change)
        self.measures.append(measures)
    }

    @inline(__always)
    private mutating func give(
        _ part: Part, of now: inout Credit, beside published: inout Credit
    ) {
        let kind =
            published.parts.isEmpty
            ? Difference.firstKind(part.cause, of: now.shares[Int(part.share)])
            : Difference.kind(of: part, in: now, beside: published)
        add(
            Change(
                kind: kind, isTakenBack: false, share: Int(part.share), cause: part.cause,
                occurredAt: part.occurredAt, products: part.products),
            part.measures)
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
        changes.add(
            Change(
                kind: .survey, isTakenBack: isTakenBack, share: index, cause: .order,
                occurredAt: part.placedAt, survey: counts),
            Measures())
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
        changes.add(
            Change(
                kind: kindOfLoss(of: part, published, now, isDifference: counterpart != nil),
                isTakenBack: true, share: Int(part.share), cause: part.cause,
                occurredAt: part.occurredAt, products: first..<changes.products.count),
            measures)
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
        return isKnown ? .reassignment : firstKind(part.cause, of: credit.shares[Int(part.share)])
    }

    private static func correctionKind(_ part: Part, _ credit: Credit) -> AttributionKind {
        let kind = firstKind(part.cause, of: credit.shares[Int(part.share)])
        return kind == .redemption ? .adjustment : kind
    }

    /// The kind of a part of which nothing was published before.
    fileprivate static func firstKind(_ cause: Cause, of share: Share) -> AttributionKind {
        if cause == .cancellation { return .cancellation }
        if cause.refundIndex != nil { return .return }
        return share.creator.isAbsent ? .rejection : .redemption
    }
}
