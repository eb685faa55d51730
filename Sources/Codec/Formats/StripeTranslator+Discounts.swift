import Promo

// Which discounts an object has, by which codes they are known, and what each gave.

extension StripeTranslator {
    /// What each discount gave; where that is not said, what they gave together is the first one's.
    func addDiscounts(
        _ sum: SignedDecimal, _ parts: TapeValue?, of object: TapeValue, _ currency: Currency?,
        to translation: Translation
    ) {
        guard sum != .zero else { return }
        let listed = discounts(of: object)
        let parts = parts.elements
        let isSaid =
            StripeFigures.sum(of: parts) == sum && parts.allSatisfy { isNamed($0, among: listed) }
        translation.array("discounts") {
            guard isSaid else {
                return addDiscount(sum, listed.first, currency, to: translation)
            }
            for part in parts {
                addDiscount(
                    part["amount"]?.amount, discount(of: part, among: listed), currency,
                    to: translation)
            }
        }
    }

    private func addDiscount(
        _ amount: SignedDecimal?, _ discount: TapeValue?, _ currency: Currency?,
        to translation: Translation
    ) {
        translation.object {
            translation.text("code", discount.flatMap { names(of: $0).first })
            translation.amount("amount", amount?.shifted(decimals: decimals(currency)))
        }
    }

    /// Every discount that the object says more of than an id.
    func discounts(of object: TapeValue) -> [TapeValue] {
        let parts =
            object["total_details"]?["breakdown"]?["discounts"].elements
            ?? object["total_discount_amounts"].elements
        let discounts = object["discounts"].elements + [object["discount"]].compactMap { $0 }
        return (discounts + parts.compactMap { $0["discount"] }).filter { $0.kind == .object }
    }

    /// Whether a part says whose it is. An id that is none of those listed is that of a discount of
    /// which no more is known; where they have no ids, it says nothing.
    private func isNamed(_ part: TapeValue, among listed: [TapeValue]) -> Bool {
        guard part["discount"] != nil else { return false }
        return discount(of: part, among: listed) != nil || listed.allSatisfy { $0["id"] != nil }
    }

    /// The discount that gave a part: there itself, or listed under its id.
    private func discount(of part: TapeValue, among listed: [TapeValue]) -> TapeValue? {
        guard let discount = part["discount"] else { return nil }
        guard let id = discount.id else { return discount }
        return listed.first { $0["id"]?.id?.elementsEqual(id) == true }
    }

    func addCodes(_ discount: TapeValue, to translation: Translation) {
        for code in names(of: discount) {
            translation.object { translation.text("code", code) }
        }
    }

    /// The code that the customer typed where the promotion code is expanded, else its id; then the
    /// coupon's name and id, in the older and the newer nesting. The registry may list any of them.
    private func names(of discount: TapeValue) -> [UnsafeRawBufferPointer] {
        let promotion = discount["promotion_code"]
        let coupon =
            discount["source"]?["coupon"] ?? discount["coupon"]
            ?? promotion?["promotion"]?["coupon"] ?? promotion?["coupon"]
        return [
            promotion?["code"]?.id ?? reference(promotion), coupon?["name"]?.id, reference(coupon),
        ].compactMap { $0 }
    }
}
