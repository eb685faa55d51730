import Codec
import Foundation
import Promo
import Testing

/// `../shared/acceptance` beside the package; the tests that need it are skipped where it is not.
enum Acceptance {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/acceptance")

    static var isThere: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "input.jsonl").path())
    }

    static func lines(of file: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return try text.split(separator: "\n").compactMap { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }
    }
}

struct AcceptanceTests {
    private struct Letter: Hashable, CustomStringConvertible {
        var topic: String
        var offset: Int
        var reason: String
        var description: String { "\(topic)/\(offset) \(reason)" }
    }

    @Test(.enabled(if: Acceptance.isThere, "../shared/acceptance is not beside the package"))
    func `exactly the dead letters are refused, for their reasons`() throws {
        let decoders = Decoders()
        var refused: Set<Letter> = []
        for line in try Acceptance.lines(of: "input.jsonl") {
            let topic = try #require(line["topic"] as? String)
            let offset = try #require(line["offset"] as? Int)
            let value: [UInt8]
            if let encoded = line["value_base64"] as? String {
                value = Array(try #require(Data(base64Encoded: encoded)))
            } else {
                guard let text = line["value"] as? String else { continue }
                value = Array(text.utf8)
            }
            let key = (line["key"] as? String).map { Array($0.utf8) }
            let reason = withInput(value, key: key, timestamp: lateIn2026) { input in
                refusal(of: { try decoders.decode(topic, input) })?.reason
            }
            guard let reason else { continue }
            refused.insert(Letter(topic: topic, offset: offset, reason: reason.rawValue))
        }
        let expected = try Acceptance.lines(of: "dead-letters.jsonl").map { line in
            Letter(
                topic: try #require(line["topic"] as? String),
                offset: try #require(line["offset"] as? Int),
                reason: try #require(line["reason"] as? String))
        }
        #expect(refused == Set(expected))
    }

    private let lateIn2026 = EventTime(milliseconds: 1_798_000_000_000)
}

/// One decoder for each topic, with the values they fill.
final class Decoders {
    private let orders = OrderDecoder()
    private let refunds = RefundDecoder()
    private let surveys = SurveyDecoder()
    private let assignments = AssignmentDecoder()
    private var order = Order()
    private var refund = Refund()
    private var response = SurveyResponse()

    func decode(_ topic: String, _ input: DecodeInput) throws {
        switch topic {
        case "orders": try orders.decode(input, into: &order)
        case "refunds": try refunds.decode(input, into: &refund)
        case "survey-responses": try surveys.decode(input, into: &response)
        default: _ = try assignments.decode(input)
        }
    }
}
