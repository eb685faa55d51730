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
        try record.translate(value, into: translation) { (root) throws(Refusal) in
            let response = root["response"]?.kind == .object ? root["response"] ?? root : root
            let orderID = response["order"]?.first("id", "order_id")?.id ?? response["order"]?.id
            guard orderID != nil else {
                throw Refusal(.missingField, "response.order is missing: a test survey has none")
            }
            for answer in response["response"].elements {
                add(answer, of: response, orderID: orderID, to: translation)
            }
        }
    }

    private func add(
        _ answer: TapeValue, of response: TapeValue, orderID: UnsafeRawBufferPointer?,
        to translation: Translation
    ) {
        translation.record(.response) {
            if let id = response["id"]?.id, let question = answer["question_id"]?.id {
                let parts = [id, question].map { String(decoding: $0, as: UTF8.self) }
                translation.text("response_id", parts.joined(separator: "/"))
            }
            translation.text("order_id", orderID)
            // The same response comes again as the customer goes on answering.
            translation.copy(
                "answered_at", response.first("updated_at", "completed_at", "created_at"))
            translation.text("customer_id", response["customer_id"]?.id)
            translation.text("question", answer["label"]?.text)
            let isTyped =
                answer["type"]?.equals("Text") == true
                || answer["type"]?.equals("TextArea") == true
            if isTyped {
                translation.text("answer", answer["value"]?.text)
            } else {
                translation.picks("choice", answer["value"])
            }
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
        try record.translate(value, into: translation) { response in
            add(response, to: translation)
        }
    }

    private func add(_ response: TapeValue, to translation: Translation) {
        let updatedAt = response["updated_at"]
        translation.record(.response) {
            translation.copy("response_id", response["id"])
            translation.copy("order_id", response["order_id"])
            translation.copy("answered_at", response.first("response_provided_at", "inserted_at"))
            if let time = updatedAt?.text.flatMap({ TimeText.eventTime($0) }) {
                translation.integer("version", time.milliseconds)
            } else {
                translation.copy("version", updatedAt)
            }
            translation.text("customer_id", response["customer_id"]?.id)
            translation.text("question", response["question"]?.text)
            translation.picks("choice", response["response"])
            translation.text("answer", response["other_response"]?.text)
        }
    }
}
