// The acceptance examples that lie beside the project, where they do.
import Foundation
import Simulation

/// One case of `../shared/acceptance`: an input that all share, settings, and what is expected.
struct AcceptanceInput {
    /// Beside the package's root; the examples are no part of it.
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/acceptance").standardized

    static let isPresent = FileManager.default.fileExists(
        atPath: folder.appending(path: "input.jsonl").path)

    static let cases = Stacking.allCases

    /// What the case's plaudit.yaml says.
    static func settings(_ stacking: Stacking) -> OracleSettings {
        var settings = OracleSettings()
        settings.stacking = stacking
        settings.timeZone = "America/New_York"
        if stacking == .split_by_discount {
            settings.timeZone = "Europe/Berlin"
            settings.windows = [.all, .month]
        } else if stacking == .split_equal {
            settings.timeZone = "Asia/Kolkata"
            settings.windows = WindowKind.allCases
            settings.scopes = ScopeKind.allCases
        }
        return settings
    }

    static func lines(_ path: String) throws -> [PlainValue] {
        try Data(contentsOf: folder.appending(path: path)).split(separator: UInt8(ascii: "\n"))
            .map { try PlainReader.value(of: Array($0)) }
    }

    /// Every record, sent at one moment after all of its dates but the one of 2099.
    static func records() throws -> [RawRecord] {
        let sentAt = try require(PlainTime.read(Array("2026-06-01T00:00:00Z".utf8)))
        return try lines("input.jsonl").map { line in
            let topic = try require(line["topic"]?.text).description
            let bytes: [UInt8]? =
                if let text = line["value_base64"]?.text {
                    Data(base64Encoded: text.description).map(Array.init)
                } else {
                    line["value"]?.text?.bytes
                }
            return RawRecord(
                role: try require(role(of: topic)), partition: 0,
                offset: try require(line["offset"]?.integer), timestamp: sentAt,
                key: line["key"]?.text?.bytes, value: bytes)
        }
    }

    static func role(of topic: String) -> InputRole? {
        switch topic {
        case "orders": .orders
        case "refunds": .refunds
        case "survey-responses": .responses
        case "code-registry": .registry
        default: nil
        }
    }
}

/// What is missing where the examples are not what they are said to be.
struct Missing: Error {}

func require<Value>(_ value: Value?) throws(Missing) -> Value {
    guard let value else { throw Missing() }
    return value
}

extension PlainValue {
    /// A number's or a text's own characters; how the examples write counts and amounts.
    var token: String? {
        switch self {
        case .number(let token), .string(let token): String(decoding: token, as: UTF8.self)
        default: nil
        }
    }

    var integer: Int64? { token.flatMap { Int64($0) } }
}
