// Amounts: how each field's decimals are treated, and the sums that must stay within Int64.

import Promo

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

    /// Minor units; nil, and an overflow is noted, where they are beyond Int64.
    func amount(_ entry: Int, _ currency: Currency) throws(Refusal) -> Int64? {
        let amount = try decimal(entry).exact(decimals: currency.decimals)
        if amount == .tooPrecise {
            let allowed = "at most \(currency.decimals) decimals in \(currency.code)"
            throw refusal(.badMoney, at: entry, allowed)
        }
        return minorUnits(amount, entry)
    }

    /// As `amount`; 0 for an absent one.
    func amountOrZero(_ entry: Int?, _ currency: Currency) throws(Refusal) -> Int64? {
        guard let entry else { return 0 }
        return try amount(entry, currency)
    }

    /// A tax: more decimals than the currency has are rounded half even.
    func tax(_ entry: Int, _ currency: Currency) throws(Refusal) -> Int64? {
        minorUnits(try decimal(entry).rounded(decimals: currency.decimals), entry)
    }

    /// As `tax`; 0 for an absent one.
    func taxOrZero(_ entry: Int?, _ currency: Currency) throws(Refusal) -> Int64? {
        guard let entry else { return 0 }
        return try tax(entry, currency)
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

extension Text {
    /// Copies bytes into a record's arena.
    @inline(__always)
    static func kept(_ bytes: UnsafeRawBufferPointer?, in arena: inout [UInt8]) -> Text {
        guard let bytes else { return .absent }
        let start = Int32(arena.count)
        arena.append(contentsOf: bytes)
        return Text(start: start, count: Int32(bytes.count))
    }
}
