import Foundation

/// A page of `docs/rules`: the rule in words, scenarios that show it, and the tests that prove it.
struct RulePage {
    /// The first cell of a table's header, and the words in the first column below it.
    struct Table {
        var head: String
        var words: [String]
    }

    var name: String
    var lines: [String]

    init(name: String, text: String) {
        self.name = name
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static func all() throws -> [RulePage] {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: DocsFolder.folder.appending(path: "rules").path)
        return try names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted().map {
            RulePage(name: $0, text: try DocsFolder.text(of: "rules/\($0)"))
        }
    }

    var text: String { lines.joined(separator: "\n") }

    /// The titles of the scenarios that it shows, in blocks fenced by ```` ```scenario ````.
    var shown: [String] {
        lines.indices.filter { $0 > 0 && lines[$0 - 1] == "```scenario" }
            .map { String(lines[$0].dropFirst(4)) }
    }

    /// What stands below `Proved by`.
    var proofs: [String] {
        guard let start = lines.firstIndex(of: "Proved by") else { return [] }
        return lines[(start + 1)...].prefix { $0.hasPrefix("- ") }.map { String($0.dropFirst(2)) }
    }

    /// The fields that the paragraph names which begins with `Shown by`.
    var fields: [String] {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("Shown by ") }) else { return [] }
        return lines[start...].prefix { !$0.isEmpty }.joined(separator: " ")
            .matches(of: /`([^`]+)`/).map { String($0.1) }
    }

    /// Words that stand in code alone; a cell with anything else is none.
    var tables: [Table] {
        var tables: [Table] = []
        for index in lines.indices where lines[index].hasPrefix("|---") && index > 0 {
            let rows = lines[(index + 1)...].prefix { $0.hasPrefix("| ") }
            let words = rows.compactMap { row in
                row.prefixMatch(of: /\| `([a-z_]+)` \|/).map { String($0.1) }
            }
            let head = lines[index - 1].split(separator: "|").first ?? ""
            tables.append(
                Table(head: head.trimmingCharacters(in: .whitespaces), words: words))
        }
        return tables
    }

    /// The page with each scenario as its file has it now; a title that no file has stands alone.
    func filled(with scenarios: [Scenario]) -> String {
        var filled: [String] = []
        var isInside = false
        for line in lines {
            if isInside, line != "```" { continue }
            filled.append(line)
            isInside = false
            guard line == "```scenario" else { continue }
            isInside = true
            let title = shown[filled.count { $0 == "```scenario" } - 1]
            filled.append("=== \(title)")
            guard let scenario = scenarios.first(where: { $0.title == title }) else { continue }
            filled += scenario.lines.reversed().drop { $0.isEmpty }.reversed()
            filled += ["----"] + scenario.expected
        }
        return filled.joined(separator: "\n")
    }
}
