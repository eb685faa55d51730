import Foundation

/// The scenarios of one text file.
struct ScenarioFile: Sendable {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Scenarios")

    var url: URL
    /// What stands above the first scenario.
    var preface: [String] = []
    var scenarios: [Scenario] = []

    init(_ url: URL) throws {
        self.url = url
        let text = try String(contentsOf: url, encoding: .utf8)
        var isExpected = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init).enumerated()
        {
            if line.hasPrefix("=== ") {
                scenarios.append(
                    Scenario(file: url.lastPathComponent, title: String(line.dropFirst(4))))
                isExpected = false
            } else if scenarios.isEmpty {
                preface.append(line)
            } else if line == "----" {
                isExpected = true
            } else if isExpected {
                if !line.isEmpty { scenarios[scenarios.count - 1].expected.append(line) }
            } else {
                try scenarios[scenarios.count - 1].read(line, number: index + 1)
            }
        }
    }

    /// Every file, in order of name.
    static func all() throws -> [ScenarioFile] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".txt") }.sorted()
            .map { try ScenarioFile(folder.appending(path: $0)) }
    }

    /// Writes the file again, with what is expected of each scenario now.
    func write() throws {
        var lines = preface
        for (index, scenario) in scenarios.enumerated() {
            if index > 0 { lines.append("") }
            lines.append("=== \(scenario.title)")
            lines.append(contentsOf: scenario.lines)
            lines.append("----")
            lines.append(contentsOf: scenario.expected)
        }
        try (lines.joined(separator: "\n") + "\n").write(
            to: url, atomically: true, encoding: .utf8)
    }
}

extension Scenario {
    fileprivate mutating func read(_ line: String, number: Int) throws {
        lines.append(line)
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        let statement = Statement(line, number: number)
        switch statement.verb {
        case "settings": settings = statement
        case "show": show = statement
        case "order" where statement.name == "matters": doesOrderMatter = true
        case "assign", "remove", "order", "refund", "response", "raw", "settle", "restart":
            steps.append(statement)
        default: throw statement.failure("no such verb")
        }
    }
}
