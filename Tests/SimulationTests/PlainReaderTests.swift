import Simulation
import Testing

@Suite struct PlainReaderTests {
    private func isJSON(_ text: String) -> Bool {
        (try? PlainReader.value(of: Array(text.utf8))) != nil
    }

    @Test(arguments: [
        "{}", " [ ] ", "0", "-0", "1e5", "1.50E-2", "\"\"", "null", "true", "{\"a\":{\"a\":[{}]}}",
        "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"ü😀\"",
        "[1,[2,[3,[4,[5,[6,[7,[8,[9,{\"a\":[]}]]]]]]]]]",
    ])
    func `what the grammar allows is read`(text: String) { #expect(isJSON(text)) }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "01", "1.", ".5", "+1", "1e",
        "- 1", "nul", "True", "\"", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\u12\"",
        "1 2", "{} {}", "\u{FEFF}{}", "NaN", "[1 2]", "{\"a\" 1}",
        "[[[[[[[[[[1,]]]]]]]]]]", "[[[[[[[[[[{\"a\":}]]]]]]]]]]", "[[[[[[[[[[}]]]]]]]]]",
    ])
    func `what the grammar forbids is refused`(text: String) { #expect(!isJSON(text)) }

    @Test(
        arguments: [[0xFF], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
    func `what is not UTF-8 is refused`(bytes: [UInt8]) {
        #expect((try? PlainReader.value(of: bytes)) == nil)
    }

    @Test func `no depth is too deep`() throws {
        let depth = 200_000
        let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(isJSON(deep))
        #expect(!isJSON(String(deep.dropLast())))
    }

    @Test func `numbers keep their digits and objects their doubles`() throws {
        let json = #"{"a":1.50,"a":"\u00e9","b":null}"#
        let value = try PlainReader.value(of: Array(json.utf8))
        guard case .object(let fields) = value else { throw Missing() }
        #expect(fields.map(\.value.token) == ["1.50", "é", nil])
        #expect(value["a"]?.token == "1.50")
        #expect(value["b"] == nil && value["c"] == nil)
    }
}
