// Every setting of Plaudit with its default. What they are called and mean stands in
// `SettingTable`, where file, environment, flags and help are derived from.

package import Codec
package import Promo

/// What scorecards are kept by.
package enum ScopeName: String, CaseIterable, Sendable, SettingWord {
    case all, code, campaign, channel
}

package struct Settings: Equatable, Sendable {
    /// Part of every group, transactional id and state topic.
    package var applicationID = "plaudit"
    package var bootstrapServers = ["localhost:9092"]
    /// Before every topic name.
    package var prefix = ""
    /// IANA name.
    package var timeZone = "UTC"
    /// ISO 4217; empty = the currency of most orders.
    package var currency = ""
    package var windows: [WindowKind] = [.all, .month, .week, .day]
    package var scopes: [ScopeName] = [.all]
    package var lateness = Duration.milliseconds(86_400_000)
    package var retentionCoded = Duration.milliseconds(400 * 86_400_000)
    package var retentionUncoded = Duration.milliseconds(120 * 86_400_000)
    /// The questions that count; empty = all.
    package var surveyQuestions: [String] = []
    package var policyVersion = "1"
    package var stacking = Stacking.singleWinner
    package var orderFormat = InputFormat.plaudit
    package var refundFormat = InputFormat.plaudit
    package var surveyFormat = InputFormat.plaudit
    package var commitInterval = Duration.milliseconds(100)
    package var commitMaxBytes: Int64 = 16 << 20
    package var publishInterval = Duration.milliseconds(50)
    /// librdkafka properties as given.
    package var kafka: [String: String] = [:]

    package init() {}
}

extension Duration {
    /// Whole milliseconds.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
