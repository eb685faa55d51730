import Codec
import Promo

/// The decoders of the input topics, by topic.
final class InputDecoders {
    private let orders = OrderDecoder()
    private let refunds = RefundDecoder()
    private let surveys = SurveyDecoder()
    private let assignments = AssignmentDecoder()
    private var order = Order()
    private var refund = Refund()
    private var response = SurveyResponse()

    /// Why a record of that topic cannot be used; nil where it can.
    func refusal(
        of value: [UInt8], key: String?, topic: String, isRightPartition: Bool = true
    ) -> Refusal? {
        value.withUnsafeBytes { value -> Refusal? in
            Array((key ?? "").utf8).withUnsafeBytes { keyBytes -> Refusal? in
                let input = DecodeInput(
                    key: key == nil ? nil : keyBytes, value: value,
                    timestamp: EventTime(milliseconds: InMemoryPipeline.appendTime),
                    isRightPartition: isRightPartition)
                do throws(Refusal) {
                    try decode(input, topic)
                    return nil
                } catch {
                    return error
                }
            }
        }
    }

    private func decode(_ input: DecodeInput, _ topic: String) throws(Refusal) {
        switch topic {
        case "orders": try orders.decode(input, into: &order)
        case "refunds": try refunds.decode(input, into: &refund)
        case "survey-responses": try surveys.decode(input, into: &response)
        default: _ = try assignments.decode(input)
        }
    }
}
