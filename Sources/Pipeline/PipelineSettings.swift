package import Codec
package import Promo

/// What the stages are told of the brand: the rules, the zone, which scorecards, how often.
package struct PipelineSettings: Sendable {
    package var policy: Policy
    package var zone: ZoneTable
    package var windows: [WindowKind]
    package var scopes: [ScopeKind]
    package var formats: InputFormats
    /// A scorecard is published at most this often, ms.
    package var publishInterval: Int64

    package init(
        policy: Policy, zone: ZoneTable = .utc,
        windows: [WindowKind] = [.all, .month, .week, .day],
        scopes: [ScopeKind] = [.all], formats: InputFormats = InputFormats(),
        publishInterval: Int64 = 50
    ) {
        self.policy = policy
        self.zone = zone
        self.windows = windows
        self.scopes = scopes
        self.formats = formats
        self.publishInterval = publishInterval
    }

    /// What kept scorecards differ in: with another zone or other windows they are folded anew.
    var scorecardFingerprint: Int64 {
        var mark = Fingerprint()
        for byte in zone.name.utf8 { mark.mix(UInt64(byte)) }
        for window in windows { mark.mix(UInt64(window.rawValue) + 256) }
        for scope in scopes { mark.mix(UInt64(scope.rawValue) + 512) }
        return Int64(bitPattern: mark.value)
    }
}

/// The shapes of the input topics' records.
package struct InputFormats: Sendable {
    package var orders: InputFormat
    package var refunds: InputFormat
    package var surveyResponses: InputFormat
    /// The brand's, for refunds that do not say theirs (WooCommerce); empty = unknown.
    package var currency: String

    package init(
        orders: InputFormat = .plaudit, refunds: InputFormat = .plaudit,
        surveyResponses: InputFormat = .plaudit, currency: String = ""
    ) {
        self.orders = orders
        self.refunds = refunds
        self.surveyResponses = surveyResponses
        self.currency = currency
    }
}
