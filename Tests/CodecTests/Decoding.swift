// What the decoders' tests share: one record as text, and what becomes of it.

import Codec
import Promo

/// The record's own timestamp in these tests, 2026-11-24T15:00:00Z.
let recordTime = EventTime(milliseconds: 1_795_532_400_000)

func withInput<Result>(
    _ value: [UInt8], key: [UInt8]?, timestamp: EventTime = recordTime,
    isRightPartition: Bool = true, _ body: (DecodeInput) throws -> Result
) rethrows -> Result {
    try value.withUnsafeBytes { value in
        try (key ?? []).withUnsafeBytes { keyBytes in
            try body(
                DecodeInput(
                    key: key == nil ? nil : keyBytes, value: value, timestamp: timestamp,
                    isRightPartition: isRightPartition))
        }
    }
}

func withInput<Result>(
    _ value: String, key: String? = "o-1", timestamp: EventTime = recordTime,
    isRightPartition: Bool = true, _ body: (DecodeInput) throws -> Result
) rethrows -> Result {
    try withInput(
        Array(value.utf8), key: key.map { Array($0.utf8) }, timestamp: timestamp,
        isRightPartition: isRightPartition, body)
}

func decodedOrder(_ value: String, key: String? = "o-1") throws -> Order {
    var order = Order()
    try withInput(value, key: key) { try OrderDecoder().decode($0, into: &order) }
    return order
}

func decodedRefund(_ value: String, key: String? = "o-1") throws -> Refund {
    var refund = Refund()
    try withInput(value, key: key) { try RefundDecoder().decode($0, into: &refund) }
    return refund
}

func decodedResponse(_ value: String, key: String? = "o-1") throws -> SurveyResponse {
    var response = SurveyResponse()
    try withInput(value, key: key) { try SurveyDecoder().decode($0, into: &response) }
    return response
}

func decodedAssignment(_ value: String, key: String? = "MIA20") throws -> Assignment {
    try withInput(value, key: key) { try AssignmentDecoder().decode($0) }
}

/// The reason and the detail of a refusal; nil where the record can be used.
func refusal(of body: () throws -> some Any) -> Refusal? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? Refusal
    }
}

extension Order {
    func string(_ span: Text) -> String? {
        span.isAbsent ? nil : String(decoding: text[span], as: UTF8.self)
    }
}

extension Refund {
    func string(_ span: Text) -> String? {
        span.isAbsent ? nil : String(decoding: text[span.range], as: UTF8.self)
    }
}

extension SurveyResponse {
    func string(_ span: Text) -> String? {
        span.isAbsent ? nil : String(decoding: text[span.range], as: UTF8.self)
    }
}
