/// The bash completion script, written from the command table.
package enum Completion {
    package static func bash(root: any ParsableCommand.Type) -> String {
        var cases: [String] = []
        var values: Set<String> = []
        collect([root], into: &cases, &values)
        let name = root.configuration.commandName
        return """
            # bash completion of \(name): eval "$(\(name) completion bash)"
            _\(name)() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                local path= i
                for ((i = 1; i < COMP_CWORD && i < 3; i++)); do
                    [[ ${COMP_WORDS[i]} == -* ]] && break
                    path+=" ${COMP_WORDS[i]}"
                done
                case $before in
            \(values.sorted().joined(separator: "\n"))
                    --config) COMPREPLY=($(compgen -f -- "$word")); return ;;
                esac
                case $path in
            \(cases.joined(separator: "\n"))
                esac
            }
            complete -o default -F _\(name) \(name)

            """
    }

    private static func collect(
        _ path: [any ParsableCommand.Type], into cases: inout [String], _ values: inout Set<String>
    ) {
        guard let command = path.last else { return }
        let subcommands = command.configuration.subcommands
        let definitions = command.init().definitions
        var words = subcommands.map { $0.configuration.commandName }
        for definition in definitions {
            if definition.isPositional {
                words += definition.words
            } else {
                words.append("--\(definition.name)")
                if !definition.words.isEmpty {
                    let list = definition.words.joined(separator: " ")
                    values.insert(
                        "        --\(definition.name)) "
                            + "COMPREPLY=($(compgen -W \"\(list)\" -- \"$word\")); return ;;")
                }
            }
        }
        let names = path.dropFirst().map { " " + $0.configuration.commandName }.joined()
        let list = (words + ["--help"]).joined(separator: " ")
        let pattern = subcommands.isEmpty ? "\"\(names)\"*" : "\"\(names)\""
        cases.append("        \(pattern)) COMPREPLY=($(compgen -W \"\(list)\" -- \"$word\")) ;;")
        for subcommand in subcommands { collect(path + [subcommand], into: &cases, &values) }
    }
}
