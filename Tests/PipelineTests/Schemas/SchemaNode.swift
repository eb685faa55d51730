/// One schema object, ready to check values.
final class SchemaNode {
    /// What a value was found to be.
    struct Outcome {
        /// Where in the value, and what is wrong there.
        var errors: [String] = []
        /// The nodes of the properties that the value has.
        var properties: [SchemaNode] = []
        /// The words of an `enum` or `const` that it has, and whose they are.
        var words: [(node: SchemaNode, word: String)] = []

        mutating func take(_ other: Outcome, at place: @autoclosure () -> String = "") {
            if !other.errors.isEmpty {
                let place = place()
                errors += other.errors.map { place + $0 }
            }
            properties += other.properties
            words += other.words
        }
    }

    let pointer: String
    var isForbidden = false
    var reference: SchemaNode?
    var properties: [String: SchemaNode] = [:]
    var others: SchemaNode?
    var items: SchemaNode?
    var combinations: [(keyword: String, parts: [SchemaNode])] = []
    var condition: SchemaNode?
    var consequence: SchemaNode?
    var alternative: SchemaNode?
    var types: [String] = []
    var words: [JSONValue]?
    var required: [String] = []
    var pattern: Regex<AnyRegexOutput>?
    var minLength: Int?
    var minimum: Double?
    var maximum: Double?
    var minItems: Int?
    var maxItems: Int?

    /// What texts were found to be: most come again.
    private var matches: [String: Bool] = [:]

    init(pointer: String) { self.pointer = pointer }

    func check(_ value: JSONValue) -> Outcome {
        var outcome = Outcome()
        if isForbidden {
            outcome.errors.append(" may not be there")
            return outcome
        }
        checkItself(value, &outcome)
        if let reference { outcome.take(reference.check(value)) }
        switch value {
        case .object(let members): check(members, &outcome)
        case .array(let elements):
            guard let items else { break }
            for (index, element) in elements.enumerated() {
                outcome.take(items.check(element), at: "[\(index)]")
            }
        default: break
        }
        for (keyword, parts) in combinations { combine(keyword, parts, value, &outcome) }
        if let condition {
            let holds = condition.check(value).errors.isEmpty
            if let branch = holds ? consequence : alternative { outcome.take(branch.check(value)) }
        }
        return outcome
    }

    private func check(_ members: [JSONValue.Member], _ outcome: inout Outcome) {
        for member in members {
            if let property = properties[member.name] {
                outcome.properties.append(property)
                outcome.take(property.check(member.value), at: ".\(member.name)")
            } else if let others {
                outcome.take(others.check(member.value), at: ".\(member.name)")
            }
        }
        for name in required where !members.contains(where: { $0.name == name }) {
            outcome.errors.append(" has no \(name)")
        }
    }

    private func combine(
        _ keyword: String, _ parts: [SchemaNode], _ value: JSONValue, _ outcome: inout Outcome
    ) {
        let outcomes = parts.map { $0.check(value) }
        let holding = outcomes.filter(\.errors.isEmpty)
        switch keyword {
        case "allOf": for part in outcomes { outcome.take(part) }
        case "oneOf" where holding.count > 1:
            outcome.errors.append(" is more than one of those at \(pointer)")
        default:
            for part in holding { outcome.take(part) }
            guard holding.isEmpty else { break }
            // The one that it fails least is the one that it was meant to be.
            let nearest = outcomes.min { $0.errors.count < $1.errors.count }
            outcome.errors += nearest?.errors ?? [" is none of those at \(pointer)"]
        }
    }

    /// A keyword of JSON Schema says nothing about values of a type that it is not for.
    private func checkItself(_ value: JSONValue, _ outcome: inout Outcome) {
        func refuse(_ why: @autoclosure () -> String) {
            outcome.errors.append(" is \(value.json.prefix(80)): \(why()) (\(pointer))")
        }
        if !types.isEmpty, !types.contains(where: value.isOf) { refuse("\(types)") }
        if let words {
            if words.contains(value) {
                outcome.words.append((self, value.figure ?? value.json))
            } else {
                refuse("none of the words")
            }
        }
        switch value {
        case .string(let text):
            if let minLength, text.unicodeScalars.count < minLength { refuse("too short") }
            if pattern != nil, !isMatch(text) { refuse("not of the pattern") }
        case .number(let digits):
            guard minimum != nil || maximum != nil else { break }
            let number = Double(digits) ?? 0
            if let minimum, number < minimum { refuse("below \(minimum)") }
            if let maximum, number > maximum { refuse("above \(maximum)") }
        case .array(let elements):
            if let minItems, elements.count < minItems { refuse("too few") }
            if let maxItems, elements.count > maxItems { refuse("too many") }
        default: break
        }
    }

    private func isMatch(_ text: String) -> Bool {
        if let known = matches[text] { return known }
        let isMatch = pattern.map { text.firstMatch(of: $0) != nil } ?? true
        matches[text] = isMatch
        return isMatch
    }
}

extension JSONValue {
    /// JSON Schema's types: `integer` is any number without a fraction, 1.0 too.
    fileprivate func isOf(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        case .number(let digits):
            type == "number"
                || type == "integer" && (Double(digits).map { $0 == $0.rounded() } ?? false)
        }
    }
}
