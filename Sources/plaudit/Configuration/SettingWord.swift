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

extension Stacking: SettingWord {
    package var word: String { name }
}

extension SettingType where Value: SettingWord {
    /// One of the words; `missing` are those that this version does not do yet.
    static func word(missing: [Value] = []) -> SettingType {
        SettingType(placeholder: Value.list("|")) { items throws(InvalidValue) in
            try Value.decode(items[0], missing: missing)
        } encode: {
            $0.word
        }
    }

    static func words(missing: [Value] = []) -> SettingType<[Value]> {
        SettingType<[Value]>(placeholder: Value.list(","), isList: true) {
            items throws(InvalidValue) in
            var values: [Value] = []
            for item in items {
                let value = try Value.decode(item, missing: missing)
                if values.contains(value) { throw InvalidValue(item, "it is listed twice") }
                values.append(value)
            }
            if values.isEmpty {
                throw InvalidValue("", "allowed: one or more of \(Value.list(", "))")
            }
            return values
        } encode: {
            $0.map(\.word).joined(separator: ",")
        }
    }
}

extension SettingWord {
    fileprivate static func list(_ separator: String) -> String {
        allCases.map(\.word).joined(separator: separator)
    }

    fileprivate static func decode(
        _ text: String, missing: [Self]
    ) throws(InvalidValue) -> Self {
        guard let value = allCases.first(where: { $0.word == text }) else {
            let likely = Spelling.likely(for: text, in: allCases.map(\.word))
            let hint = likely.map { " (did you mean \($0)?)" } ?? ""
            throw InvalidValue(text, "allowed: \(list(", "))\(hint)")
        }
        if missing.contains(value) {
            let done = allCases.filter { !missing.contains($0) }.map(\.word)
            throw InvalidValue(
                text, "comes with a later version; this one does: \(done.joined(separator: ", "))")
        }
        return value
    }
}
