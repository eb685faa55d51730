import Codec
import Foundation
import Testing

/// `schemas/` as it lies on disk.
enum SchemaFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "schemas")

    static let inputs = ["orders", "refunds", "survey-responses", "code-registry"]
    static let outputs = ["attributions", "scorecards", "leaderboards", "alerts", "dead-letters"]

    static func schema(of topic: String) throws -> JSONSchema {
        let file = folder.appending(path: "\(topic).schema.json")
        return try JSONSchema(JSONValue(Array(Data(contentsOf: file))))
    }

    /// The files' names, without those that a system hides.
    static func names(in path: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: path).path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// What an example shows.
enum ExampleKind: String, CaseIterable, Sendable {
    case valid, invalid
    /// It breaks a rule that JSON Schema cannot state.
    case beyond
}

/// One file of `schemas/examples`.
struct SchemaExample: Sendable, CustomTestStringConvertible {
    var topic: String
    var kind: ExampleKind
    /// Without `.json`.
    var name: String
    var bytes: [UInt8]

    var testDescription: String { "\(topic)/\(kind)/\(name)" }

    var isInput: Bool { SchemaFiles.inputs.contains(topic) }

    /// `bad_money` of `bad_money-negative-price`, where the topic is an input.
    var reason: RefusalReason? {
        guard isInput, kind != .valid else { return nil }
        return RefusalReason(rawValue: String(name.prefix { $0 != "-" }))
    }

    /// The order id, or the code; of one that has another key, that key.
    var key: String {
        if reason == .keyMismatch { return "another" }
        let value = try? JSONValue(bytes)
        return value?[topic == "code-registry" ? "code" : "order_id"]?.figure ?? "o-1"
    }

    static let all: [SchemaExample] = (SchemaFiles.inputs + SchemaFiles.outputs).flatMap { topic in
        ExampleKind.allCases.flatMap { kind in
            let path = "examples/\(topic)/\(kind)"
            return SchemaFiles.names(in: path).map { file in
                let url = SchemaFiles.folder.appending(path: path).appending(path: file)
                return SchemaExample(
                    topic: topic, kind: kind, name: String(file.dropLast(5)),
                    bytes: (try? Array(Data(contentsOf: url))) ?? [])
            }
        }
    }
}
