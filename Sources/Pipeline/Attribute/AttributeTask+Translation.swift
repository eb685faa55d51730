import Codec
import Promo
import Streams

// Records in a shop's or survey tool's own shape.

extension AttributeTask {
    /// Applies every canonical record that a shop record says: an order may carry its refunds. All
    /// of them are read before the first one is applied, so that a record counts whole or not at
    /// all; only what its retention refuses is left out, and the rest stands.
    func processTranslated(
        _ translator: any Translator, _ input: DecodeInput, _ record: Record, into outbox: Outbox
    ) throws(Refusal) {
        orders.isTranslated = true
        surveys.isTranslated = true
        defer {
            orders.isTranslated = false
            surveys.isTranslated = false
            isPartRefused = false
        }
        try translator.translate(input.value, key: input.key, into: translation)
        for index in 0..<translation.count {
            try withPiece(index, of: input) { (piece) throws(Refusal) in
                switch translation.shape(of: index) {
                case .order: try orders.decode(piece, into: &order)
                case .refund: try refunds.decode(piece, into: &refund)
                case .response: try surveys.decode(piece, into: &response)
                }
            }
        }
        var refusal: Refusal?
        for index in 0..<translation.count {
            do throws(Refusal) {
                try withPiece(index, of: input) { (piece) throws(Refusal) in
                    switch translation.shape(of: index) {
                    case .order: try processOrder(piece, record, into: outbox)
                    case .refund: try processRefund(piece, record, into: outbox)
                    case .response: try processResponse(piece, record, into: outbox)
                    }
                }
            } catch {
                refusal = refusal ?? error
                isPartRefused = true
            }
        }
        if let refusal { throw refusal }
    }

    private func withPiece(
        _ index: Int, of input: DecodeInput, _ body: (DecodeInput) throws(Refusal) -> Void
    ) throws(Refusal) {
        let result = translation.withValue(of: index) { value -> Result<Void, Refusal> in
            let piece = DecodeInput(
                key: input.key, value: value, timestamp: input.timestamp,
                isRightPartition: input.isRightPartition)
            do throws(Refusal) {
                return .success(try body(piece))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    static func translators(_ formats: InputFormats) -> [(any Translator)?] {
        [formats.orders, formats.refunds, formats.surveyResponses].map {
            $0.makeTranslator(currency: formats.currency)
        }
    }
}
