/// What a command is called and is for.
package struct CommandConfiguration: Sendable {
    package var commandName: String
    package var abstract: String
    package var discussion: String
    package var subcommands: [any ParsableCommand.Type]

    package init(
        commandName: String, abstract: String, discussion: String = "",
        subcommands: [any ParsableCommand.Type] = []
    ) {
        self.commandName = commandName
        self.abstract = abstract
        self.discussion = discussion
        self.subcommands = subcommands
    }
}

/// A command of the table: its properties are its flags and options.
package protocol ParsableCommand: SendableMetatype {
    static var configuration: CommandConfiguration { get }
    init()
    /// Does it; throws `Failure` or `ConfigurationError` for what the user can mend.
    mutating func run() throws
}

extension ParsableCommand {
    /// A command with subcommands does nothing by itself.
    package mutating func run() throws {
        throw Failure(.usage, "\(Self.configuration.commandName) needs a subcommand")
    }

    /// Everything that may follow the command's name, in the order declared.
    var definitions: [ArgumentDefinition] {
        Mirror(reflecting: self).children.flatMap { child -> [ArgumentDefinition] in
            guard let source = child.value as? any ArgumentSource, let label = child.label else {
                return []
            }
            return source.definitions(
                label: label.hasPrefix("_") ? String(label.dropFirst()) : label)
        }
    }
}
