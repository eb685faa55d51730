import Codec
import Foundation
import Promo
import Testing

/// Texts that real records look like, and pieces that break them.
enum Mutation {
    static let texts: [(topic: String, key: String, text: String)] = [
        (
            "orders", "o-1",
            #"""
            {"order_id":"o-1","version":3,"placed_at":"2026-11-24T14:00:00.5+01:00",\#
            "currency":"USD","customer":{"id":7,"is_new":true},\#
            "codes":[{"code":"MIA20"},{"code":"stra\u00dfe"}],"lines":[{"line_id":"1",\#
            "sku":"S\"1","quantity":2,"unit_price":"20.00","discounts":[{"code":"mia20",\#
            "amount":"4.00"}],"tax":1.005,"unit_cost":"3.3333"},{"line_id":2,"quantity":1,\#
            "unit_price":5}],"shipping":"5.99","tips":0.50}
            """#
        ),
        (
            "refunds", "o-1",
            #"""
            {"refund_id":"r-1","order_id":"o-1","refunded_at":"2026-11-24T14:00:00Z",\#
            "currency":"KWD","status":"pending","lines":[{"line_id":"1","quantity":1,\#
            "amount":"1.234","restocked":false}],"shipping":1,"tax":"0.1","reason":"exchange"}
            """#
        ),
        (
            "survey-responses", "o-1",
            #"""
            {"response_id":1,"order_id":"o-1","answered_at":"2026-11-24T14:00:00Z",\#
            "choice":"Mïa","answer":"@mia \ud83c\udf89","version":null}
            """#
        ),
        (
            "code-registry", "MIA20",
            #"""
            {"code":"MIA20","creator_id":"c-1","valid_from":"2026-01-01T00:00:00Z",\#
            "valid_until":null,"handles":["@mia",5],"redeemable":["app","pos"],\#
            "offer":{"kind":"percent","value":20},"usage":{"limit":1},"priority":-2}
            """#
        ),
    ]

    private static let pieces = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e9", "0", "9", ".", "\\u",
        "\\ud800", "\u{0}", "\u{feff}", "é", " ", "\n", "order_id", "\"lines\":", "\"code\":5,",
        "99999999999999999999", "\"\"", "[]", "{}", "2026-02-30T00:00:00Z", "-1", "1.005",
    ].map { Array($0.utf8) }

    /// `text` with a few bytes changed, dropped, doubled, or pieces put between them.
    static func of(_ text: [UInt8], _ numbers: inout SeededNumbers) -> [UInt8] {
        var mutated = text
        for _ in 0...numbers.below(3) where !mutated.isEmpty {
            let place = numbers.below(mutated.count)
            let end = min(mutated.count, place + 1 + numbers.below(8))
            switch numbers.below(7) {
            case 0: mutated[place] = UInt8(truncatingIfNeeded: numbers.next())
            case 1: mutated[place] ^= 1 << UInt8(numbers.below(8))
            case 2: mutated.removeSubrange(place..<end)
            case 3: mutated.insert(contentsOf: mutated[place..<end], at: place)
            case 4: mutated.removeSubrange(place...)
            default: mutated.insert(contentsOf: pieces[numbers.below(pieces.count)], at: place)
            }
        }
        return mutated
    }
}

struct FuzzTests {
    @Test func `no bytes make a decoder trap`() throws {
        var numbers = SeededNumbers(seed: 20_261_124)
        let decoders = Decoders()
        let texts = Mutation.texts.map { ($0.topic, Array($0.key.utf8), Array($0.text.utf8)) }
        var usable = 0
        for round in 0..<100_000 {
            let (topic, key, text) = texts[round % texts.count]
            let bytes = Mutation.of(text, &numbers)
            withInput(bytes, key: numbers.below(50) == 0 ? nil : key) { input in
                if refusal(of: { try decoders.decode(topic, input) }) == nil { usable += 1 }
            }
        }
        #expect(usable > 5000)
        #expect(usable < 95_000)
    }

    @Test func `the texts that are mutated can be used as they are`() {
        let decoders = Decoders()
        for (topic, key, text) in Mutation.texts {
            withInput(text, key: key) { input in
                #expect(refusal(of: { try decoders.decode(topic, input) }) == nil)
            }
        }
    }

    /// Known differences, which are left out: Foundation takes a comma before a closing bracket, a
    /// byte order mark, UTF-16 and UTF-32 (told by their zeros); none of them is JSON.
    @Test func `the tape and Foundation accept the same texts`() {
        var numbers = SeededNumbers(seed: 1)
        let tape = JSONTape()
        let texts = Mutation.texts.map { Array($0.text.utf8) }
        var accepted = 0
        for round in 0..<15_000 {
            let bytes = Mutation.of(texts[round % texts.count], &numbers)
            guard bytes.first != 0xef, !bytes.contains(0), !hasTrailingComma(bytes) else {
                continue
            }
            let isOurs = bytes.withUnsafeBytes { (try? tape.scan($0)) != nil }
            let theirs = try? JSONSerialization.jsonObject(
                with: Data(bytes), options: .fragmentsAllowed)
            if isOurs { accepted += 1 }
            guard isOurs != (theirs != nil) else { continue }
            Issue.record("\(isOurs): \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 1500)
    }

    private func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
        let solid = bytes.filter { $0 > 0x20 }
        return zip(solid, solid.dropFirst()).contains { byte, next in
            byte == UInt8(ascii: ",") && (next == UInt8(ascii: "]") || next == UInt8(ascii: "}"))
        }
    }
}
