/// The help page of a command, as text for a terminal of 100 columns.
package enum Help {
    private static let width = 100
    private static let indent = 28

    package static func page(of path: [any ParsableCommand.Type]) -> String {
        guard let command = path.last else { return "" }
        let definitions = command.init().definitions
        let configuration = command.configuration
        var page = "\(configuration.abstract)\n\n"
        page += "usage: \(usage(path, definitions))\n"
        if !configuration.discussion.isEmpty {
            page += "\n\(wrap(configuration.discussion, at: 0))\n"
        }
        page += section(
            "commands",
            configuration.subcommands.map {
                ($0.configuration.commandName, $0.configuration.abstract)
            })
        page += section(
            "arguments", definitions.filter { $0.isPositional }.map { ($0.name, $0.help) })
        let options = definitions.filter { !$0.isPositional && !$0.isSetting }.map(row)
        let version = path.count == 1 ? [("--version", "which version this is")] : []
        page += section("options", options + version + [("--help", "this page")])
        page += section("settings", definitions.filter(\.isSetting).map(row))
        return page
    }

    private static func usage(
        _ path: [any ParsableCommand.Type], _ definitions: [ArgumentDefinition]
    ) -> String {
        var words = [CommandParser.name(of: path)]
        if path.last?.configuration.subcommands.isEmpty == false { words.append("COMMAND") }
        for definition in definitions where !definition.isSetting {
            switch definition.kind {
            case .flag: words.append("[--\(definition.name)]")
            case .option(let placeholder): words.append("[--\(definition.name) \(placeholder)]")
            case .positional(let placeholder): words.append(placeholder)
            }
        }
        if definitions.contains(where: \.isSetting) { words.append("[settings]") }
        return words.joined(separator: " ")
    }

    private static func row(_ definition: ArgumentDefinition) -> (String, String) {
        var left = "--\(definition.name)"
        if case .option(let placeholder) = definition.kind { left += " \(placeholder)" }
        let isShown = definition.defaultText?.isEmpty == false
        let standard = isShown ? definition.defaultText.map { " (\($0))" } : nil
        return (left, definition.help + (standard ?? ""))
    }

    private static func section(_ title: String, _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        var text = "\n\(title):\n"
        for (left, right) in rows {
            var line = "  \(left)"
            if line.count >= indent - 1 {
                text += line + "\n"
                line = ""
            }
            line += String(repeating: " ", count: indent - line.count)
            text += line + wrap(right, at: indent) + "\n"
        }
        return text
    }

    /// Breaks `text` between words; every line but the first begins at `column`.
    private static func wrap(_ text: String, at column: Int) -> String {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, column + line.count + 1 + word.count > width {
                    lines.append(line)
                    line = ""
                }
                line += line.isEmpty ? String(word) : " \(word)"
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: column))
    }
}
