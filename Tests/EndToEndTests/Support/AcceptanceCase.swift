import Foundation
import Simulation
import Testing

/// One of the cases of `../shared/acceptance`, which is no part of this repository.
struct AcceptanceCase: CustomTestStringConvertible {
    /// The folder, and the stacking policy.
    let name: String

    static let all = [
        "single_winner", "first", "last", "priority", "split_equal", "split_by_discount",
    ].map(AcceptanceCase.init)

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/acceptance").standardized

    static let isPresent = FileManager.default.fileExists(
        atPath: folder.appending(path: "input.jsonl").path)

    var testDescription: String { name }

    /// What the case's plaudit.yaml says.
    func settings() throws -> Deployment.Settings {
        let file = Self.folder.appending(path: "\(name)/plaudit.yaml")
        let yaml = try String(contentsOf: file, encoding: .utf8)
        var settings = Deployment.Settings(policy: "acceptance", stacking: name)
        guard let zone = yaml.firstMatch(of: /time_zone: ([A-Za-z_\/]+)/),
            let windows = yaml.firstMatch(of: /windows: \[([a-z, ]+)\]/),
            let scopes = yaml.firstMatch(of: /scopes: \[([a-z, ]+)\]/)
        else { throw Failure("\(file.path) is not as it was") }
        (settings.zone, settings.windows) = (String(zone.1), String(windows.1))
        settings.scopes = String(scopes.1)
        return settings
    }

    /// The input that all cases share, in the order to send it.
    static func input() throws -> [ShopRecord] {
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        return try lines("input.jsonl").map { line in
            let value =
                (line["value"] as? String).map { Array($0.utf8) }
                ?? (line["value_base64"] as? String).flatMap { Data(base64Encoded: $0) }
                .map(Array.init)
            guard let role = roles[line["topic"] as? String ?? ""] else {
                throw Failure("input of no topic: \(line)")
            }
            return ShopRecord(
                role: role, key: (line["key"] as? String).map { Array($0.utf8) }, value: value,
                timestamp: now)
        }
    }

    private static let roles: [String: InputRole] = [
        "orders": .orders, "refunds": .refunds, "survey-responses": .responses,
        "code-registry": .registry,
    ]

    func credits() throws -> [[String: Any]] { try Self.lines("\(name)/credits.jsonl") }
    func scorecards() throws -> [[String: Any]] { try Self.lines("\(name)/scorecards.jsonl") }
    static func deadLetters() throws -> [[String: Any]] { try lines("dead-letters.jsonl") }

    private static func lines(_ path: String) throws -> [[String: Any]] {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            .split(separator: "\n").compactMap {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
    }
}
