/// One record for an input topic, made from a statement.
struct InputRecord: Sendable {
    var topic: String
    var key: String?
    /// nil is a tombstone.
    var value: String?

    var isRegistry: Bool { topic == "code-registry" }

    /// nil for a statement that sends nothing.
    init?(_ statement: Statement) throws {
        switch statement.verb {
        case "assign":
            self.init("code-registry", statement.name, try .assignment(statement))
        case "remove":
            self.init("code-registry", statement.name, nil)
        case "order":
            self.init("orders", statement.name, try .order(statement))
        case "refund":
            let order = try statement.required("order")
            self.init("refunds", order, try .refund(statement))
        case "response":
            let order = try statement.required("order")
            self.init("survey-responses", order, try .response(statement))
        case "raw":
            let words = statement.rest.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { throw statement.failure("raw TOPIC KEY VALUE") }
            self.init(statement.name, String(words[0]), String(words[1]))
        default: return nil
        }
    }

    private init(_ topic: String, _ key: String, _ value: JSONMembers) {
        self.init(topic, key, value.text)
    }

    private init(_ topic: String, _ key: String, _ value: String?) {
        self.topic = topic
        self.key = key
        self.value = value
    }
}

extension Statement {
    func required(_ key: String) throws -> String {
        guard let value = self[key] else { throw failure("\(key) is missing") }
        return value
    }

    /// Refuses what the verb does not know, so that a slip of the pen is no silent default.
    func checkKeys(_ known: Set<String>) throws {
        for field in fields where !known.contains(field.key) {
            throw failure("\(verb) knows no \(field.key)")
        }
    }
}
