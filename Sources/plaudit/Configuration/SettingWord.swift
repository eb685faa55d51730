package import Codec
package import Promo

/// A value of a setting that is one word out of a few.
package protocol SettingWord: CaseIterable, Equatable, Sendable {
    /// As it is written in the configuration.
    var word: String { get }
}

extension SettingWord where Self: RawRepresentable, RawValue == String {
    package var word: String { rawValue }
}

extension WindowKind: SettingWord {
    package var word: String { "\(name)" }
}

extension InputFormat: SettingWord {}

extension Stacking: SettingWord {
    package var word: String { name }
}

extension SettingType where Value: SettingWord {
    /// One of the words, or of those `allowed` where only some of them make sense.
    static func word(allowed: [Value] = Array(Value.allCases)) -> SettingType {
        SettingType(placeholder: Value.list(of: allowed, "|")) { items throws(InvalidValue) in
            try Value.decode(items[0], allowed: allowed)
        } encode: {
            $0.word
        }
    }

    static func words() -> SettingType<[Value]> {
        let allowed = Array(Value.allCases)
        return SettingType<[Value]>(placeholder: Value.list(of: allowed, ","), isList: true) {
            items throws(InvalidValue) in
            var values: [Value] = []
            for item in items {
                let value = try Value.decode(item, allowed: allowed)
                if values.contains(value) { throw InvalidValue(item, "it is listed twice") }
                values.append(value)
            }
            if values.isEmpty {
                throw InvalidValue("", "allowed: one or more of \(Value.list(of: allowed, ", "))")
            }
            return values
        } encode: {
            $0.map(\.word).joined(separator: ",")
        }
    }
}

extension SettingWord {
    fileprivate static func list(of allowed: [Self], _ separator: String) -> String {
        allowed.map(\.word).joined(separator: separator)
    }

    fileprivate static func decode(
        _ text: String, allowed: [Self]
    ) throws(InvalidValue) -> Self {
        guard let value = allowed.first(where: { $0.word == text }) else {
            let likely = Spelling.likely(for: text, in: allowed.map(\.word))
            let hint = likely.map { " (did you mean \($0)?)" } ?? ""
            throw InvalidValue(text, "allowed: \(list(of: allowed, ", "))\(hint)")
        }
        return value
    }
}
