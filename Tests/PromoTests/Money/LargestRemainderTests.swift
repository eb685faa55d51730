import Promo
import Testing

@Suite struct LargestRemainderTests {
    private func parts(_ total: Int64, _ weights: [Int64]) -> [Int64] {
        var parts: [Int64] = []
        LargestRemainder.allocate(total, over: weights, into: &parts)
        return parts
    }

    @Test func `what is left goes to the largest remainders, of equal ones to the first`() {
        #expect(parts(100, [1, 1, 1]) == [34, 33, 33])
        #expect(parts(101, [1, 1, 1]) == [34, 34, 33])
        #expect(parts(10, [2, 3, 5]) == [2, 3, 5])
        #expect(parts(1, [1, 2]) == [0, 1])
        #expect(parts(5, [0, 1, 1]) == [0, 3, 2])
        #expect(parts(7, []) == [])
    }

    @Test func `nothing is given where there is no weight`() {
        #expect(parts(100, [0, 0]) == [0, 0])
        #expect(parts(0, [1, 2]) == [0, 0])
    }

    @Test func `the largest amounts do not overflow`() {
        let half = Int64.max / 2
        #expect(parts(.max, [.max, .max]) == [half + 1, half])
        #expect(LargestRemainder.share(of: .max, .max, outOf: .max) == .max)
    }

    @Test func `parts add up to the total, and each is its share but for less than one`() {
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<3_000 {
            let largest: Int64 = Bool.random(using: &numbers) ? 9 : 1_000_000_007
            let weights = (0..<Int.random(in: 1...9, using: &numbers)).map { _ in
                Int64.random(in: 0...largest, using: &numbers)
            }
            let total = Int64.random(in: 0...largest * 3, using: &numbers)
            let sum = weights.reduce(0, +)
            let parts = parts(total, weights)
            let given = parts.reduce(0, +)
            #expect(given == (sum == 0 ? 0 : total))
            guard sum > 0 else { continue }
            for (part, weight) in zip(parts, weights) {
                let given = Int128(part) * Int128(sum)
                let share = Int128(total) * Int128(weight)
                let isNear = (given - share).magnitude < Int128(sum).magnitude
                #expect(isNear, "\(total) over \(weights)")
            }
        }
    }

    @Test func `whoever gets the last unit has a remainder as large as any that does not`() {
        var numbers = SeededNumbers(seed: 2)
        for _ in 0..<2_000 {
            let weights = (0..<Int.random(in: 2...6, using: &numbers)).map { _ in
                Int64.random(in: 0...20, using: &numbers)
            }
            let total = Int64.random(in: 1...200, using: &numbers)
            let sum = weights.reduce(0, +)
            guard sum > 0 else { continue }
            let parts = parts(total, weights)
            for (first, a) in zip(parts.indices, weights) {
                for (second, b) in zip(parts.indices, weights) where first != second {
                    let isRaised = parts[first] > total * a / sum
                    let isOtherRaised = parts[second] > total * b / sum
                    guard isRaised, !isOtherRaised else { continue }
                    let (mine, theirs) = (total * a % sum, total * b % sum)
                    let isBefore = mine == theirs && first < second
                    #expect(mine > theirs || isBefore)
                }
            }
        }
    }

    @Test func `a share is rounded half up`() {
        #expect(LargestRemainder.share(of: 5, 1, outOf: 2) == 3)
        #expect(LargestRemainder.share(of: 7, 1, outOf: 3) == 2)
        #expect(LargestRemainder.share(of: 8, 1, outOf: 3) == 3)
        #expect(LargestRemainder.share(of: 8, 0, outOf: 0) == 0)
    }

    @Test func `taking share after share takes exactly all`() {
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<2_000 {
            var amount = Int64.random(in: 0...100_000, using: &numbers)
            var units = Int64.random(in: 1...40, using: &numbers)
            while units > 0 {
                let taken = Int64.random(in: 1...units, using: &numbers)
                let part = LargestRemainder.share(of: amount, taken, outOf: units)
                #expect(part >= 0 && part <= amount)
                amount -= part
                units -= taken
            }
            #expect(amount == 0)
        }
    }
}
