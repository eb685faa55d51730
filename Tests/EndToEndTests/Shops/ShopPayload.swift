import Foundation
import Simulation

/// A record that a shop or a survey tool really sends, of `../shared/payloads`.
struct ShopPayload {
    typealias Edit = (old: String, new: String)

    var role: InputRole
    var file: String
    /// Why it is a dead letter; nil where it is read, or passed over.
    var refusal: String?
    /// What is changed in it: a sample may lack what makes it count, or share its id with others.
    var edits: [Edit]
    /// A record written here, of a tool that publishes no sample; the file says its fields.
    var composed: String?

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/payloads")
    static let areThere = FileManager.default.fileExists(atPath: folder.path)

    static func order(
        _ file: String, refusal: String? = nil, _ edits: [Edit] = []
    ) -> ShopPayload {
        ShopPayload(role: .orders, file: file, refusal: refusal, edits: edits)
    }

    static func refund(
        _ file: String, refusal: String? = nil, _ edits: [Edit] = []
    ) -> ShopPayload {
        ShopPayload(role: .refunds, file: file, refusal: refusal, edits: edits)
    }

    static func response(
        _ file: String, refusal: String? = nil, _ edits: [Edit] = [], composed: String? = nil
    ) -> ShopPayload {
        ShopPayload(
            role: .responses, file: file, refusal: refusal, edits: edits, composed: composed)
    }

    /// The names of all files of real records, without their ending.
    static func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    func record(key: String, at timestamp: Int64) throws -> ShopRecord {
        ShopRecord(
            role: role, key: Array(key.utf8), value: Array(try text().utf8), timestamp: timestamp)
    }

    /// With its own bytes: a parser might round its ids.
    func text() throws -> String {
        var value = try composed ?? Self.payload(of: file)
        for (old, new) in edits {
            guard value.contains(old) else { throw Failure("\(file) holds no \(old)") }
            value = value.replacingOccurrences(of: old, with: new)
        }
        return value
    }

    static func payload(of file: String) throws -> String {
        let text = try String(
            contentsOf: folder.appending(path: file + ".json"), encoding: .utf8)
        guard let start = text.range(of: "\"payload\":"), let end = text.lastIndex(of: "}") else {
            throw Failure("\(file) holds no payload")
        }
        return String(text[start.upperBound..<end])
    }
}
