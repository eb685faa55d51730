import Promo
import Testing

@Suite struct HalfEvenTests {
    @Test(arguments: [
        (5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (5, -2, -2), (8, 3, 3), (7, 3, 2),
        (-8, 3, -3), (0, 7, 0), (1, 2, 0), (3, 2, 2), (-1, 2, 0), (-3, 2, -2),
    ])
    func `a half goes to the even neighbour`(numerator: Int, denominator: Int, expected: Int) {
        let quotient = HalfEven.divide(Int128(numerator), by: Int128(denominator))
        #expect(Int(quotient) == expected)
    }

    @Test func `no other whole number is nearer`() {
        var numbers = SeededNumbers(seed: 4)
        for _ in 0..<5_000 {
            let numerator = Int128(Int64.random(in: -10_000...10_000, using: &numbers))
            var denominator = Int128(Int64.random(in: -60...60, using: &numbers))
            if denominator == 0 { denominator = 1 }
            let quotient = HalfEven.divide(numerator, by: denominator)
            let error = (numerator - quotient * denominator).magnitude * 2
            #expect(error <= denominator.magnitude)
            if error == denominator.magnitude { #expect(quotient % 2 == 0) }
        }
    }
}
