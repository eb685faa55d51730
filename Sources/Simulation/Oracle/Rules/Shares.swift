// The two ways in which the contract divides an amount.

package enum Shares {
    /// `total` divided by `weights` with the largest remainder, ties to the first. Weights are not
    /// negative; where all are zero nothing is given to anyone.
    package static func byLargestRemainder(_ total: Int128, _ weights: [Int128]) -> [Int128] {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.map { _ in 0 } }
        var shares: [Int128] = []
        var remainders: [Int128] = []
        for weight in weights {
            let (quotient, remainder) = (total * weight).quotientAndRemainder(dividingBy: sum)
            shares.append(quotient)
            remainders.append(remainder)
        }
        var left = total - shares.reduce(0, +)
        while left > 0 {
            // The first of the largest; a remainder that was served is out of the way.
            var best = 0
            for index in remainders.indices where remainders[index] > remainders[best] {
                best = index
            }
            shares[best] += 1
            remainders[best] = -1
            left -= 1
        }
        return shares
    }

    /// `total` × `part` ÷ `whole`, half up; nothing of nothing.
    package static func halfUp(_ total: Int128, _ part: Int128, of whole: Int128) -> Int128 {
        guard whole > 0 else { return 0 }
        let (quotient, remainder) = (total * part).quotientAndRemainder(dividingBy: whole)
        return remainder * 2 >= whole ? quotient + 1 : quotient
    }

    /// a ÷ b rounded to `decimals` places, half to even, as an integer of those places.
    package static func halfEven(_ a: Int128, _ b: Int128, decimals: Int) -> Int128 {
        var scaled = a.magnitude
        for _ in 0..<decimals { scaled *= 10 }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: b.magnitude)
        let twice = remainder * 2
        let isUp = twice > b.magnitude || (twice == b.magnitude && quotient % 2 == 1)
        let rounded = Int128(quotient + (isUp ? 1 : 0))
        return (a < 0) != (b < 0) ? -rounded : rounded
    }
}
