/// Why bytes are no JSON text (RFC 8259), and where.
package struct JSONFault: Error, Equatable {
    package enum Problem: UInt8, Sendable {
        case value, number, string, escape, surrogate, utf8, key, colon, comma, trailing
    }

    package let problem: Problem
    /// Offset of the offending byte; the length of the text, where it ends too early.
    package let offset: Int

    /// For people.
    package var description: String {
        let expected =
            switch problem {
            case .value: "a value is expected"
            case .number: "a number is cut short"
            case .string: "a string is not closed or holds a control character"
            case .escape: "an unknown escape"
            case .surrogate: "an escaped surrogate without its other half"
            case .utf8: "bytes that are not UTF-8"
            case .key: "a member's name is expected"
            case .colon: "a colon is expected"
            case .comma: "a comma or the end of the array or object is expected"
            case .trailing: "something follows the value"
            }
        return "\(expected) at byte \(offset)"
    }
}
