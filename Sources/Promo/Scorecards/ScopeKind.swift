/// What part of a creator's credit a scorecard covers.
package enum ScopeKind: UInt8, CaseIterable, Sendable {
    case all, code, campaign, channel

    /// The word in the configuration and before the colon of a scope's name.
    package var name: StaticString {
        switch self {
        case .all: "all"
        case .code: "code"
        case .campaign: "campaign"
        case .channel: "channel"
        }
    }
}

extension Attribution {
    /// The text that names the scope: which code, campaign or channel; absent for `all`.
    package func text(of scope: ScopeKind) -> Text {
        switch scope {
        case .all: .absent
        case .code: code
        case .campaign: campaign
        case .channel: channel
        }
    }
}
