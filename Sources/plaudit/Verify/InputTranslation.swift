import Codec
import Pipeline
import Simulation

/// What the translators make of records in shops' shapes, for the recomputation. This is the one
/// part of it that is the processor's own code: all that follows is computed apart.
final class InputTranslation {
    private let translators: [InputRole: any Translator]
    private let translation = Translation()

    init(_ formats: InputFormats) {
        var translators: [InputRole: any Translator] = [:]
        translators[.orders] = formats.orders.makeTranslator(currency: formats.currency)
        translators[.refunds] = formats.refunds.makeTranslator(currency: formats.currency)
        translators[.responses] = formats.surveyResponses.makeTranslator(
            currency: formats.currency)
        self.translators = translators
    }

    func add(_ record: RawRecord, to oracle: inout Oracle) {
        guard let translator = translators[record.role], let value = record.value else {
            return oracle.add(record)
        }
        if let refusal = translate(record.key, value, translator) {
            return oracle.refuse(record, refusal)
        }
        oracle.add(
            (0..<translation.count).map { index in
                record.translated(
                    as: InputRole(translation.shape(of: index)),
                    translation.withValue(of: index) { Array($0) })
            })
    }

    private func translate(
        _ key: [UInt8]?, _ value: [UInt8], _ translator: any Translator
    ) -> Simulation.Refusal? {
        value.withUnsafeBytes { value in
            (key ?? []).withUnsafeBytes { bytes in
                do throws(Codec.Refusal) {
                    try translator.translate(
                        value, key: key == nil ? nil : bytes, into: translation)
                    return nil
                } catch {
                    let reason = Simulation.RefusalReason(rawValue: error.reason.rawValue)
                    return Simulation.Refusal(reason ?? .bad_json, "as the shop writes it")
                }
            }
        }
    }
}

extension InputRole {
    fileprivate init(_ shape: RecordShape) {
        self =
            switch shape {
            case .order: .orders
            case .refund: .refunds
            case .response: .responses
            }
    }
}
