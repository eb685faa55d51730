// Amounts: how each field's decimals are treated, and the sums that must stay within Int64.

extension RecordReader {
    /// Decimal text, or a number's digits without sign and exponent.
    func decimal(_ entry: Int) throws(Refusal) -> DecimalText {
        switch tape.kind(of: entry) {
        case .string, .integer, .number:
            if let decimal = DecimalText(tape.text(of: entry)) { return decimal }
        default: break
        }
        throw refusal(.badMoney, at: entry, "an amount such as \"40.00\", 0 or more")
    }

    /// Units of 10^-`decimals`; nil, and an overflow is noted, where they are beyond Int64.
    @inline(__always)
    func amount(_ entry: Int, _ decimals: Int) throws(Refusal) -> Int64? {
        if let units = shortUnits(entry, decimals) { return units }
        return try longAmount(entry, decimals)
    }

    @inline(never)
    private func longAmount(_ entry: Int, _ decimals: Int) throws(Refusal) -> Int64? {
        let amount = try decimal(entry).exact(decimals: decimals)
        if amount == .tooPrecise {
            throw refusal(.badMoney, at: entry, "at most \(decimals) decimals in this currency")
        }
        return minorUnits(amount, entry)
    }

    /// As `amount`; 0 for an absent one.
    @inline(__always)
    func amountOrZero(_ entry: Int?, _ decimals: Int) throws(Refusal) -> Int64? {
        guard let entry else { return 0 }
        return try amount(entry, decimals)
    }

    /// A tax: more decimals than the currency has are rounded half even.
    @inline(__always)
    func tax(_ entry: Int, _ decimals: Int) throws(Refusal) -> Int64? {
        if let units = shortUnits(entry, decimals) { return units }
        return minorUnits(try decimal(entry).rounded(decimals: decimals), entry)
    }

    /// As `tax`; 0 for an absent one.
    @inline(__always)
    func taxOrZero(_ entry: Int?, _ decimals: Int) throws(Refusal) -> Int64? {
        guard let entry else { return 0 }
        return try tax(entry, decimals)
    }

    /// Most amounts: what `DecimalText.shortUnits` knows.
    @inline(__always)
    func shortUnits(_ entry: Int, _ decimals: Int) -> Int64? {
        switch tape.kind(of: entry) {
        case .string, .integer, .number:
            DecimalText.shortUnits(tape.text(of: entry), decimals: decimals)
        default: nil
        }
    }

    func minorUnits(_ amount: Amount, _ entry: Int) -> Int64? {
        if case .minorUnits(let units) = amount { return units }
        noteOverflow(at: entry)
        return nil
    }

    /// `sum` + `amount`; nil, and an overflow is noted at `entry`, beyond Int64. Of an unknown
    /// figure, which is beyond it already, nothing new is said.
    func add(_ sum: Int64?, _ amount: Int64?, at entry: Int) -> Int64? {
        guard let sum, let amount else { return nil }
        let (total, isBeyond) = sum.addingReportingOverflow(amount)
        if isBeyond { noteOverflow(at: entry) }
        return isBeyond ? nil : total
    }
}
