// `plaudit verify`: all that was published, against the oracle's recomputation.

/// What of the output is there to be compared beside the main job.
package struct ComparedParts: OptionSet, Sendable {
    package var rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let surveys = ComparedParts(rawValue: 1)
    package static let products = ComparedParts(rawValue: 2)
    package static let leaderboards = ComparedParts(rawValue: 4)
}

/// Takes every record of the output topics, those of a partition in offset order, and says at the
/// end in what they differ from what the contract makes of the input.
package struct Comparison {
    private var attributions: AttributionComparison
    private var scorecards: ScorecardComparison
    private var leaderboards: LeaderboardComparison
    private var deadLetters: DeadLetterComparison
    private let compared: ComparedParts
    private let scorekeeping: Scorekeeping

    /// - Parameter oracle: one that is finished.
    /// - Returns: nil if the time zone is unknown.
    package init?(
        _ oracle: Oracle, topics: ComparedTopics = ComparedTopics(), also: ComparedParts = []
    ) {
        guard let scorekeeping = Scorekeeping(oracle.settings) else { return nil }
        self.scorekeeping = scorekeeping
        attributions = AttributionComparison(oracle, topics, also, scorekeeping)
        scorecards = ScorecardComparison(oracle, topics, also)
        leaderboards = LeaderboardComparison(oracle, topics)
        deadLetters = DeadLetterComparison(oracle, topics)
        compared = also
    }

    package mutating func addAttribution(_ record: PublishedRecord) { attributions.add(record) }
    package mutating func addScorecard(_ record: PublishedRecord) { scorecards.add(record) }
    package mutating func addLeaderboard(_ record: PublishedRecord) { leaderboards.add(record) }
    package mutating func addDeadLetter(_ record: PublishedRecord) { deadLetters.add(record) }

    /// Every disagreement; none when all is well. Call once, after the last record.
    package mutating func finish() -> [Disagreement] {
        attributions.finish(without: deadLetters.takenAsPublished)
        scorecards.finish(scorekeeping.scorecards)
        if compared.contains(.leaderboards) {
            leaderboards.finish(Array(scorekeeping.scorecards.values))
        }
        deadLetters.finish()
        return attributions.found + scorecards.found + leaderboards.found + deadLetters.found
    }

    /// Orders whose retention is over: their credit was let go as it was published, and is taken
    /// from there.
    package var closedOrders: Int { attributions.closedOrders }

    /// Dead letters for which it depends on the reading history whether there must be one.
    package var dependentDeadLetters: Int { deadLetters.takenAsPublished.count }
}
