// The survey-responses topic: bytes to `SurveyResponse`, as `OrderDecoder` does it.

package import Promo

package enum SurveyField: Int, Field {
    case response_id, order_id, answered_at, version, customer_id, question, choice, answer
}

/// Decodes survey responses one after the other into a reused value, without allocating.
package final class SurveyDecoder {
    private let reader = RecordReader()
    private let names = FieldNames<SurveyField>()
    private let plainForm = PlainForm()

    /// The bytes come from a translator, which may say several picks where the contract has one
    /// choice.
    package var isTranslated = false

    package init() {}

    /// Reads one version of a response. After a refusal `response` holds nothing that may be used.
    package func decode(
        _ input: DecodeInput, into response: inout SurveyResponse
    ) throws(Refusal) {
        response.reset()
        try reader.open(input)
        let fields = try reader.fields(of: 0, named: names)
        let orderID = try reader.orderID(fields, .order_id, input)
        let responseID = try reader.id(try reader.required(fields, .response_id))
        response.answeredAt = try reader.time(try reader.required(fields, .answered_at))
        let version = try reader.integer(fields[.version])
        response.version = version ?? response.answeredAt.milliseconds
        let customerID = try reader.id(optional: fields[.customer_id])
        let question = reader.text(fields[.question])
        let choice = reader.text(fields[.choice])
        let picks = picks(fields[.choice])
        let answer = reader.text(fields[.answer])
        try reader.refuseFuture(response.answeredAt, at: fields[.answered_at], input)
        response.orderID = reader.span(orderID)
        response.responseID = reader.span(responseID)
        response.question = reader.span(question)
        response.text.append(contentsOf: reader.tape.wholeText)
        response.choice =
            picks.isEmpty
            ? plainText(choice, in: &response.text) : plainTexts(picks, in: &response.text)
        response.answer = plainText(answer, in: &response.text)
        reader.content.add(orderID)
        reader.content.add(responseID)
        reader.content.add(response.answeredAt)
        reader.content.add(response.version)
        reader.content.add(customerID)
        reader.content.add(question)
        reader.content.add(choice)
        for pick in picks { reader.content.add(pick) }
        reader.content.add(answer)
        response.contentHash = reader.content.value
    }

    /// None but in a translated record, and there without those that are empty.
    private func picks(_ entry: Int?) -> [UnsafeRawBufferPointer] {
        guard isTranslated, let entry, reader.tape.kind(of: entry) == .array else { return [] }
        var picks: [UnsafeRawBufferPointer] = []
        var element = entry + 1
        while element < reader.tape.next(after: entry) {
            if reader.tape.kind(of: element) == .string {
                picks.append(reader.tape.text(of: element))
            }
            element = reader.tape.next(after: element)
        }
        return picks.filter { !$0.isEmpty }
    }

    private func plainTexts(
        _ texts: [UnsafeRawBufferPointer], in arena: inout [UInt8]
    ) -> Text {
        let start = arena.count
        for text in texts {
            if arena.count > start { arena.append(SurveyResponse.pickSeparator) }
            plainForm.read(text)
            arena.append(contentsOf: plainForm.bytes)
        }
        return Text(start: Int32(start), count: Int32(arena.count - start))
    }

    private func plainText(_ text: UnsafeRawBufferPointer?, in arena: inout [UInt8]) -> Text {
        guard let text, !text.isEmpty else { return .absent }
        plainForm.read(text)
        let start = arena.count
        arena.append(contentsOf: plainForm.bytes)
        return Text(start: Int32(start), count: Int32(plainForm.bytes.count))
    }
}
