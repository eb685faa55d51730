import Simulation
import Testing

@Suite struct PlainNumbersTests {
    private func decimal(_ text: String) throws -> PlainDecimal {
        try require(PlainDecimal(Array(text.utf8)))
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "-1", "-0", "+1", "1e3", " 1", "1 ", "1,5", "1.2.3", "٣",
    ])
    func `what is not decimal text is none`(text: String) {
        #expect(PlainDecimal(Array(text.utf8)) == nil)
    }

    @Test(
        arguments: [
            ("40.00", 2, 4000), ("40", 2, 4000), ("40.5", 2, 4050), ("007.100", 2, 710),
            ("0", 0, 0),
            ("0.001", 3, 1), ("1.000000", 0, 1), ("92233720368547758.07", 2, .max),
        ] as [(String, Int, Int64)])
    func `an amount is exact`(text: String, decimals: Int, amount: Int64) throws {
        #expect(try decimal(text).exact(decimals: decimals) == Int128(amount))
    }

    @Test func `an amount finer than its currency is none`() throws {
        #expect(try decimal("1.005").exact(decimals: 2) == nil)
        #expect(try decimal("0.0001").exact(decimals: 2) == nil)
        #expect(try decimal("0.5").exact(decimals: 0) == nil)
    }

    @Test func `what is beyond Int64 is beyond, however long it is`() throws {
        let digits = String(repeating: "9", count: 500)
        #expect(try require(try decimal(digits).exact(decimals: 2)) > Int128(Int64.max))
        #expect(try decimal(digits + ".999").roundedHalfEven(decimals: 2) > Int128(Int64.max))
    }

    @Test(
        arguments: [
            ("0.005", 0), ("0.015", 2), ("0.025", 2), ("0.0050000001", 1), ("0.0149", 1),
            ("0.0051", 1),
            ("1.995", 200), ("0.00499999", 0), ("0.0000", 0),
        ] as [(String, Int)])
    func `taxes are rounded half even`(text: String, cents: Int) throws {
        #expect(try decimal(text).roundedHalfEven(decimals: 2) == Int128(cents))
    }

    @Test func `a cost is multiplied before it is rounded`() throws {
        #expect(try decimal("0.005").multiplied(by: 3).roundedHalfEven(decimals: 2) == 2)
        #expect(try decimal("0.333").multiplied(by: 3).roundedHalfEven(decimals: 2) == 100)
        #expect(try decimal("12.5").multiplied(by: 0).roundedHalfEven(decimals: 0) == 0)
        #expect(try decimal("0.5").multiplied(by: 25).roundedHalfEven(decimals: 0) == 12)
    }

    @Test func `largest remainders go to the largest, then to the first`() {
        #expect(Shares.byLargestRemainder(10, [1, 1, 1]) == [4, 3, 3])
        #expect(Shares.byLargestRemainder(11, [1, 1, 1]) == [4, 4, 3])
        #expect(Shares.byLargestRemainder(100, [1, 2, 0]) == [33, 67, 0])
        #expect(Shares.byLargestRemainder(5, [0, 0]) == [0, 0])
        #expect(Shares.byLargestRemainder(0, [3, 4]) == [0, 0])
    }

    @Test func `halves go up, or to the even one`() {
        #expect(Shares.halfUp(5, 1, of: 2) == 3)
        #expect(Shares.halfUp(7, 1, of: 3) == 2)
        #expect(Shares.halfUp(7, 0, of: 0) == 0)
        #expect(Shares.halfEven(5, 2, decimals: 0) == 2)
        #expect(Shares.halfEven(7, 2, decimals: 0) == 4)
        #expect(Shares.halfEven(-5, 2, decimals: 0) == -2)
        #expect(Shares.halfEven(1, 3, decimals: 4) == 3333)
    }
}
