package import Streams

/// Every topic by name; `prefix` stands before each (contract §5), state topics carry the
/// application's id.
package struct Topics: Sendable {
    package let prefix: String
    package let applicationID: String

    package init(prefix: String, applicationID: String) {
        self.prefix = prefix
        self.applicationID = applicationID
    }

    package var orders: String { prefix + "orders" }
    package var refunds: String { prefix + "refunds" }
    package var surveyResponses: String { prefix + "survey-responses" }
    package var codeRegistry: String { prefix + "code-registry" }
    package var attributions: String { prefix + "attributions" }
    package var scorecards: String { prefix + "scorecards" }
    package var leaderboards: String { prefix + "leaderboards" }
    package var alerts: String { prefix + "alerts" }
    package var deadLetters: String { prefix + "dead-letters" }

    /// Internal: codes that earned nothing, to the partition of the code, so that one task says so
    /// once however many partitions of orders it was typed in.
    package var rejectedCodes: String { "\(prefix)\(applicationID)-rejected-codes" }

    /// Internal: of each leaderboard the changed entries of the best in SCORE's partitions, to the
    /// partition of the leaderboard. Only RANK reads it, and deletes what it has committed.
    package var rankEntries: String { "\(prefix)\(applicationID)-rank-entries" }

    package func state(of stage: String) -> String { "\(prefix)\(applicationID)-\(stage)-state" }

    package var attribute: StageDescription {
        StageDescription(
            name: "attribute", inputs: [orders, refunds, surveyResponses],
            outputs: [attributions, deadLetters, alerts, rejectedCodes], globals: [codeRegistry],
            stateTopic: state(of: "attribute"))
    }

    package var score: StageDescription {
        StageDescription(
            name: "score", inputs: [attributions, rejectedCodes],
            outputs: [scorecards, deadLetters, alerts, rankEntries],
            globals: [codeRegistry], stateTopic: state(of: "score"))
    }

    package var rank: StageDescription {
        StageDescription(
            name: "rank", inputs: [rankEntries], outputs: [leaderboards], globals: [],
            stateTopic: state(of: "rank"), ownInputs: [rankEntries])
    }
}
