// Amounts, of which most have few digits: all of them are read at once, as one word.

/// How amounts of so many decimals are written as text: `"20.00"`, with all decimals, is read as
/// one word whose last byte is the last digit.
struct AmountForm {
    /// Of a currency that is not known: no amount can be read.
    static let unknown = AmountForm(decimals: -1)

    /// At most 4.
    let decimals: Int
    /// Zeros, and the point where it must stand.
    private let zero: UInt64
    /// What raises a byte that differs from `zero`'s by more than a digit's value to 0x80 or above.
    private let limits: UInt64
    /// What the third pair of digits counts, and above it the first; then the fourth and second.
    private let odd: UInt64
    private let even: UInt64
    /// The bits of the shortest such amount, one digit before the point.
    private let shortest: Int

    init(decimals: Int) {
        self.decimals = decimals
        shortest = decimals > 0 ? (decimals + 2) * 8 : decimals == 0 ? 8 : .max
        guard decimals > 0 else {
            zero = 0x3030_3030_3030_3030
            limits = 0x7676_7676_7676_7676
            odd = 1_000_000 << 32 | 100
            even = 10_000 << 32 | 1
            return
        }
        // The point is a digit 0 to the sum: one of the pairs holds it.
        let point = UInt64((7 - decimals) * 8)
        zero = 0x3030_3030_3030_3030 ^ (0x1e << point)
        limits = 0x7676_7676_7676_7676 | (0x09 << point)
        odd = 100_000 << 32 | (decimals > 2 ? 100 : 10)
        even = 1_000 << 32 | 1
    }

    /// The amount whose first digit is `text`'s lowest byte, in units of 10^-`decimals`, and how
    /// many bits it has up to its closing quote; nil for one that is not of this form or has more
    /// than 7 bytes.
    @inline(__always)
    func read(_ text: UInt64) -> (amount: Int64, bits: Int)? {
        // 0 where there is no quote, which is then too short.
        let bits = ByteMarks.of(UInt8(ascii: "\""), in: text).trailingZeroBitCount & 56
        // One digit before the point, or more of which the first is no zero. Amounts have both
        // lengths in no order that could be foretold, so that is asked without a branch.
        let spare = text & 0xff == 0x30 ? 0 : 64
        guard UInt(bitPattern: bits &- shortest) <= UInt(bitPattern: spare) else { return nil }
        // The digits go to the word's end, behind zeros.
        let digits =
            ((text &<< UInt64(truncatingIfNeeded: 64 &- bits))
                | (0x3030_3030_3030_3030 &>> UInt64(truncatingIfNeeded: bits))) ^ zero
        guard ((digits &+ limits) | digits) & 0x8080_8080_8080_8080 == 0 else { return nil }
        let pairs = digits &* 10 &+ (digits &>> 8)
        let sum = (pairs & 0xff_0000_00ff) &* odd &+ ((pairs &>> 16) & 0xff_0000_00ff) &* even
        return (Int64(truncatingIfNeeded: sum &>> 32), bits)
    }
}
