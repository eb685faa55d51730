// Settings by environment variable: PLAUDIT_ and the setting's name in capitals.

extension Configuration {
    /// Variables of ours that are no settings.
    package static let otherVariables = [
        "PLAUDIT_CONFIG", "PLAUDIT_INSTANCE", "PLAUDIT_LOG_LEVEL", "PLAUDIT_LOG_FORMAT",
        "PLAUDIT_NOIDA",
    ]

    mutating func read(environment: [String: String]) {
        let kafka = "PLAUDIT_KAFKA_"
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) {
            guard variable.hasPrefix("PLAUDIT_") else { continue }
            if let setting = SettingTable.all.first(where: { $0.variable == variable }) {
                assign(setting, text: value, from: variable)
            } else if variable.hasPrefix(kafka) {
                let property = variable.dropFirst(kafka.count).lowercased()
                assign(
                    kafka: String(property.map { $0 == "_" ? "." : $0 }), value, from: variable)
            } else if !Self.otherVariables.contains(variable), !Self.isForeign(variable) {
                let known = SettingTable.all.map(\.variable) + Self.otherVariables
                let nearest = Spelling.nearest(to: variable, in: known) ?? "none"
                refuse(variable, nil, "there is no such setting; the nearest is \(nearest)")
            }
        }
    }

    /// Kubernetes sets variables for every service beside a pod, by the service's name
    /// (`PLAUDIT_SERVICE_HOST`, `PLAUDIT_PORT_8080_TCP`), and our own tests have theirs.
    private static func isForeign(_ variable: String) -> Bool {
        variable.hasPrefix("PLAUDIT_TEST_") || variable.hasSuffix("_SERVICE_HOST")
            || variable.contains("_SERVICE_PORT") || variable.hasSuffix("_PORT")
            || variable.contains("_PORT_")
    }
}
