/// Eight bytes looked at in one.
enum ByteMarks {
    /// Bit 7 of each byte of `word` that is `letter`; above the lowest such byte also of others
    /// (Hacker's Delight, 6-1). 0 where there is none.
    @inline(__always)
    static func of(_ letter: UInt8, in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let other = word ^ (ones &* UInt64(letter))
        return (other &- ones) & ~other & (ones &* 0x80)
    }
}
