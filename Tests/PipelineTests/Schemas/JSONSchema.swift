/// A JSON Schema (2020-12), of which just the keywords are known that `schemas/` uses. A schema
/// with any other keyword is refused: a misspelt one would check nothing.
final class JSONSchema {
    struct Failure: Error, CustomStringConvertible { var description: String }

    let root: JSONValue
    private let node: SchemaNode

    init(_ root: JSONValue) throws {
        self.root = root
        let compiler = SchemaCompiler(root)
        node = try compiler.node(root, at: "#")
        try compiler.checkReferences()
    }

    func check(_ value: JSONValue) -> SchemaNode.Outcome { node.check(value) }

    /// Every property that the schema lists, as a pointer; conditions list none of their own.
    var listedProperties: [String] { listed(root, at: "#") }

    private func listed(_ schema: JSONValue, at pointer: String) -> [String] {
        schema.members.flatMap { member -> [String] in
            let place = "\(pointer)/\(member.name)"
            switch member.name {
            case "properties", "$defs":
                return member.value.members.flatMap { part in
                    (member.name == "properties" ? ["\(place)/\(part.name)"] : [])
                        + listed(part.value, at: "\(place)/\(part.name)")
                }
            case "items": return listed(member.value, at: place)
            case "anyOf", "oneOf":
                return member.value.elements.enumerated().flatMap {
                    listed($1, at: "\(place)/\($0)")
                }
            default: return []
            }
        }
    }

    /// The words of the `enum` at a path of members.
    func words(at path: [String]) -> [JSONValue] {
        var parts = [root]
        for name in path { parts = parts.flatMap(resolved).compactMap { $0["properties"]?[name] } }
        return parts.flatMap(resolved).flatMap { $0["enum"]?.elements ?? [] }
    }

    /// A part of the schema, and what it refers to; a list's elements are apart.
    private func resolved(_ part: JSONValue) -> [JSONValue] {
        var all = [part]
        if let reference = part["$ref"]?.string,
            let target = root["$defs"]?[String(reference.dropFirst(8))]
        {
            all += resolved(target)
        }
        for alternative in part["anyOf"]?.elements ?? [] { all += resolved(alternative) }
        if let items = part["items"], items["enum"] == nil,
            items["$ref"] != nil || items["properties"] != nil
        {
            all += resolved(items).filter { $0["enum"] == nil }
        }
        return all
    }
}

/// Makes nodes of a schema's objects, each definition once.
private final class SchemaCompiler {
    private static let annotations: Set = [
        "$schema", "$id", "$defs", "title", "description", "format", "x-unit", "x-formula",
        "x-changed-by",
    ]

    private let root: JSONValue
    private var definitions: [String: SchemaNode] = [:]

    init(_ root: JSONValue) { self.root = root }

    /// Definitions that nothing refers to are read too.
    func checkReferences() throws {
        for part in root["$defs"]?.members ?? [] { _ = try definition(part.name) }
    }

    private func definition(_ name: String) throws -> SchemaNode {
        if let known = definitions[name] { return known }
        let pointer = "#/$defs/\(name)"
        guard let schema = root["$defs"]?[name] else {
            throw JSONSchema.Failure(description: "\(pointer) is not there")
        }
        let made = try node(schema, at: pointer)
        definitions[name] = made
        return made
    }

    func node(_ schema: JSONValue, at pointer: String) throws -> SchemaNode {
        let node = SchemaNode(pointer: pointer)
        if case .bool(let isAllowed) = schema {
            node.isForbidden = !isAllowed
            return node
        }
        for member in schema.members {
            let place = "\(pointer)/\(member.name)"
            let value = member.value
            switch member.name {
            case "properties":
                for part in value.members {
                    node.properties[part.name] = try self.node(
                        part.value, at: "\(place)/\(part.name)")
                }
            case "additionalProperties": node.others = try self.node(value, at: place)
            case "items": node.items = try self.node(value, at: place)
            case "if": node.condition = try self.node(value, at: place)
            case "then": node.consequence = try self.node(value, at: place)
            case "else": node.alternative = try self.node(value, at: place)
            case "anyOf", "oneOf", "allOf":
                let parts = try value.elements.enumerated().map {
                    try self.node($1, at: "\(place)/\($0)")
                }
                node.combinations.append((member.name, parts))
            case "$ref": node.reference = try definition(String((value.string ?? "").dropFirst(8)))
            case "pattern": node.pattern = try Regex(value.string ?? "")
            case "type":
                node.types = value.string.map { [$0] } ?? value.elements.compactMap(\.string)
            case "enum": node.words = value.elements
            case "const": node.words = [value]
            case "required": node.required = value.elements.compactMap(\.string)
            case "minLength": node.minLength = value.figure.flatMap { Int($0) }
            case "minimum": node.minimum = value.figure.flatMap { Double($0) }
            case "maximum": node.maximum = value.figure.flatMap { Double($0) }
            case "minItems": node.minItems = value.figure.flatMap { Int($0) }
            case "maxItems": node.maxItems = value.figure.flatMap { Int($0) }
            default:
                guard Self.annotations.contains(member.name) else {
                    throw JSONSchema.Failure(description: "\(place) is no keyword that is known")
                }
            }
        }
        return node
    }
}
