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
    /// Of the assignment that holds; nil unless `verdict` is `credited`.
    let grant: UnsafePointer<Grant>?

    init(_ verdict: Verdict, _ grant: UnsafePointer<Grant>?) {
        self.verdict = verdict
        self.grant = grant
    }

    /// The assignment that holds.
    package var holding: Holding? { grant?.pointee.holding }
}
