/// Who wins where valid codes of several creators meet on one order (contract §3.4).
package enum Stacking: UInt8, CaseIterable, Sendable {
    case singleWinner, first, last, priority, splitEqual, splitByDiscount

    /// The word in the configuration.
    package var name: String {
        switch self {
        case .singleWinner: "single_winner"
        case .first: "first"
        case .last: "last"
        case .priority: "priority"
        case .splitEqual: "split_equal"
        case .splitByDiscount: "split_by_discount"
        }
    }
}

/// The rules that a brand chooses. Published with each attribution by its version.
package struct Policy: Sendable {
    package var version: ByteString
    package var stacking: Stacking
    /// How long a refund or response may wait for its order before an alert, in ms of event time.
    package var lateness: Int64
    /// How long an order with codes stays open after placed_at, in ms; and one without.
    package var codedRetention: Int64
    package var uncodedRetention: Int64
    /// The survey questions that count; nil = all.
    package var surveyQuestions: Set<ByteString>?

    /// Grows when a rule of this code changes: kept state is then judged again and corrected.
    private static let rules: UInt64 = 2

    package init(
        version: ByteString, stacking: Stacking = .singleWinner,
        lateness: Int64 = EventTime.dayMilliseconds,
        codedRetention: Int64 = 400 * EventTime.dayMilliseconds,
        uncodedRetention: Int64 = 120 * EventTime.dayMilliseconds,
        surveyQuestions: Set<ByteString>? = nil
    ) {
        self.version = version
        self.stacking = stacking
        self.lateness = lateness
        self.codedRetention = codedRetention
        self.uncodedRetention = uncodedRetention
        self.surveyQuestions = surveyQuestions
    }

    /// What orders judged under other rules differ in.
    package var fingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        fingerprint.mix(Policy.rules)
        fingerprint.mix(UInt64(stacking.rawValue))
        for byte in version.bytes { fingerprint.mix(UInt64(byte)) }
        for question in (surveyQuestions ?? []).sorted() {
            fingerprint.mix(1 << 32)
            for byte in question.bytes { fingerprint.mix(UInt64(byte)) }
        }
        return fingerprint
    }

    /// How long an order stays open after placed_at.
    package func retention(isCoded: Bool) -> Int64 { isCoded ? codedRetention : uncodedRetention }

    /// What is dated later does not count, also where it came before the version that says so.
    func retentionEnd(of order: Order) -> EventTime {
        retentionEnd(placedAt: order.placedAt, isCoded: !order.codes.isEmpty)
    }

    /// The same where an order that is handed over would be copied.
    package func retentionEnd(placedAt: EventTime, isCoded: Bool) -> EventTime {
        placedAt.advanced(by: retention(isCoded: isCoded))
    }
}

/// A 64-bit mark of what decided an order (after splitmix64's finaliser). Never 0, which stands for
/// "not judged".
package struct Fingerprint: Equatable, Sendable {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    package init() {}

    package mutating func mix(_ word: UInt64) {
        var mixed = (state ^ word) &* 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed >> 29
        mixed = mixed &* 0x94D0_49BB_1331_11EB
        state = mixed ^ (mixed >> 32)
    }

    package var value: UInt64 { state | 1 }
}
