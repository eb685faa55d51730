import Codec
import Foundation
import Promo
import Testing

/// What the formats' tests share: a shop record, translated and decoded.
struct Translated {
    var orders: [Order] = []
    var refunds: [Refund] = []
    var responses: [SurveyResponse] = []

    /// - Parameter key: the order id; every decoded record must be of this order.
    init(
        _ format: InputFormat, _ record: String, key: String, currency: String = ""
    ) throws {
        let translator = try #require(format.makeTranslator(currency: currency))
        let translation = Translation()
        var pieces: [(RecordShape, String)] = []
        try withInput(record, key: key) { input in
            try translator.translate(input.value, key: input.key, into: translation)
            for index in 0..<translation.count {
                let text = translation.withValue(of: index) { String(decoding: $0, as: UTF8.self) }
                pieces.append((translation.shape(of: index), text))
            }
        }
        let decoder = OrderDecoder()
        decoder.isTranslated = true
        for (shape, text) in pieces {
            switch shape {
            case .order:
                var order = Order()
                try withInput(text, key: key) { try decoder.decode($0, into: &order) }
                orders.append(order)
            case .refund: refunds.append(try decodedRefund(text, key: key))
            case .response:
                let surveys = SurveyDecoder()
                surveys.isTranslated = true
                var response = SurveyResponse()
                try withInput(text, key: key) { try surveys.decode($0, into: &response) }
                responses.append(response)
            }
        }
    }

    func order() throws -> Order { try #require(orders.first) }

    func refund() throws -> Refund { try #require(refunds.first) }

    func response() throws -> SurveyResponse { try #require(responses.first) }
}

/// The real records of `../shared/payloads`.
enum Payload {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/payloads")
    static let areThere = FileManager.default.fileExists(atPath: folder.path)

    /// The record's own bytes: a parser might round its ids.
    static func text(_ name: String) throws -> String {
        let file = try String(
            contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
        let start = try #require(file.range(of: "\"payload\":"))
        let end = try #require(file.lastIndex(of: "}"))
        return String(file[start.upperBound..<end])
    }
}

extension String {
    /// The text with one thing edited, which must be in it.
    func edited(_ old: String, _ new: String) throws -> String {
        try #require(contains(old), "\(old) is not in the record")
        return replacingOccurrences(of: old, with: new)
    }
}

extension Order {
    /// `code amount` of each line's discounts, in order; `-` for none.
    var discountTexts: [String] {
        lineDiscounts.map { discount in
            let code = discount.code < 0 ? "-" : string(codes[Int(discount.code)].typed) ?? "-"
            return "\(discount.line) \(code) \(discount.amount)"
        }
    }

    var codeTexts: [String?] { codes.map { string($0.typed) } }
}
