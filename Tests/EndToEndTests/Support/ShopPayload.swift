import Foundation
import Simulation

/// A record that a shop or a survey tool really sends, of `../shared/payloads`.
struct ShopPayload {
    var role: InputRole
    /// The order that it is about.
    var key: String
    var file: String
    /// What is changed in it: a sample may lack what makes it count.
    var edits: [(old: String, new: String)] = []

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/payloads")
    static let areThere = FileManager.default.fileExists(atPath: folder.path)

    /// With its own bytes: a parser might round its ids.
    func record(at timestamp: Int64) throws -> ShopRecord {
        let text = try String(
            contentsOf: Self.folder.appending(path: file + ".json"), encoding: .utf8)
        guard let start = text.range(of: "\"payload\":"), let end = text.lastIndex(of: "}") else {
            throw Failure("\(file) holds no payload")
        }
        var value = String(text[start.upperBound..<end])
        for (old, new) in edits {
            guard value.contains(old) else { throw Failure("\(file) holds no \(old)") }
            value = value.replacingOccurrences(of: old, with: new)
        }
        return ShopRecord(
            role: role, key: Array(key.utf8), value: Array(value.utf8), timestamp: timestamp)
    }
}
