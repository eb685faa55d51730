import Foundation

/// The sources as they lie on disk.
enum House {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file under `folder`, in order of path.
    static func files(under folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return try walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
            .map { path in
                let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
                return SourceFile(path: "\(folder)/\(path)", text: text)
            }
    }

    /// The rooms that there are: the folders of Sources with Swift in them.
    static func rooms() throws -> Set<String> {
        Set(try files(under: "Sources").map(\.room))
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

struct SourceFile: CustomStringConvertible {
    var path: String
    var text: String

    var description: String { path }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// `Promo` of `Sources/Promo/Money/Currency.swift`.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines without comments and without what stands in string literals.
    var code: [String] {
        lines.map { line in
            var code = ""
            var isInString = false
            var before: Character = " "
            for character in line {
                if character == "\"", before != "\\" { isInString.toggle() }
                if !isInString {
                    if character == "/", before == "/" {
                        code.removeLast()
                        break
                    }
                    code.append(character)
                }
                before = character
            }
            return code
        }
    }

    var imports: Set<String> {
        Set(
            code.compactMap { line in
                let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
                guard let at = words.firstIndex(of: "import"), at <= 1, words.count > at + 1 else {
                    return nil
                }
                let module = words[at + 1]
                let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "var"]
                let name = kinds.contains(module) && words.count > at + 2 ? words[at + 2] : module
                return name.split(separator: ".").first.map(String.init)
            })
    }
}
