/// The members of a JSON object, in the order written.
struct JSONMembers {
    private var members: [String] = []

    var text: String { "{\(members.joined(separator: ","))}" }

    /// As it is: a number, a word, an object, a list.
    mutating func add(_ name: String, raw value: String?) {
        guard let value else { return }
        members.append("\"\(name)\":\(value)")
    }

    mutating func add(_ name: String, _ value: String?) {
        add(name, raw: value.map(JSONMembers.quoted))
    }

    mutating func add(_ name: String, _ objects: [JSONMembers]) {
        guard !objects.isEmpty else { return }
        add(name, raw: "[\(objects.map(\.text).joined(separator: ","))]")
    }

    mutating func add(_ name: String, list: [String]) {
        guard !list.isEmpty else { return }
        add(name, raw: "[\(list.map(JSONMembers.quoted).joined(separator: ","))]")
    }

    /// `2026-03-01`, `2026-03-01T10:00Z`, `2026-03-01T10:00-05:00` or a whole RFC 3339 time.
    mutating func add(_ name: String, time: String?) {
        guard var time else { return }
        if time.count == 10 { time += "T00:00Z" }
        let isWithoutSeconds = time.dropFirst(16).first != ":"
        if isWithoutSeconds {
            time.insert(contentsOf: ":00", at: time.index(time.startIndex, offsetBy: 16))
        }
        add(name, time)
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
