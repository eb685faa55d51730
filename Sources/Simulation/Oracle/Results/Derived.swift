// The ratios of a scorecard's view.

package enum Derived: String, CaseIterable, Sendable {
    case aov, units_per_order, new_customer_rate, return_rate, discount_depth, margin

    /// Decimal text, half even; nil when the divisor is 0, or for a margin with unknown costs.
    package func text(_ view: Measures, _ currency: PlainCurrency) -> String? {
        switch self {
        case .aov:
            guard view[.orders] != 0 else { return nil }
            return Self.quotient(view[.net], view[.orders], places: 0) { currency.text($0) }
        case .units_per_order: return Self.ratio(view[.units], view[.orders])
        case .new_customer_rate:
            return Self.ratio(
                view[.new_customers], view[.new_customers] + view[.returning_customers])
        case .return_rate: return Self.ratio(view[.returns], view[.gross] - view[.discount])
        case .discount_depth: return Self.ratio(view[.discount], view[.gross])
        case .margin:
            guard view[.uncosted_units] == 0 else { return nil }
            return currency.text(view[.net] - view[.cost])
        }
    }

    /// Four places.
    private static func ratio(_ a: Int128, _ b: Int128) -> String? {
        guard b != 0 else { return nil }
        return quotient(a, b, places: 4) { places in
            let digits = String(places)
            let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
            return padded.dropLast(4) + "." + padded.suffix(4)
        }
    }

    /// The sign of a quotient is that of its terms, also where nothing but zeros is left of it:
    /// decimal arithmetic (IEEE 754, General Decimal) knows -0, and the examples show it.
    private static func quotient(
        _ a: Int128, _ b: Int128, places: Int, _ text: (Int128) -> String
    ) -> String {
        let rounded = Shares.halfEven(a, b, decimals: places)
        let isNegative = (a < 0) != (b < 0)
        return (isNegative ? "-" : "") + text(isNegative ? -rounded : rounded)
    }
}
