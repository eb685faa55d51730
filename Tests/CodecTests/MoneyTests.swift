import Promo
import Testing

struct CurrencyTests {
    @Test(arguments: [
        ("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3), ("CLF", 4),
        ("UYW", 4), ("XOF", 0), ("ZWG", 2), ("XCG", 2), ("BGN", 2), ("HUF", 2), ("ISK", 0),
    ])
    func `a currency has the decimals of ISO 4217`(code: String, decimals: Int) throws {
        let currency = try #require(Currency(code))
        #expect(currency.decimals == decimals)
        #expect(currency.code == code)
    }

    @Test(arguments: [
        "", "US", "USDX", "usd", "Usd", "ZZZ", "XXX", "XTS", "XAU", "XAG", "XDR", "U$D", "US ",
        "€€€",
    ])
    func `what nobody can pay in is no currency`(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test func `every place of the table is a code of its own`() {
        var codes: Set<String> = []
        for index in UInt8(1)...UInt8.max {
            guard Int(index) < Currency.count else { break }
            let code = Currency(index: index).code
            #expect(Currency(code)?.index == index)
            codes.insert(code)
        }
        #expect(codes.count == Currency.count - 1)
        #expect(codes.count > 150)
        #expect(Currency.none.code.isEmpty)
    }
}

struct HalfEvenTests {
    @Test(arguments: [
        (5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (8, 3, 3), (7, 3, 2), (-8, 3, -3),
        (5, -2, -2), (7, -2, -4), (1, 3, 0), (-1, 3, 0), (0, 7, 0), (1, 2, 0), (3, 2, 2),
    ])
    func `a half goes to the even neighbour`(numerator: Int64, denominator: Int64, result: Int64) {
        #expect(HalfEven.quotient(numerator, by: denominator) == result)
    }

    @Test func `the ends of Int64 are divided too`() {
        #expect(HalfEven.quotient(.max, by: 1) == .max)
        #expect(HalfEven.quotient(.min, by: 1) == .min)
        #expect(HalfEven.quotient(.max, by: .max) == 1)
        #expect(
            HalfEven.divide(Int128(Int64.min) * 10_000, by: -3) == 30_744_573_456_182_586_026_667)
    }
}
