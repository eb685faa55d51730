import Foundation

/// The flags that every command takes: the configuration file and one flag a setting.
package final class SettingFlags: ArgumentSource {
    static let defaultFile = "plaudit.yaml"

    private var file: String?
    private var given: [(name: String, value: String)] = []

    package init() {}

    func definitions(label: String) -> [ArgumentDefinition] {
        var definitions = [
            ArgumentDefinition(
                name: "config", kind: .option(placeholder: "FILE"),
                help: "the configuration (./\(Self.defaultFile) where it exists)", isSetting: true
            ) { [self] in file = $0 }
        ]
        for setting in SettingTable.all {
            definitions.append(
                ArgumentDefinition(
                    name: setting.flag, kind: .option(placeholder: setting.placeholder),
                    help: setting.meaning, defaultText: setting.defaultText, isSetting: true
                ) { [self] in given.append((setting.flag, $0)) })
        }
        definitions.append(
            ArgumentDefinition(
                name: SettingTable.kafka, kind: .option(placeholder: "property=value"),
                help: SettingTable.kafkaMeaning, isSetting: true
            ) { [self] in given.append((SettingTable.kafka, $0)) })
        return definitions
    }

    /// Flags over environment over file over defaults.
    package func configuration() throws -> Configuration {
        let environment = ProcessInfo.processInfo.environment
        let named = file ?? environment["PLAUDIT_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return try Configuration(
            file: try Self.read(named), environment: environment, flags: given)
    }

    /// As if the flag had been given too.
    func add(_ flag: String, _ value: String) { given.append((flag, value)) }

    /// The flags as given, to start a child process with the same.
    var arguments: [String] {
        (file.map { ["--config", $0] } ?? []) + given.flatMap { ["--\($0.name)", $0.value] }
    }

    private static func read(_ named: String?) throws -> (name: String, bytes: [UInt8])? {
        let path = named ?? defaultFile
        if named == nil, !FileManager.default.fileExists(atPath: path) { return nil }
        do {
            return (path, Array(try Data(contentsOf: URL(filePath: path))))
        } catch {
            let problem = ConfigurationProblem(
                place: path, key: nil, message: "cannot be read: \(error.localizedDescription)")
            throw ConfigurationError(problems: [problem])
        }
    }
}
