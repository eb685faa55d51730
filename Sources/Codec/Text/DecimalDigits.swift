/// Numbers as decimal digits in ASCII, four or eight digits at a time.
enum DecimalDigits {
    /// At most so many bytes are touched by `write`, also behind the digits.
    static let room = 28

    private static let eightBeyond: UInt64 = 100_000_000

    /// Writes a number at `place`, where there is `room`.
    /// - Returns: the place behind its last digit.
    @inline(__always)
    static func write(
        _ value: UInt64, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        if value < 10 {
            place.storeBytes(of: 0x30 | UInt8(truncatingIfNeeded: value), as: UInt8.self)
            return place + 1
        }
        guard value < 10_000 else { return writeLong(value, at: place) }
        let digits = four(UInt32(truncatingIfNeeded: value))
        let zeros = UInt32(truncatingIfNeeded: digits.trailingZeroBitCount & 24)
        let text = (digits | 0x3030_3030) &>> zeros
        place.storeBytes(of: text.littleEndian, as: UInt32.self)
        return place + (4 - Int(zeros >> 3))
    }

    @inline(never)
    private static func writeLong(
        _ value: UInt64, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard value < eightBeyond else {
            let (high, low) = value.quotientAndRemainder(dividingBy: eightBeyond)
            return write(low, width: 8, at: write(high, at: place))
        }
        let digits = eight(value)
        let zeros = UInt64(truncatingIfNeeded: digits.trailingZeroBitCount & 56)
        let text = (digits | 0x3030_3030_3030_3030) &>> zeros
        place.storeBytes(of: text.littleEndian, as: UInt64.self)
        return place + (8 - Int(zeros >> 3))
    }

    /// The same with zeros before it: `width` digits, which are as many as it has or more.
    static func write(
        _ value: UInt64, width: Int, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        if width <= 4 {
            let text = fourText(value) &>> UInt32(truncatingIfNeeded: 8 * (4 - width))
            place.storeBytes(of: text.littleEndian, as: UInt32.self)
            return place + width
        }
        if width <= 8 {
            let text =
                (eight(value) | 0x3030_3030_3030_3030)
                &>> UInt64(truncatingIfNeeded: 8 * (8 - width))
            place.storeBytes(of: text.littleEndian, as: UInt64.self)
            return place + width
        }
        let (high, low) = value.quotientAndRemainder(dividingBy: eightBeyond)
        return write(low, width: 8, at: write(high, width: width - 8, at: place))
    }

    /// A point and the digits of a fraction; nothing where there are no decimals.
    static func writeFraction(
        _ value: UInt64, _ decimals: Int, at place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard decimals > 0 else { return place }
        place.storeBytes(of: UInt8(ascii: "."), as: UInt8.self)
        return write(value, width: decimals, at: place + 1)
    }

    /// The digits of a number below 10^4 as text, the first one lowest.
    @inline(__always)
    static func fourText(_ value: UInt64) -> UInt32 {
        four(UInt32(truncatingIfNeeded: value)) | 0x3030_3030
    }

    /// The same of a number below 100.
    @inline(__always)
    static func twoText(_ value: UInt64) -> UInt64 {
        let tens = (value &* 205) >> 11
        return tens | (value &- tens &* 10) << 8 | 0x3030
    }

    /// A digit a byte: the number is cut into halves, all of them in one step, until each is one.
    /// The factors divide by 10 what is below 100, and by 100 what is below 10^4.
    @inline(__always)
    private static func four(_ value: UInt32) -> UInt32 {
        let hundreds = (value &* 10_486) >> 20
        let pairs = hundreds | (value &- hundreds &* 100) << 16
        let tens = ((pairs &* 103) >> 10) & 0x000f_000f
        return tens | (pairs &- tens &* 10) << 8
    }

    @inline(__always)
    private static func eight(_ value: UInt64) -> UInt64 {
        let high = value / 10_000
        let fours = high | (value &- high &* 10_000) << 32
        let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007f_0000_007f
        let pairs = hundreds | (fours &- hundreds &* 100) << 16
        let tens = ((pairs &* 103) >> 10) & 0x000f_000f_000f_000f
        return tens | (pairs &- tens &* 10) << 8
    }
}
