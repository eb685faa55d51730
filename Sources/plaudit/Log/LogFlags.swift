import Foundation

/// `--log-level` and `--log-format`, also PLAUDIT_LOG_LEVEL and PLAUDIT_LOG_FORMAT.
package final class LogFlags: ArgumentSource {
    private var level: Logger.Level?
    private var format: Logger.Format?

    private let standard: Logger.Level

    /// A command that is over in a moment has its own words for what fails, and is quiet else.
    package init(standard: Logger.Level = .error) { self.standard = standard }

    func definitions(label: String) -> [ArgumentDefinition] {
        [
            ArgumentDefinition(
                name: "log-level", kind: .option(placeholder: "LEVEL"),
                help: "debug, info, notice, warning or error", defaultText: standard.rawValue,
                words: Logger.Level.words
            ) { [self] text throws(InvalidValue) in level = try Self.parse(text) },
            ArgumentDefinition(
                name: "log-format", kind: .option(placeholder: "json|text"),
                help: "JSON lines; text where a person looks on", defaultText: "json",
                words: Logger.Format.words
            ) { [self] text throws(InvalidValue) in format = try Self.parse(text) },
        ]
    }

    /// Text on a terminal, JSON lines elsewhere, unless one of both is asked for.
    func logger(_ label: String) throws -> Logger {
        let environment = ProcessInfo.processInfo.environment
        return Logger(
            label: label,
            level: try level ?? Self.value(of: "PLAUDIT_LOG_LEVEL", in: environment) ?? standard,
            format: try format ?? Self.value(of: "PLAUDIT_LOG_FORMAT", in: environment)
                ?? (isatty(STDERR_FILENO) == 1 ? .text : .json))
    }

    private static func parse<Value: ExpressibleByArgument>(
        _ text: String
    ) throws(InvalidValue) -> Value {
        guard let value = Value(argument: text) else {
            throw InvalidValue(text, "allowed: \(Value.allowed)")
        }
        return value
    }

    private static func value<Value: ExpressibleByArgument>(
        of variable: String, in environment: [String: String]
    ) throws -> Value? {
        guard let text = environment[variable] else { return nil }
        do {
            return try parse(text)
        } catch {
            throw Failure(.usage, "\(variable): \"\(text)\" is not allowed; \(error.reason)")
        }
    }
}
