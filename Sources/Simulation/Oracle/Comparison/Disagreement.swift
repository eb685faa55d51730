// One thing in which the published output is not what the contract makes of the input.

package struct Disagreement: Equatable, Sendable, CustomStringConvertible {
    /// An order, a scorecard's key, a record.
    package var subject: String
    package var field: String
    package var expected: String
    package var published: String
    /// `topic/partition/offset` of the records behind it: inputs first, then outputs.
    package var records: [String]

    package var description: String {
        let places = records.isEmpty ? "" : " (\(records.joined(separator: ", ")))"
        return "\(subject): \(field) should be \(expected) but is \(published)\(places)"
    }
}
