import Codec
import Testing

struct DecimalTextTests {
    private func exact(_ text: String, _ decimals: Int) -> Amount? {
        Array(text.utf8).withUnsafeBytes { DecimalText($0)?.exact(decimals: decimals) }
    }

    private func rounded(_ text: String, _ decimals: Int) -> Amount? {
        Array(text.utf8).withUnsafeBytes { DecimalText($0)?.rounded(decimals: decimals) }
    }

    private func product(_ text: String, _ factor: Int64, _ decimals: Int) -> Amount? {
        Array(text.utf8).withUnsafeBytes { DecimalText($0)?.product(factor, decimals: decimals) }
    }

    @Test(arguments: [
        "", "+1", "-1", "-0", ".5", "5.", ".", "1_000", "1,000", " 1", "1 ", "1e3", "1E3", "0x10",
        "1.2.3", "１", "NaN", "\u{0}1", "1\u{0}", "--1", "1..2",
    ])
    func `anything but digits with one point between them is no amount`(text: String) {
        #expect(exact(text, 2) == nil)
    }

    @Test(arguments: [
        ("40.00", 2, 4000), ("40", 2, 4000), ("40.5", 2, 4050), ("0", 2, 0), ("0.00", 2, 0),
        ("00040.10", 2, 4010), ("40.10000000000000000000000000", 2, 4010), ("1234", 0, 1234),
        ("1234.000", 0, 1234), ("1.234", 3, 1234), ("1.2345", 4, 12345), ("0.01", 2, 1),
        ("92233720368547758.07", 2, Int64.max), ("9223372036854775807", 0, Int64.max),
        ("00000000000000000000000000000000000001.1", 1, 11),
    ])
    func `an amount is read to the last minor unit`(text: String, decimals: Int, units: Int64) {
        #expect(exact(text, decimals) == .minorUnits(units))
        #expect(rounded(text, decimals) == .minorUnits(units))
    }

    @Test(arguments: [("1.005", 2), ("0.001", 2), ("1.5", 0), ("1.2345", 3), ("1.00000000001", 2)])
    func `more decimals than the currency has are too precise`(text: String, decimals: Int) {
        #expect(exact(text, decimals) == .tooPrecise)
    }

    @Test(arguments: [
        ("92233720368547758.08", 2), ("9223372036854775808", 0), ("99999999999999999999", 2),
        ("100000000000000000000000000000000000000000000", 0), ("9223372036854775807", 1),
    ])
    func `an amount beyond Int64 minor units overflows`(text: String, decimals: Int) {
        #expect(exact(text, decimals) == .overflow)
        #expect(rounded(text, decimals) == .overflow)
        #expect(product(text, 0, decimals) == .overflow)
    }

    @Test(arguments: [
        ("1.005", 2, 100), ("1.015", 2, 102), ("1.0151", 2, 102), ("1.00500000001", 2, 101),
        ("1.0049999", 2, 100), ("0.5", 0, 0), ("1.5", 0, 2), ("2.5", 0, 2), ("0.0051", 2, 1),
        ("0.999", 2, 100), ("92233720368547758.0749", 2, Int64.max),
    ])
    func `taxes round half to even`(text: String, decimals: Int, units: Int64) {
        #expect(rounded(text, decimals) == .minorUnits(units))
    }

    @Test func `rounding up beyond Int64 overflows`() {
        #expect(rounded("92233720368547758.075", 2) == .overflow)
    }

    @Test(arguments: [
        ("0.005", 3, 2, 2), ("0.005", 1, 2, 0), ("0.015", 1, 2, 2), ("71.104000", 4, 2, 28442),
        ("0.3333333333333333333333333333333333333333333333", 3, 2, 100),
        ("0.125", 2, 2, 25), ("0.1249999", 100, 2, 1250), ("4.49", 0, 2, 0),
        ("0.00000000000000000001", Int64.max, 2, 9),
        ("9223372036854775807", 1, 0, Int64.max), ("1", Int64.max, 0, Int64.max),
    ])
    func `a cost times a quantity is rounded once, half to even`(
        text: String, quantity: Int64, decimals: Int, units: Int64
    ) {
        #expect(product(text, quantity, decimals) == .minorUnits(units))
    }

    @Test func `a product beyond Int64 overflows`() {
        #expect(product("2", Int64.max, 0) == .overflow)
        #expect(product("0.03", Int64.max, 2) == .overflow)
        #expect(product("9223372036854775807.99", Int64.max, 0) == .overflow)
    }
}
