// Makes the adversarial shop's survey responses.

struct ResponseWriter {
    var numbers: SeededGenerator
    /// What a customer may pick or type: names, handles, ids and codes of creators, and nonsense.
    let answers: [String]

    mutating func response(
        _ id: String, order: DraftOrder, version: Int?, latest: Int64, _ spelling: inout Spelling
    ) -> String {
        let date = min(order.placedAt + Int64(numbers.number(0..<6 * 86_400_000)), latest)
        let choice = numbers.chance(600) ? numbers.pick(answers) : numbers.pick([nil, ""])
        let answer = numbers.chance(600) ? numbers.pick(answers) : numbers.pick([nil, ""])
        return spelling.object([
            ("response_id", spelling.id(id)),
            ("order_id", spelling.id(order.id)),
            ("answered_at", spelling.time(date)),
            ("version", version.map(String.init)),
            ("customer_id", order.customer.map { spelling.id($0) }),
            ("question", spelling.text(numbers.pick(["How did you hear about us?", "NPS"]))),
            ("choice", choice.map { spelling.text($0) }),
            ("answer", answer.map { spelling.text($0) }),
        ])
    }
}
