import Codec
import Foundation
import Promo
import Testing

struct JSONWriterTests {
    private func written(_ body: (JSONWriter) -> Void) -> String {
        let json = JSONWriter()
        body(json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (-7, "-7"), (10, "10"), (Int64.max, "9223372036854775807"),
        (Int64.min, "-9223372036854775808"), (1_000_000_000_000_000_000, "1000000000000000000"),
        (999_999_999_999_999_999, "999999999999999999"),
    ])
    func `an integer is its digits`(value: Int64, text: String) {
        #expect(written { $0.integer(value) } == text)
    }

    @Test(arguments: [
        (4000, "USD", "\"40.00\""), (-4000, "USD", "\"-40.00\""), (0, "USD", "\"0.00\""),
        (5, "USD", "\"0.05\""), (-5, "USD", "\"-0.05\""), (1500, "JPY", "\"1500\""),
        (0, "JPY", "\"0\""), (1234, "KWD", "\"1.234\""), (1, "CLF", "\"0.0001\""),
        (Int64.max, "USD", "\"92233720368547758.07\""),
        (Int64.min, "KWD", "\"-9223372036854775.808\""),
    ])
    func `money is decimal text with the currency's decimals`(
        amount: Int64, code: String, text: String
    ) throws {
        let currency = try #require(Currency(code))
        #expect(written { $0.money(amount, currency) } == text)
    }

    @Test func `numbers of every length are written as they are spelled`() throws {
        let dollar = try #require(Currency("USD"))
        var numbers = (0..<12_000).map { Int64($0) }
        var power: Int64 = 1_000
        while power < 1_000_000_000_000_000_000 {
            power *= 10
            numbers += [power - 101, power - 1, power, power + 1, power + 12_345]
        }
        for number in numbers {
            let cents = "\(number % 100 + 100)".dropFirst()
            for (value, sign) in [(number, ""), (-number, number == 0 ? "" : "-")] {
                #expect(written { $0.integer(value) } == "\(value)")
                #expect(
                    written { $0.money(value, dollar) } == "\"\(sign)\(number / 100).\(cents)\"")
            }
        }
    }

    @Test func `a text of any length has its escapes at any place`() {
        for length in 0...26 {
            let letters = (0..<length).map { UInt8(ascii: "a") + UInt8($0) }
            let plain = String(decoding: letters, as: UTF8.self)
            #expect(written { $0.string(letters[...]) } == "\"\(plain)\"")
            for place in 0..<length {
                var text = letters
                text[place] = UInt8(ascii: "\"")
                let (before, after) = (plain.prefix(place), plain.dropFirst(place + 1))
                #expect(written { $0.string(text[...]) } == "\"\(before)\\\"\(after)\"")
            }
        }
    }

    @Test(arguments: [
        (46, 13, 4, "\"3.5385\""), (1, 3, 4, "\"0.3333\""), (2, 3, 4, "\"0.6667\""),
        (1, 1, 4, "\"1.0000\""),
        (0, 5, 4, "\"0.0000\""), (-1, 3, 4, "\"-0.3333\""), (1, -3, 4, "\"-0.3333\""),
        (-1, 1_000_000, 4, "\"-0.0000\""), (0, -1, 4, "\"-0.0000\""), (1, 20_000, 4, "\"0.0000\""),
        (3, 20_000, 4, "\"0.0002\""),
        (5, 2, 0, "\"2\""), (7, 2, 0, "\"4\""), (-5, 2, 0, "\"-2\""),
        (Int64.max, 1, 4, "\"9223372036854775807.0000\""),
        (Int64.min, 1, 4, "\"-9223372036854775808.0000\""),
        (999_985, 100_000, 4, "\"9.9998\""), (999_995, 100_000, 4, "\"10.0000\""),
        (281_474_976_710_655, 281_474_976_710_656, 4, "\"1.0000\""),
        (281_474_976_710_656, 562_949_953_421_312, 4, "\"0.5000\""),
        (Int64.max, 3, 4, "\"3074457345618258602.3333\""),
    ])
    func `a ratio is decimal text, rounded half even`(
        numerator: Int64, denominator: Int64, decimals: Int, text: String
    ) {
        #expect(
            written { $0.ratio(Int128(numerator), Int128(denominator), decimals: decimals) } == text
        )
    }

    @Test(arguments: [
        (1_795_528_800_000, "\"2026-11-24T14:00:00.000Z\""), (0, "\"1970-01-01T00:00:00.000Z\""),
        (-1, "\"1969-12-31T23:59:59.999Z\""), (951_782_400_007, "\"2000-02-29T00:00:00.007Z\""),
        (-62_167_219_200_000, "\"0000-01-01T00:00:00.000Z\""),
        (253_402_300_799_999, "\"9999-12-31T23:59:59.999Z\""),
        (Int64.max, "\"9999-12-31T23:59:59.999Z\""), (Int64.min, "\"0000-01-01T00:00:00.000Z\""),
    ])
    func `a time is UTC with milliseconds`(milliseconds: Int64, text: String) {
        #expect(written { $0.time(EventTime(milliseconds: milliseconds)) } == text)
    }

    @Test func `a time that was written is read as itself`() {
        var numbers = SeededNumbers(seed: 5)
        let range = TimeText.range
        let width = range.upperBound.milliseconds - range.lowerBound.milliseconds
        for _ in 0..<5000 {
            let milliseconds = range.lowerBound.milliseconds + Int64(numbers.below(Int(width)))
            let time = EventTime(milliseconds: milliseconds)
            let text = Array(written { $0.time(time) }.utf8.dropFirst().dropLast())
            #expect(text.withUnsafeBytes { TimeText.eventTime($0) } == time)
        }
    }

    @Test func `any text is a string that reads as itself`() throws {
        var numbers = SeededNumbers(seed: 6)
        let alphabet = Array("ab\"\\/\u{0}\u{1}\u{8}\t\n\u{1f} é€😀\u{7f}\u{2028}")
        for length in 0..<300 {
            let text = String((0..<length).map { _ in alphabet[numbers.below(alphabet.count)] })
            let json = written { $0.string(Array(text.utf8)[...]) }
            let read = try JSONSerialization.jsonObject(
                with: Data(json.utf8), options: .fragmentsAllowed)
            #expect(read as? String == text)
        }
        #expect(written { $0.string(Array("a\"b\\c\n\u{1}".utf8)[...]) } == #""a\"b\\c\n\u0001""#)
    }

    @Test func `a writer that is reset writes the next text over the last`() throws {
        let json = JSONWriter()
        let euro = try #require(Currency("EUR"))
        for round in 0..<200 {
            json.reset()
            json.raw("{\"n\":")
            for _ in 0..<round { json.integer(Int64(round)) }
            json.raw(",\"c\":\"")
            json.raw(euro)
            json.raw("\",\"b\":")
            json.bool(round % 2 == 0)
            json.raw("}")
            let digits = String(repeating: "\(round)", count: round)
            let expected = #"{"n":\#(digits),"c":"EUR","b":\#(round % 2 == 0)}"#
            #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
            #expect(json.count == expected.utf8.count)
        }
    }
}
