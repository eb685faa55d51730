import Codec
import Testing

struct JSONTapeTests {
    /// The problem that a text has; nil where it is JSON.
    private func fault(_ text: [UInt8]) -> JSONFault? {
        text.withUnsafeBytes { bytes -> JSONFault? in
            do throws(JSONFault) {
                try JSONTape().scan(bytes)
                return nil
            } catch {
                return error
            }
        }
    }

    private func fault(_ text: String) -> JSONFault? { fault(Array(text.utf8)) }

    private func root(_ text: String) throws -> (kind: JSONTape.Kind, text: String) {
        let tape = JSONTape()
        try Array(text.utf8).withUnsafeBytes { try tape.scan($0) }
        return (tape.kind(of: 0), String(decoding: tape.text(of: 0), as: UTF8.self))
    }

    @Test(arguments: [
        "0", "-0", "1", "10", "-1.5", "1e3", "1E+3", "1.25e-7", "\"\"", "true", "false", "null",
        "[]", "{}", " [ ] ", "\t\r\n {} \n", "[1,2]", "[[],{}]", "{\"a\":1}", "{\"a\" : { } }",
        "{\"\":null}", "[\"\\u0041\\ud83d\\ude00\"]", "\"é€😀\u{7f}\"", "{\"a\":1,\"a\":2}",
        "123456789012345678901234567890.5e10", "\"\u{10ffff}\u{e000}\u{d7ff}\"",
    ])
    func `what RFC 8259 allows is scanned`(text: String) {
        #expect(fault(text) == nil)
    }

    @Test(arguments: [
        ("", JSONFault.Problem.value), (" ", .value), ("nope", .value), ("nul", .value),
        ("truE", .value), ("tru", .value), ("fals", .value), ("+1", .value), (".5", .value),
        ("'a'", .value), ("[1,]", .value), ("[,1]", .value), ("NaN", .value),
        ("\u{feff}{}", .value),
        ("{\"a\":}", .value), ("-", .number), ("1.", .number), ("1.e3", .number), ("1e", .number),
        ("1e+", .number), ("-a", .number), ("01", .trailing), ("-01", .trailing),
        ("1 2", .trailing),
        ("{}}", .trailing), ("[]]", .trailing), ("0x1", .trailing), ("{}\u{0}", .trailing),
        ("1\u{0}", .trailing), ("nullx", .trailing), ("\"", .string), ("\"abc", .string),
        ("\"a\nb\"", .string), ("\"\u{0}\"", .string), ("\"abcdefgh\u{1f}\"", .string),
        ("\"\\", .escape), ("\"\\x\"", .escape), ("\"\\u12\"", .escape), ("\"\\u12g4\"", .escape),
        ("\"\\u\"", .escape), ("\"\\ud800\"", .surrogate), ("\"\\udc00\"", .surrogate),
        ("\"\\ud800\\ud800\"", .surrogate), ("\"\\ud800x\"", .surrogate),
        ("\"\\ud800\\n\"", .surrogate),
        ("{", .key), ("{a:1}", .key), ("{1:1}", .key), ("{\"a\":1,}", .key), ("{,}", .key),
        ("{\"a\"}", .colon), ("{\"a\" 1}", .colon), ("[1 2]", .comma), ("[1", .comma),
        ("{\"a\":1", .comma), ("[1}", .comma), ("{\"a\":1]", .comma), ("{\"a\":1 \"b\":2}", .comma),
    ])
    func `what it does not allow is a fault`(text: String, problem: JSONFault.Problem) {
        #expect(fault(text)?.problem == problem)
    }

    @Test(
        arguments: [
            [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x80, 0x80],
            [0xe0, 0x9f, 0xbf], [0xe1, 0x80], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf],
            [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80],
            [0xf5, 0x80, 0x80, 0x80], [0xff], [0xfe], [0xf1, 0x80, 0x80], [0xe1, 0x80, 0x41],
        ] as [[UInt8]])
    func `a string that is not UTF-8 is a fault, as a value, a name and behind an escape`(
        bytes: [UInt8]
    ) {
        let quote = UInt8(ascii: "\"")
        #expect(fault([quote] + bytes + [quote])?.problem == .utf8)
        #expect(fault(Array("{\"name".utf8) + bytes + Array("\":1}".utf8))?.problem == .utf8)
        #expect(fault(Array("[\"\\n".utf8) + bytes + Array("\"]".utf8))?.problem == .utf8)
        #expect(fault(Array("\"12345678".utf8) + bytes + [quote])?.problem == .utf8)
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""a\"b\\c\/d""#, "a\"b\\c/d"),
        (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
        (#""\u0041\u00e9\u20ac""#, "Aé€"), (#""\uD83D\uDE00!""#, "😀!"), (#""\u0000""#, "\u{0}"),
        (#""12345678\n12345678é""#, "12345678\n12345678é"),
        (#""\uFEFF\uffff""#, "\u{feff}\u{ffff}"),
    ])
    func `escapes are undone`(text: String, expected: String) throws {
        let root = try root(text)
        #expect(root.kind == .string)
        #expect(Array(root.text.utf8) == Array(expected.utf8))
    }

    @Test(arguments: [
        "40.00", "-0", "1e3", "00.1".replacing("00", with: "0"), "1234567890123456789012",
    ])
    func `a number keeps its digits as sent`(text: String) throws {
        let root = try root(" \(text) ")
        #expect(root.text == text)
        let isInteger = text.allSatisfy { $0.isNumber || $0 == "-" }
        #expect(root.kind == (isInteger ? .integer : .number))
    }

    @Test func `a value's entry tells where the next one is`() throws {
        let tape = JSONTape()
        let text = #"{"a":[1,[2,{}],"x"],"b\u0063":{"d":null},"e":true}"#
        try Array(text.utf8).withUnsafeBytes { try tape.scan($0) }
        var keys: [String] = []
        var entry = 1
        while entry < tape.next(after: 0) {
            keys.append(String(decoding: tape.key(of: entry), as: UTF8.self))
            entry = tape.next(after: entry)
        }
        #expect(keys == ["a", "bc", "e"])
        #expect(tape.count == tape.next(after: 0))
        #expect(tape.kind(of: entry - 1) == .true)
    }

    @Test func `a value's path and excerpt name it to people`() throws {
        let tape = JSONTape()
        let long = String(repeating: "é", count: 100)
        let text = #"{"a":[1,{"b":"\#(long)"}],"c":false}"#
        try Array(text.utf8).withUnsafeBytes { try tape.scan($0) }
        let paths = (0..<tape.count).map { tape.path(to: $0) }
        #expect(paths == ["", "a", "a[0]", "a[1]", "a[1].b", "c"])
        let excerpts = (0..<tape.count).map { tape.excerpt(of: $0) }
        let short = "\"" + String(repeating: "é", count: 32) + "…\""
        #expect(excerpts == ["an object", "an array", "1", "an object", short, "false"])
    }

    @Test func `a megabyte of open brackets is refused, and of closed ones scanned`() {
        let megabyte = 1 << 20
        #expect(fault([UInt8](repeating: UInt8(ascii: "["), count: megabyte)) != nil)
        let half = megabyte / 2
        let deep =
            [UInt8](repeating: UInt8(ascii: "["), count: half)
            + [UInt8](repeating: UInt8(ascii: "]"), count: half)
        #expect(fault(deep) == nil)
    }

    @Test func `one tape scans long and short texts in turn, and recovers from faults`() throws {
        let tape = JSONTape()
        for count in [1, 50_000, 2, 100_000, 0, 10] {
            let text = "[" + Array(repeating: "\"ab\"", count: count).joined(separator: ",") + "]"
            try Array(text.utf8).withUnsafeBytes { try tape.scan($0) }
            #expect(tape.count == count + 1)
            let isScanned = Array((text + "!").utf8).withUnsafeBytes { bytes in
                (try? tape.scan(bytes)) != nil
            }
            #expect(!isScanned)
            #expect(tape.count == 0)
        }
    }
}
