/// One thing that is wrong with the configuration: where, which key and value, what is allowed.
package struct ConfigurationProblem: Equatable, Sendable, CustomStringConvertible {
    /// `plaudit.yaml:3:12`, `PLAUDIT_LATENESS` or `--lateness`.
    package var place: String
    /// The setting's name; nil where the whole source is meant.
    package var key: String?
    package var message: String

    package var description: String {
        key.map { "\(place): \($0): \(message)" } ?? "\(place): \(message)"
    }
}

/// All that is wrong at once, so that nobody mends a file one run at a time.
package struct ConfigurationError: Error, CustomStringConvertible {
    package var problems: [ConfigurationProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
