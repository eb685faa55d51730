package import Promo

extension JSONWriter {
    package func integer(_ value: Int64) {
        lend(JSONPen.longestNumber) { $0.integer(value) }
    }

    /// An amount in minor units as decimal text with the currency's decimals, in quotes.
    package func money(_ amount: Int64, _ currency: Currency) {
        money(amount, decimals: currency.decimals)
    }

    func money(_ amount: Int64, decimals: Int) {
        lend(JSONPen.longestNumber) { $0.money(amount, decimals: decimals) }
    }

    /// `numerator` ÷ `denominator` as decimal text, rounded half even, in quotes. The denominator
    /// is not 0.
    package func ratio(_ numerator: Int128, _ denominator: Int128, decimals: Int) {
        lend(JSONPen.longestNumber) { $0.ratio(numerator, denominator, decimals: decimals) }
    }
}
