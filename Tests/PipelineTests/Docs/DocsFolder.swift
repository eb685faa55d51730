import Foundation

/// `docs/`, of which parts are written from what the tests know. With UPDATE_DOCS=1 (`make docs`)
/// these are written anew; without it they must be what would be written.
enum DocsFolder {
    static let isUpdate = ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1"

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "docs")

    static func text(of page: String) throws -> String {
        try String(contentsOf: folder.appending(path: page), encoding: .utf8)
    }

    static func write(_ text: String, to page: String) throws {
        try text.write(to: folder.appending(path: page), atomically: true, encoding: .utf8)
    }

    /// The names of all tests: raw identifiers behind `func`.
    static func testNames() throws -> Set<String> {
        let tests = root.appending(path: "Tests")
        guard let walk = FileManager.default.enumerator(atPath: tests.path) else { return [] }
        var names: Set<String> = []
        for case let path as String in walk where path.hasSuffix(".swift") {
            let text = try String(contentsOf: tests.appending(path: path), encoding: .utf8)
            names.formUnion(text.matches(of: /func `([^`]+)`/).map { String($0.1) })
        }
        return names
    }
}
