// What a command line may say, one value for each flag, option or argument. Commands declare them
// with @Flag, @Option and @Argument as with swift-argument-parser, which can take their place.

package struct ArgumentDefinition {
    package enum Kind: Equatable {
        /// `--until-caught-up`
        case flag
        /// `--workers <n>`
        case option(placeholder: String)
        /// `FILE`
        case positional(placeholder: String)
    }

    /// Without dashes; a positional's is for messages only.
    package var name: String
    package var kind: Kind
    package var help: String
    /// Shown in help; nil where there is none.
    package var defaultText: String?
    package var isRequired = false
    /// The values that can be completed; empty = any.
    package var words: [String] = []
    /// Settings are shown in a part of their own.
    package var isSetting = false
    /// Takes the value ("" for a flag), or throws what is allowed instead.
    package var take: (String) throws(InvalidValue) -> Void
}

/// A property of a command that the parser fills.
protocol ArgumentSource {
    /// `label` is the property's name.
    func definitions(label: String) -> [ArgumentDefinition]
}

/// A value that a command line can give.
package protocol ExpressibleByArgument: Sendable {
    init?(argument: String)
    static var allowed: String { get }
    static var words: [String] { get }
    var argumentText: String { get }
}

extension ExpressibleByArgument {
    package static var words: [String] { [] }
}

/// Not given is nil, and shows no default.
extension Optional: ExpressibleByArgument where Wrapped: ExpressibleByArgument {
    package init?(argument: String) {
        guard let value = Wrapped(argument: argument) else { return nil }
        self = .some(value)
    }
    package static var allowed: String { Wrapped.allowed }
    package static var words: [String] { Wrapped.words }
    package var argumentText: String { self?.argumentText ?? "" }
}

extension String: ExpressibleByArgument {
    package init?(argument: String) { self = argument }
    package static var allowed: String { "text" }
    package var argumentText: String { self }
}

extension Int: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
    package static var allowed: String { "a whole number" }
    package var argumentText: String { "\(self)" }
}

extension UInt64: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
    package static var allowed: String { "a whole number, not negative" }
    package var argumentText: String { "\(self)" }
}

extension Duration: ExpressibleByArgument {
    package init?(argument: String) {
        guard let value = Quantity.milliseconds(argument) else { return nil }
        self = .milliseconds(value)
    }
    package static var allowed: String { "a duration such as 30s or 5m" }
    package var argumentText: String { Quantity.text(milliseconds: milliseconds) }
}

extension ExpressibleByArgument where Self: RawRepresentable & CaseIterable, RawValue == String {
    package init?(argument: String) { self.init(rawValue: argument) }
    package static var words: [String] { allCases.map(\.rawValue) }
    package static var allowed: String { words.joined(separator: ", ") }
    package var argumentText: String { rawValue }
}
