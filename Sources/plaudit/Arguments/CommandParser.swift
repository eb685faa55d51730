/// What a command line asks for.
package enum Invocation {
    case run(any ParsableCommand)
    /// Help of the command that these names lead to.
    case help([any ParsableCommand.Type])
    case version
}

/// Command line to command.
package enum CommandParser {
    package static func parse(
        _ arguments: some Collection<String>, root: any ParsableCommand.Type
    ) throws(Failure) -> Invocation {
        var path: [any ParsableCommand.Type] = [root]
        var rest = Array(arguments)[...]
        while let here = path.last, !here.configuration.subcommands.isEmpty {
            guard let word = rest.popFirst() else { return .help(path) }
            if ["-h", "--help"].contains(word) { return .help(path) }
            if word == "help" { return try parse(rest + ["--help"], root: here) }
            if word == "--version", path.count == 1 { return .version }
            let subcommands = here.configuration.subcommands
            guard let next = subcommands.first(where: { $0.configuration.commandName == word })
            else { throw unknown(command: word, in: subcommands, under: path) }
            path.append(next)
        }
        let command = path[path.count - 1].init()
        guard try fill(command.definitions, from: rest, path: path) else { return .help(path) }
        return .run(command)
    }

    /// `plaudit topics create`
    package static func name(of path: [any ParsableCommand.Type]) -> String {
        path.map { $0.configuration.commandName }.joined(separator: " ")
    }

    /// False when help is asked for.
    private static func fill(
        _ definitions: [ArgumentDefinition], from words: ArraySlice<String>,
        path: [any ParsableCommand.Type]
    ) throws(Failure) -> Bool {
        var rest = words
        var positionals = definitions.filter { $0.isPositional }[...]
        while let word = rest.popFirst() {
            if word == "-h" || word == "--help" { return false }
            guard word.hasPrefix("-"), word != "-" else {
                guard let definition = positionals.popFirst() else {
                    throw usage("\"\(word)\" is one argument too many", path)
                }
                try give(word, to: definition, as: definition.name, path)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let definition = definitions.first(where: { "--\($0.name)" == name }),
                !definition.isPositional
            else { throw unknown(flag: name, among: definitions, path) }
            var value = parts.count > 1 ? String(parts[1]) : nil
            if definition.kind == .flag {
                if let value {
                    throw usage("\(name) takes no value, but \"\(value)\" is given", path)
                }
                try give("", to: definition, as: name, path)
                continue
            }
            if value == nil, let next = rest.first, !next.hasPrefix("--") {
                value = rest.popFirst()
            }
            guard let value else { throw usage("\(name) needs a value", path) }
            try give(value, to: definition, as: name, path)
        }
        if let missing = positionals.first(where: \.isRequired) {
            throw usage("\(missing.name) is missing: \(missing.help)", path)
        }
        return true
    }

    private static func give(
        _ value: String, to definition: ArgumentDefinition, as name: String,
        _ path: [any ParsableCommand.Type]
    ) throws(Failure) {
        do {
            try definition.take(value)
        } catch {
            throw usage("\(name): \"\(error.value)\" is not allowed; \(error.reason)", path)
        }
    }

    private static func unknown(
        command word: String, in commands: [any ParsableCommand.Type],
        under path: [any ParsableCommand.Type]
    ) -> Failure {
        let names = commands.map { $0.configuration.commandName }
        let hint = Spelling.likely(for: word, in: names).map { "did you mean \($0)?" }
        let what =
            word.hasPrefix("-") ? "a command comes first, then \(word)" : "no command \(word)"
        return usage("\(what); \(hint ?? "there are: \(names.joined(separator: ", "))")", path)
    }

    private static func unknown(
        flag name: String, among definitions: [ArgumentDefinition],
        _ path: [any ParsableCommand.Type]
    ) -> Failure {
        let names = definitions.filter { !$0.isPositional }.map { "--\($0.name)" } + ["--help"]
        let nearest = Spelling.nearest(to: name, in: names) ?? "--help"
        return usage("there is no \(name); the nearest is \(nearest)", path)
    }

    private static func usage(_ message: String, _ path: [any ParsableCommand.Type]) -> Failure {
        Failure(.usage, "\(message)\nhelp: \(name(of: path)) --help")
    }
}

extension ArgumentDefinition {
    var isPositional: Bool {
        if case .positional = kind { true } else { false }
    }
}
