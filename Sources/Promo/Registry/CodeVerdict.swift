/// Why a code or an order earned what it did (contract §3.2, §3.3): the words of `reason`.
package enum Verdict: UInt8, CaseIterable, Sendable {
    case credited
    case testOrder, noMerchandise, noCode
    case unknown, wrongChannel, disabled, notStarted, expired

    package var name: StaticString {
        switch self {
        case .credited: "credited"
        case .testOrder: "test_order"
        case .noMerchandise: "no_merchandise"
        case .noCode: "no_code"
        case .unknown: "unknown"
        case .wrongChannel: "wrong_channel"
        case .disabled: "disabled"
        case .notStarted: "not_started"
        case .expired: "expired"
        }
    }

    /// These publish nothing; the others publish a credit or a rejection.
    package var isSilent: Bool {
        switch self {
        case .testOrder, .noMerchandise, .noCode: true
        default: false
        }
    }
}

/// What the registry says of one code at one moment in one sales channel.
package struct CodeVerdict {
    package let verdict: Verdict
    /// The assignment that holds; nil unless `verdict` is `credited`.
    package let holding: Holding?

    package init(_ verdict: Verdict, _ holding: Holding?) {
        self.verdict = verdict
        self.holding = holding
    }
}

/// An assignment as the registry holds it: a reference, so that judging copies no fields.
package final class Holding: Sendable {
    package let assignment: Assignment
    /// The end of its span: `valid_until`, or earlier where it was switched off.
    package let end: EventTime
    /// What a share of its creator's says of it, in one piece: one copy for an order that is
    /// credited to it.
    let text: [UInt8]
    let creator: Text
    let campaign: Text
    let channel: Text

    package init(_ assignment: Assignment) {
        self.assignment = assignment
        var credit = Credit()
        creator = credit.keep(assignment.creatorID.bytes)
        campaign = credit.keep(assignment.campaignID?.bytes)
        channel = credit.keep(assignment.channel?.bytes)
        text = credit.text.all
        var end = assignment.validUntil ?? .distantFuture
        if assignment.status != .active { end = min(end, assignment.statusAt ?? .distantPast) }
        self.end = end
    }

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
