import Testing
import plaudit

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("50ms", 50), ("10s", 10_000), ("15m", 900_000), ("24h", 86_400_000),
            ("400d", 34_560_000_000), ("2w", 1_209_600_000), ("1h30m", 5_400_000), ("0s", 0),
        ] as [(String, Int64)])
    func `a duration is digits with a unit, or several`(text: String, milliseconds: Int64) {
        #expect(Quantity.milliseconds(text) == milliseconds)
    }

    @Test(arguments: ["", "5", "h", "1.5h", "-1s", "24 h", "1H", "9223372036854775807d", "1d1"])
    func `what is no duration is refused`(text: String) {
        #expect(Quantity.milliseconds(text) == nil)
    }

    @Test(
        arguments: [
            ("1000", 1000), ("64kB", 64_000), ("512KiB", 524_288), ("4MiB", 4_194_304), ("7B", 7),
        ] as [(String, Int64)])
    func `a size is digits, with a unit or without`(text: String, bytes: Int64) {
        #expect(Quantity.bytes(text) == bytes)
        #expect(Quantity.bytes("\(text)x") == nil)
    }

    @Test(arguments: ["50ms", "90m", "24h", "400d", "0ms"])
    func `a duration written back reads the same`(text: String) throws {
        let value = try #require(Quantity.milliseconds(text))
        #expect(Quantity.milliseconds(Quantity.text(milliseconds: value)) == value)
    }
}
