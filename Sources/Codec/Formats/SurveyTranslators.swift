import Promo

// Post-purchase surveys: KnoCommerce's response/create and Fairing's response object. What each
// field becomes stands in docs/formats/surveys.md.

/// A KnoCommerce response holds an answer for each question: each becomes a response of its own.
package final class KnoCommerceTranslator: Translator {
    private let record = ShopRecord()

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        translation.reset()
        let root = try record.open(value)
        let response = root["response"]?.kind == .object ? root["response"] ?? root : root
        let orderID = response["order"]?.first("id", "order_id")?.id ?? response["order"]?.id
        guard orderID != nil else {
            throw Refusal(.missingField, "response.order is missing: a test survey has none")
        }
        for answer in response["response"].elements {
            add(answer, of: response, orderID: orderID, to: translation)
        }
    }

    private func add(
        _ answer: TapeValue, of response: TapeValue, orderID: UnsafeRawBufferPointer?,
        to translation: Translation
    ) {
        let updatedAt = response.first("updated_at", "completed_at", "created_at")?.text
        translation.record(.response) {
            let id = response["id"]?.id.map { String(decoding: $0, as: UTF8.self) } ?? ""
            let question = answer["question_id"]?.id.map { String(decoding: $0, as: UTF8.self) }
            translation.text("response_id", "\(id)/\(question ?? "")")
            translation.text("order_id", orderID)
            // The same response comes again as the customer goes on answering.
            translation.text("answered_at", updatedAt)
            translation.text("customer_id", response["customer_id"]?.id)
            translation.text("question", answer["label"]?.text)
            let isTyped =
                answer["type"]?.equals("Text") == true
                || answer["type"]?.equals("TextArea") == true
            translation.text(isTyped ? "answer" : "choice", answer["value"]?.text)
        }
    }
}

/// A Fairing response: one question, a choice or free text; edits raise `updated_at`.
package final class FairingTranslator: Translator {
    private let record = ShopRecord()

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        translation.reset()
        let response = try record.open(value)
        let updatedAt = response["updated_at"]?.text.flatMap { TimeText.eventTime($0) }
        translation.record(.response) {
            translation.text("response_id", response["id"]?.id)
            translation.text("order_id", response["order_id"]?.id)
            translation.text(
                "answered_at", response.first("response_provided_at", "inserted_at")?.text)
            if let updatedAt { translation.integer("version", updatedAt.milliseconds) }
            translation.text("customer_id", response["customer_id"]?.id)
            translation.text("question", response["question"]?.text)
            translation.text("choice", response["response"]?.text)
            translation.text("answer", response["other_response"]?.text)
        }
    }
}
