// Amounts straight from the text: as a form knows them, or digit by digit.

extension PlainCursor {
    /// A decimal number, in quotes or not, of at most 12 digits before the point and at most the
    /// form's decimals behind it, in units of 10^-decimals.
    @inline(__always)
    mutating func amount(_ form: AmountForm) -> Int64? {
        guard let value = shortAmount(form, at: 1) else { return longAmount(form.decimals) }
        return value
    }

    /// The same with a sign or without one.
    @inline(__always)
    mutating func signedAmount(_ form: AmountForm) -> Int64? {
        let isNegative = next[1] == UInt8(ascii: "-")
        guard let value = shortAmount(form, at: isNegative ? 2 : 1) else {
            return longAmount(form.decimals, signed: true)
        }
        return isNegative ? 0 &- value : value
    }

    /// An amount in quotes as the form knows it, whose digits begin at `start`.
    @inline(__always)
    private mutating func shortAmount(_ form: AmountForm, at start: Int) -> Int64? {
        let text = (UnsafeRawPointer(next) + start).loadUnaligned(as: UInt64.self)
        guard next.pointee == UInt8(ascii: "\""), let read = form.read(UInt64(littleEndian: text))
        else { return nil }
        skip(start &+ read.bits &>> 3 &+ 1)
        return read.amount
    }

    @inline(never)
    private mutating func longAmount(_ decimals: Int, signed: Bool = false) -> Int64? {
        let isText = next.pointee == UInt8(ascii: "\"")
        if isText { skip(1) }
        let isNegative = signed && next.pointee == UInt8(ascii: "-")
        if isNegative { skip(1) }
        guard decimals >= 0, var value = digits(12) else { return nil }
        var missing = decimals
        if next.pointee == UInt8(ascii: ".") {
            skip(1)
            while missing > 0, next.pointee &- 0x30 <= 9 {
                value = value &* 10 &+ Int64(next.pointee &- 0x30)
                skip(1)
                missing -= 1
            }
            guard missing < decimals, next.pointee &- 0x30 > 9 else { return nil }
        }
        for _ in 0..<missing { value = value &* 10 }
        if isText {
            guard next.pointee == UInt8(ascii: "\"") else { return nil }
            skip(1)
        }
        return isNegative ? 0 &- value : value
    }
}
