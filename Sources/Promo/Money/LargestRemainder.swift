// The one way a sum of money is cut into parts that add up to it again.

package enum LargestRemainder {
    /// Cuts `total` over `weights` in proportion: each gets the whole part of its share, and what
    /// is left goes, one minor unit each, to the largest remainders, ties to the first. All zero
    /// where the weights are. `total` and the weights are not negative.
    ///
    /// 100 over [1, 1, 1] is [34, 33, 33].
    package static func allocate(
        _ total: Int64, over weights: [Int64], into parts: inout [Int64]
    ) {
        parts.removeAll(keepingCapacity: true)
        var sum: Int128 = 0
        for weight in weights { sum += Int128(weight) }
        guard sum > 0, total > 0 else {
            for _ in weights { parts.append(0) }
            return
        }
        var left = total
        for weight in weights {
            let part = Int64(Int128(total) * Int128(weight) / sum)
            parts.append(part)
            left -= part
        }
        // `left` is smaller than the number of weights: no part is raised twice.
        var floor: Int128 = -1
        var floorIndex = -1
        while left > 0 {
            var best = -1
            var bestRemainder: Int128 = -1
            for index in weights.indices {
                let remainder = Int128(total) * Int128(weights[index]) % sum
                let isBelowLast =
                    floorIndex < 0 || remainder < floor
                    || (remainder == floor && index > floorIndex)
                if isBelowLast && remainder > bestRemainder {
                    best = index
                    bestRemainder = remainder
                }
            }
            parts[best] += 1
            left -= 1
            floor = bestRemainder
            floorIndex = best
        }
    }

    /// `amount` × `part` ÷ `whole`, half up; 0 where `whole` is. None is negative.
    package static func share(of amount: Int64, _ part: Int64, outOf whole: Int64) -> Int64 {
        guard whole > 0 else { return 0 }
        if amount < 1 << 30, part < 1 << 30, whole < 1 << 61 {
            return (2 * amount * part + whole) / (2 * whole)
        }
        return Int64((2 * Int128(amount) * Int128(part) + Int128(whole)) / (2 * Int128(whole)))
    }
}
