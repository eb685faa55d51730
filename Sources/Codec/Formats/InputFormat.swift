import Promo

/// What shape a topic's records have: the contract's own, or that of a shop or a survey tool, which
/// a translator maps onto it.
package enum InputFormat: String, CaseIterable, Sendable {
    case plaudit, shopify, woocommerce, square, stripe, knocommerce, fairing

    /// Nil for the contract's own shapes, which need none.
    ///
    /// - Parameter currency: the brand's ISO 4217 currency, of refunds that do not say theirs;
    ///   empty = such a refund cannot be used.
    package func makeTranslator(currency: String = "") -> (any Translator)? {
        switch self {
        case .plaudit: nil
        case .shopify: ShopifyTranslator(currency: currency)
        case .woocommerce: WooCommerceTranslator(currency: currency)
        case .square: SquareTranslator()
        case .stripe: StripeTranslator()
        case .knocommerce: KnoCommerceTranslator()
        case .fairing: FairingTranslator()
        }
    }
}

/// Maps one record of a shop or survey tool onto canonical records.
package protocol Translator: AnyObject {
    /// - Parameters:
    ///   - value: the record's bytes.
    ///   - key: the record's key; an order id where the record itself does not say it.
    ///   - translation: is filled anew.
    func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?, into translation: Translation
    ) throws(Refusal)
}
