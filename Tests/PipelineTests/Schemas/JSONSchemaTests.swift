import Testing

/// The validator itself: each keyword holds and fails, and nothing unknown is passed over.
@Suite struct JSONSchemaTests {
    static let cases: [(schema: String, valid: [String], invalid: [String])] = [
        (#"{"type":"integer"}"#, ["1", "-3", "1.0", "1e2"], ["1.5", "\"1\"", "null", "true"]),
        (#"{"type":["string","null"]}"#, ["\"\"", "null"], ["0", "[]", "{}"]),
        (#"{"enum":["a",null]}"#, ["\"a\"", "null"], ["\"b\"", "0"]),
        (#"{"const":"a"}"#, ["\"a\""], ["\"A\""]),
        (#"{"pattern":"^a+$"}"#, ["\"aa\"", "5"], ["\"\"", "\"ab\"", "\"a\\n\""]),
        (#"{"minLength":2}"#, ["\"ab\"", "\"éa\"", "1"], ["\"a\"", "\"é\""]),
        (#"{"minimum":0}"#, ["0", "0.5", "\"-1\""], ["-1", "-0.5"]),
        (#"{"maximum":3}"#, ["3"], ["3.5"]),
        (#"{"required":["a"]}"#, [#"{"a":null}"#, "1"], ["{}", #"{"b":1}"#]),
        (#"{"properties":{"a":{"type":"null"}}}"#, ["{}", #"{"b":1}"#], [#"{"a":1}"#]),
        (
            #"{"properties":{"a":true},"additionalProperties":false}"#, [#"{"a":1}"#],
            [#"{"a":1,"b":1}"#]
        ),
        (#"{"items":{"type":"null"}}"#, ["[]", "[null]", "1"], ["[null,1]"]),
        (#"{"minItems":1,"maxItems":2}"#, ["[1]", "[1,2]", "{}"], ["[]", "[1,2,3]"]),
        (#"{"anyOf":[{"type":"null"},{"minimum":0}]}"#, ["null", "1", "\"x\""], ["-1"]),
        (#"{"oneOf":[{"minimum":0},{"maximum":5}]}"#, ["-1", "6"], ["3"]),
        (#"{"allOf":[{"minimum":0},{"maximum":5}]}"#, ["3"], ["-1", "6"]),
        (
            #"{"if":{"const":1},"then":{"type":"null"},"else":{"type":"string"}}"#, ["\"x\""],
            ["1", "2"]
        ),
        (##"{"$ref":"#/$defs/a","$defs":{"a":{"const":1}}}"##, ["1"], ["2"]),
        ("false", [], ["1"]), ("true", ["1"], []),
    ]

    @Test(arguments: cases)
    func `a keyword holds and fails`(schema: String, valid: [String], invalid: [String]) throws {
        let schema = try JSONSchema(JSONValue(Array(schema.utf8)))
        for text in valid {
            #expect(schema.check(try JSONValue(Array(text.utf8))).errors.isEmpty, "\(text)")
        }
        for text in invalid {
            #expect(!schema.check(try JSONValue(Array(text.utf8))).errors.isEmpty, "\(text)")
        }
    }

    @Test(arguments: [
        #"{"requierd":["a"]}"#, #"{"properties":{"a":{"typ":"null"}}}"#, #"{"pattern":"("}"#,
        ##"{"$ref":"#/$defs/a"}"##, #"{"anyOf":[{"dependentRequired":{}}]}"#,
        #"{"$defs":{"a":{"uniqueItems":true}}}"#,
    ])
    func `a schema that it does not know whole is refused`(schema: String) {
        #expect(throws: (any Error).self) { try JSONSchema(JSONValue(Array(schema.utf8))) }
    }
}
