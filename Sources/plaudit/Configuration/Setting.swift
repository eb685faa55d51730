/// One setting: everything that file, environment, flags and help know about it.
package struct Setting: Sendable {
    /// Path in the file, with dots: `brand.time_zone`.
    package var name: String
    package var meaning: String
    package var placeholder: String
    package var isList: Bool
    package var defaultText: String
    /// Reads the value into the settings.
    package var assign: @Sendable ([String], inout Settings) throws(InvalidValue) -> Void
    /// The value as one would write it.
    package var text: @Sendable (Settings) -> String

    init<Value: Equatable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Settings, Value> & Sendable,
        _ type: SettingType<Value>, _ meaning: String
    ) {
        self.name = name
        self.meaning = meaning
        placeholder = type.placeholder
        isList = type.isList
        text = { type.encode($0[keyPath: path]) }
        defaultText = type.encode(Settings()[keyPath: path])
        assign = { items, settings throws(InvalidValue) in
            settings[keyPath: path] = try type.decode(items)
        }
    }

    /// `PLAUDIT_BRAND_TIME_ZONE`
    package var variable: String { "PLAUDIT_" + flattened("_").uppercased() }

    /// `brand-time-zone`, without the dashes before it.
    package var flag: String { flattened("-") }

    /// `brand`, `time_zone`
    package var path: [String] { name.split(separator: ".").map(String.init) }

    private func flattened(_ separator: String) -> String {
        String(name.map { $0 == "." || $0 == "_" ? Character(separator) : $0 })
    }
}
