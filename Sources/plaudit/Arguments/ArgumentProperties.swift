// The property wrappers of a command. Each keeps its value in a box, so that the parser can fill
// it through the mirror of the command.

private final class Box<Value> {
    var value: Value?
    init(_ value: Value?) { self.value = value }
}

/// `untilCaughtUp` is `until-caught-up`.
private func flagName(_ label: String) -> String {
    label.reduce(into: "") { name, character in
        name += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
}

/// True when the flag is given.
@propertyWrapper
package struct Flag: ArgumentSource {
    private let help: String
    private let box: Box<Bool>

    package init(wrappedValue: Bool, help: String) {
        self.help = help
        box = Box(wrappedValue)
    }

    package var wrappedValue: Bool {
        get { box.value ?? false }
        nonmutating set { box.value = newValue }
    }

    func definitions(label: String) -> [ArgumentDefinition] {
        [
            ArgumentDefinition(name: flagName(label), kind: .flag, help: help) { [box] _ in
                box.value = true
            }
        ]
    }
}

/// `--name value`; its default is what it is declared with, nil is "not given".
@propertyWrapper
package struct Option<Value: ExpressibleByArgument>: ArgumentSource {
    private let help: String
    private let placeholder: String
    private let check: (Value) -> String?
    private let box: Box<Value>
    private let standard: Value

    /// `check` says what is allowed instead, nil for a good value.
    package init(
        wrappedValue: Value, _ placeholder: String, help: String,
        check: @escaping (Value) -> String? = { _ in nil }
    ) {
        self.help = help
        self.placeholder = placeholder
        self.check = check
        standard = wrappedValue
        box = Box(wrappedValue)
    }

    package var wrappedValue: Value {
        get { box.value ?? standard }
        nonmutating set { box.value = newValue }
    }

    func definitions(label: String) -> [ArgumentDefinition] {
        let text = standard.argumentText
        return [
            ArgumentDefinition(
                name: flagName(label), kind: .option(placeholder: placeholder), help: help,
                defaultText: text.isEmpty ? nil : text, words: Value.words
            ) { [box, check] text throws(InvalidValue) in
                guard let value = Value(argument: text) else {
                    throw InvalidValue(text, "allowed: \(Value.allowed)")
                }
                if let allowed = check(value) { throw InvalidValue(text, "allowed: \(allowed)") }
                box.value = value
            }
        ]
    }
}

/// A value by its place on the command line; required.
@propertyWrapper
package struct Argument: ArgumentSource {
    private let help: String
    private let placeholder: String
    private let words: [String]
    private let box = Box<String>(nil)

    package init(_ placeholder: String, help: String, words: [String] = []) {
        self.help = help
        self.placeholder = placeholder
        self.words = words
    }

    package var wrappedValue: String { box.value ?? "" }

    func definitions(label: String) -> [ArgumentDefinition] {
        [
            ArgumentDefinition(
                name: placeholder, kind: .positional(placeholder: placeholder), help: help,
                isRequired: true, words: words
            ) { [box, words] text throws(InvalidValue) in
                if !words.isEmpty, !words.contains(text) {
                    throw InvalidValue(text, "allowed: \(words.joined(separator: ", "))")
                }
                box.value = text
            }
        ]
    }
}
