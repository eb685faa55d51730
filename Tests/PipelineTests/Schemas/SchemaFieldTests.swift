import Codec
import Promo
import Testing

/// Field by field: what the input schemas say is what the decoders do.
@Suite struct SchemaFieldTests {
    /// The decoders' tables of names, and where the schema has those objects.
    static let tables: [(topic: String, path: [String], names: [String])] = [
        ("orders", [], names(OrderField.self)),
        ("orders", ["customer"], names(CustomerField.self)),
        ("orders", ["codes"], names(CodeField.self)),
        ("orders", ["lines"], names(OrderLineField.self)),
        ("orders", ["lines", "discounts"], names(DiscountField.self)),
        ("orders", ["shipping_discounts"], names(DiscountField.self)),
        ("orders", ["referrer"], names(ReferrerField.self)),
        ("refunds", [], names(RefundField.self)),
        ("refunds", ["lines"], names(RefundLineField.self)),
        ("survey-responses", [], names(SurveyField.self)),
        ("code-registry", [], names(AssignmentField.self)),
        ("code-registry", ["offer"], names(OfferField.self)),
        ("code-registry", ["usage"], names(UsageField.self)),
    ]

    /// Names that begin with `_` are the translators' own.
    private static func names<Name: Field>(_ fields: Name.Type) -> [String] {
        fields.allCases.map { "\($0)" }.filter { !$0.hasPrefix("_") }
    }

    @Test(arguments: SchemaFiles.inputs)
    func `a schema lists the fields that the decoder knows, in the contract's order`(
        topic: String
    ) throws {
        let schema = try SchemaFiles.schema(of: topic)
        let listed = try #require(Self.objects(of: schema))
        let known = Self.tables.filter { $0.topic == topic }
        #expect(Set(listed.keys) == Set(known.map { $0.path.joined(separator: ".") }))
        for table in known {
            #expect(
                listed[table.path.joined(separator: ".")] == table.names,
                "\(topic) \(table.path)")
        }
    }

    /// Each object that a schema describes, by its path, and the names of its properties.
    private static func objects(of schema: JSONSchema) -> [String: [String]]? {
        var found: [String: [String]] = [:]
        func visit(_ part: JSONValue, _ path: [String]) {
            if let reference = part["$ref"]?.string,
                let target = schema.root["$defs"]?[String(reference.dropFirst(8))]
            {
                visit(target, path)
            }
            if let items = part["items"] { visit(items, path) }
            guard let properties = part["properties"]?.members else { return }
            found[path.joined(separator: ".")] = properties.map(\.name)
            for property in properties { visit(property.value, path + [property.name]) }
        }
        visit(schema.root, [])
        return found
    }

    @Test(arguments: SchemaFiles.inputs)
    func `a field is required where the decoder misses it`(topic: String) throws {
        let schema = try SchemaFiles.schema(of: topic)
        let decoders = InputDecoders()
        try forEachMember(topic) { path, whole in
            let without = whole.replacing(path, by: nil)
            let refusal = decoders.refusal(
                of: Array(without.json.utf8), key: key(of: whole, topic), topic: topic)
            let isRequired = !schema.check(without).errors.isEmpty
            #expect(isRequired == (refusal?.reason == .missingField), "\(topic) \(path)")
            #expect(isRequired || refusal == nil, "\(topic) \(path) \(refusal as Any)")
        }
    }

    /// Values of every type in place of each field, of each object.
    @Test(arguments: SchemaFiles.inputs)
    func `a field takes what its schema says, and nothing else`(topic: String) throws {
        let schema = try SchemaFiles.schema(of: topic)
        let decoders = InputDecoders()
        try forEachMember(topic) { path, whole in
            for probe in Self.probes {
                let changed = whole.replacing(path, by: probe)
                let refusal = decoders.refusal(
                    of: Array(changed.json.utf8), key: key(of: changed, topic) ?? "", topic: topic)
                let errors = schema.check(changed).errors
                if errors.isEmpty, let refusal, Self.isBeyond(refusal.reason, path) { continue }
                #expect(
                    errors.isEmpty == (refusal == nil),
                    "\(topic) \(path) = \(probe.json): \(errors) \(refusal as Any)")
            }
        }
    }

    private static let probes: [JSONValue] = [
        .null, .bool(true), .bool(false), .string(""), .string("x"), .string("12"),
        .string("12.50"), .string("-1"), .string("2026-11-24T05:00:00Z"), .string("USD"),
        .string("pos"), .string("failed"), .string("disabled"), .string("single"),
        .string("gift"), .number("0"), .number("5"), .number("-5"), .number("1.25"),
        .array([]), .array([.null]), .array([.string("app")]), .object([]),
    ]

    /// What depends on other fields, or on how a number is written.
    private static func isBeyond(_ reason: RefusalReason, _ path: [String]) -> Bool {
        switch (reason, path.last) {
        case (.badMoney, "amount"), (.badMoney, "unit_price"), (.badMoney, "tax"),
            (.badMoney, "quantity"), (.badField, "line_id"), (.badMoney, "currency"),
            (.badField, "valid_until"), (.keyMismatch, "order_id"):
            true
        default: false
        }
    }

    private func key(of value: JSONValue, _ topic: String) -> String? {
        value[topic == "code-registry" ? "code" : "order_id"]?.figure
    }

    /// Calls `body` for each member of each object of the example that has every field.
    private func forEachMember(
        _ topic: String, _ body: ([String], JSONValue) throws -> Void
    ) throws {
        let example = try #require(
            SchemaExample.all.first { $0.topic == topic && $0.name == "every-field" })
        let whole = try JSONValue(example.bytes)
        let paths = whole.memberPaths
        #expect(paths.count >= 8)
        for path in paths { try body(path, whole) }
    }

    @Test(arguments: SchemaFiles.inputs)
    func `the example with every field has every field`(topic: String) throws {
        let schema = try SchemaFiles.schema(of: topic)
        let example = try #require(
            SchemaExample.all.first { $0.topic == topic && $0.name == "every-field" })
        let outcome = schema.check(try JSONValue(example.bytes))
        #expect(
            Set(schema.listedProperties).subtracting(outcome.properties.map(\.pointer)) == [])
    }

    @Test(arguments: SchemaFiles.inputs)
    func `every word that a schema lists is one that the decoder takes`(topic: String) throws {
        let schema = try SchemaFiles.schema(of: topic)
        let decoders = InputDecoders()
        let valid = SchemaExample.all.filter { $0.topic == topic && $0.kind == .valid }
        var words: Set<String> = []
        for example in valid {
            let value = try JSONValue(example.bytes)
            // Of the currencies another test says that they are the code's.
            for path in value.memberPaths where path != ["currency"] {
                for word in schema.words(at: path) {
                    let changed = value.replacing(path, by: word)
                    let refusal = decoders.refusal(
                        of: Array(changed.json.utf8), key: key(of: changed, topic), topic: topic)
                    if refusal?.reason != .badMoney { #expect(refusal == nil, "\(path) \(word)") }
                    words.insert("\(path) \(word)")
                }
            }
        }
        #expect(topic == "survey-responses" || words.count >= 3)
    }

    @Test(arguments: SchemaFiles.inputs + SchemaFiles.outputs)
    func `the currencies are those that are known`(topic: String) throws {
        let schema = try SchemaFiles.schema(of: topic)
        guard let currency = schema.root["$defs"]?["currency"] else { return }
        let known = (1..<Currency.count).map { Currency(index: UInt8($0)).code }
        #expect(currency["enum"]?.elements.compactMap(\.string).sorted() == known.sorted())
    }
}
