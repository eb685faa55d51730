// One version of a survey response, as the contract reads it.

package struct PlainResponse: Sendable {
    package var id: Bytes
    package var version: Int64
    package var answeredAt: Int64
    package var question: Bytes?
    package var choice: Bytes?
    /// Of a choice with several picks, which only a translator may say.
    package var picks: [Bytes] = []
    package var answer: Bytes?

    /// Field by field in the table's order; the order's id was read before.
    package init(_ record: PlainValue, isTranslated: Bool = false) throws(Refusal) {
        id = try FieldReading.requiredID(record["response_id"], "response_id")
        answeredAt = try FieldReading.requiredTime(record["answered_at"], "answered_at")
        version = try FieldReading.integer(record["version"], "version") ?? answeredAt
        _ = try FieldReading.id(record["customer_id"], "customer_id")
        question = record["question"]?.text
        choice = record["choice"]?.text
        if isTranslated, case .array(let values) = record["choice"] {
            picks = values.compactMap(\.text).filter { !$0.isEmpty }
        }
        answer = record["answer"]?.text
    }
}
