// The settings that decide what the contract makes of an input.

package enum Stacking: String, CaseIterable, Sendable {
    case single_winner, first, last, priority, split_equal, split_by_discount
}

package enum WindowKind: String, CaseIterable, Sendable {
    case all, month, week, day, hour
}

package enum ScopeKind: String, CaseIterable, Sendable {
    case all, code, campaign, channel
}

package struct OracleSettings: Sendable {
    /// An IANA name.
    package var timeZone = "UTC"
    package var windows: [WindowKind] = [.all, .month, .week, .day]
    package var scopes: [ScopeKind] = [.all]
    package var stacking = Stacking.single_winner
    /// ms after placed_at, for orders with and without a code.
    package var codedRetention: Int64 = 400 * 86_400_000
    package var uncodedRetention: Int64 = 120 * 86_400_000
    package var lateness: Int64 = 86_400_000
    /// nil counts every question.
    package var surveyQuestions: [Bytes]?
    /// Of the topics that are keyed by order.
    package var partitions: Int32 = 1

    package init() {}
}
