import Promo

/// Reads the codes of currencies, of which most are the one before.
struct CurrencyReader {
    /// The code's three letters in their quotes, as the five low bytes.
    private var quoted: UInt64 = 0
    private var currency = Currency.none
    /// How amounts of the currency that was read last are written.
    private(set) var form = AmountForm.unknown

    /// A string that is a currency's code; nil leaves the cursor anywhere.
    @inline(__always)
    mutating func read(_ cursor: inout PlainCursor) -> Currency? {
        let word = UnsafeRawPointer(cursor.next).loadUnaligned(as: UInt64.self)
        guard UInt64(littleEndian: word) & 0xff_ffff_ffff == quoted, quoted != 0 else {
            return readOther(&cursor)
        }
        cursor.skip(5)
        return currency
    }

    @inline(never)
    private mutating func readOther(_ cursor: inout PlainCursor) -> Currency? {
        let word = UnsafeRawPointer(cursor.next).loadUnaligned(as: UInt64.self)
        guard let text = cursor.string(), let found = Currency(code: text) else { return nil }
        quoted = UInt64(littleEndian: word) & 0xff_ffff_ffff
        currency = found
        form = AmountForm(decimals: found.decimals)
        return found
    }
}
