import Promo

/// The letters of currencies, of which most are those of the one before.
struct CurrencySpelling {
    private var index = Currency.none.index
    private var letters: UInt32 = 0

    /// Three letters and a zero, as they lie in memory; zeros for no currency.
    @inline(__always)
    mutating func letters(of currency: Currency) -> UInt32 {
        if currency.index != index {
            index = currency.index
            letters = currency.letters.littleEndian
        }
        return letters
    }
}
