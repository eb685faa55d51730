import Promo

/// Reads the codes of currencies, of which most are the one before.
struct CurrencyReader {
    private var letters: (UInt16, UInt8) = (0, 0)
    private var currency = Currency.none

    /// The currency whose code's three letters are at `bytes`; nil where there is none.
    @inline(__always)
    mutating func read(_ bytes: UnsafeRawPointer) -> Currency? {
        let (first, last) = (
            bytes.loadUnaligned(as: UInt16.self), bytes.load(fromByteOffset: 2, as: UInt8.self)
        )
        if first == letters.0, last == letters.1 { return currency }
        guard let found = Currency(code: UnsafeRawBufferPointer(start: bytes, count: 3)) else {
            return nil
        }
        letters = (first, last)
        currency = found
        return found
    }
}
