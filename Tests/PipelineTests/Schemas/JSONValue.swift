import Codec

/// A JSON value as it was written: members in order, numbers as their digits.
enum JSONValue: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        var name: String
        var value: JSONValue
    }

    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    init(_ bytes: [UInt8]) throws {
        let tape = JSONTape()
        try bytes.withUnsafeBytes { try tape.scan($0) }
        self.init(tape, 0)
    }

    private init(_ tape: JSONTape, _ entry: Int) {
        switch tape.kind(of: entry) {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .integer, .number:
            self = .number(String(decoding: tape.text(of: entry), as: UTF8.self))
        case .string: self = .string(String(decoding: tape.text(of: entry), as: UTF8.self))
        case .array: self = .array(JSONValue.children(tape, entry).map { JSONValue(tape, $0) })
        case .object:
            self = .object(
                JSONValue.children(tape, entry).map { child in
                    Member(
                        name: String(decoding: tape.key(of: child), as: UTF8.self),
                        value: JSONValue(tape, child))
                })
        }
    }

    private static func children(_ tape: JSONTape, _ entry: Int) -> [Int] {
        var children: [Int] = []
        var child = entry + 1
        while child < tape.next(after: entry) {
            children.append(child)
            child = tape.next(after: child)
        }
        return children
    }

    /// The member of that name; of several the last.
    subscript(name: String) -> JSONValue? {
        get { members.last { $0.name == name }?.value }
        set {
            var members = members.filter { $0.name != name }
            if let newValue { members.append(Member(name: name, value: newValue)) }
            self = .object(members)
        }
    }

    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A string's text or a number's digits.
    var figure: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// The text again.
    var json: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .number(let digits): return digits
        case .string(let text): return JSONValue.quoted(text)
        case .array(let elements): return "[\(elements.map(\.json).joined(separator: ","))]"
        case .object(let members):
            let texts = members.map { "\(JSONValue.quoted($0.name)):\($0.value.json)" }
            return "{\(texts.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let writer = JSONWriter()
        writer.string(Array(text.utf8)[...])
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
