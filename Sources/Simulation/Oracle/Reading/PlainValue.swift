// A JSON value as it was written: numbers keep their digits, objects keep repeated keys.

/// One member of a JSON object, in the order written.
package struct PlainField: Sendable {
    package var name: [UInt8]
    package var value: PlainValue

    package init(name: [UInt8], value: PlainValue) {
        self.name = name
        self.value = value
    }
}

/// A JSON value. What lies deeper than any field of the contract is checked but not kept.
package enum PlainValue: Sendable {
    case null
    case bool(Bool)
    /// The token itself.
    case number([UInt8])
    /// The text with its escapes resolved, UTF-8.
    case string([UInt8])
    case array([PlainValue])
    case object([PlainField])
    case tooDeepToMatter

    /// The first member of that name, unless it is null; nil as well when this is no object.
    package subscript(_ name: StaticString) -> PlainValue? {
        guard case .object(let fields) = self else { return nil }
        return name.withUTF8Buffer { wanted in
            for field in fields where field.name.elementsEqual(wanted) {
                if case .null = field.value { return nil }
                return field.value
            }
            return nil
        }
    }

    /// The text, where it is one.
    package var text: Bytes? {
        guard case .string(let bytes) = self else { return nil }
        return Bytes(bytes)
    }

    /// The characters of a number or a text.
    package var digits: [UInt8]? {
        switch self {
        case .number(let token), .string(let token): token
        default: nil
        }
    }
}
