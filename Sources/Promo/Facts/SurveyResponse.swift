// One version of a survey response, decoded and checked. Filled again and again, like `Order`.

package struct SurveyResponse: Sendable {
    package var text: [UInt8] = []
    package var responseID = Text.absent
    package var orderID = Text.absent
    package var version: Int64 = 0
    package var contentHash: UInt64 = 0
    package var answeredAt = EventTime(milliseconds: 0)
    package var question = Text.absent
    /// Between several picks of one choice: no plain form has it.
    package static let pickSeparator: UInt8 = 0x1F

    /// What was picked, in plain form (contract §4): empty where nothing is left of it. A survey
    /// tool may allow several picks, which are kept with a separator between them.
    package var choice = Text.absent
    /// What was typed, in plain form.
    package var answer = Text.absent

    package init() {}

    package mutating func reset() {
        text.clear()
        responseID = .absent
        orderID = .absent
        version = 0
        contentHash = 0
        answeredAt = EventTime(milliseconds: 0)
        question = .absent
        choice = .absent
        answer = .absent
    }
}
