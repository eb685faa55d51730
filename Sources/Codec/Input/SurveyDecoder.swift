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
        let answer = reader.text(fields[.answer])
        try reader.refuseFuture(response.answeredAt, at: fields[.answered_at], input)
        response.orderID = reader.span(orderID)
        response.responseID = reader.span(responseID)
        response.question = reader.span(question)
        response.text.append(contentsOf: reader.tape.wholeText)
        response.choice = plainText(choice, in: &response.text)
        response.answer = plainText(answer, in: &response.text)
        reader.content.add(orderID)
        reader.content.add(responseID)
        reader.content.add(response.answeredAt)
        reader.content.add(response.version)
        reader.content.add(customerID)
        reader.content.add(question)
        reader.content.add(choice)
        reader.content.add(answer)
        response.contentHash = reader.content.value
    }

    private func plainText(_ text: UnsafeRawBufferPointer?, in arena: inout [UInt8]) -> Text {
        guard let text, !text.isEmpty else { return .absent }
        plainForm.read(text)
        let start = arena.count
        arena.append(contentsOf: plainForm.bytes)
        return Text(start: Int32(start), count: Int32(plainForm.bytes.count))
    }
}
