import Promo

/// What a Shopify refund's transactions paid back: the money of a refund without lines.
struct ShopifyPayment {
    /// Nil where the refund does not say it.
    let shopCurrency: UnsafeRawBufferPointer?
    private(set) var amount = SignedDecimal.zero
    /// Of `amount`: the shop's, but for what is said in the customer's alone.
    private(set) var currency: UnsafeRawBufferPointer?
    /// Nil where the money has moved, or none was to move.
    private(set) var status: String?

    init(_ refund: TapeValue, shopCurrency: UnsafeRawBufferPointer?, _ shop: ShopifyTranslator) {
        self.shopCurrency = shopCurrency
        addTransactions(of: refund)
        guard let shopCurrency else { return }
        guard let own = currency, !own.elementsEqual(shopCurrency) else {
            currency = shopCurrency
            return
        }
        let worth = ShopifyPayment.worth(refund, shop)
        guard worth.isReadable, worth.units > 0 else { return }
        amount = worth
        currency = shopCurrency
    }

    /// A transaction's currency may be null or `XXX`, which say none.
    private mutating func addTransactions(of refund: TapeValue) {
        var isPending = false
        var hasFailed = false
        var hasSucceeded = false
        for transaction in refund["transactions"].elements
        where transaction["kind"]?.equals("refund") == true {
            if let code = transaction["currency"]?.text, Currency(code: code) != nil {
                currency = currency ?? code
            }
            let status = transaction["status"]
            if status?.equals("pending") == true { isPending = true }
            if status?.equals("failure") == true || status?.equals("error") == true {
                hasFailed = true
            }
            guard status?.equals("success") == true else { continue }
            hasSucceeded = true
            amount += transaction["amount"]?.amount ?? .zero
        }
        if !hasSucceeded, isPending || hasFailed { status = isPending ? "pending" : "failed" }
    }

    /// What went out in the shop's currency, as the refund's adjustments and shipping lines say.
    private static func worth(_ refund: TapeValue, _ shop: ShopifyTranslator) -> SignedDecimal {
        var sum = SignedDecimal.zero
        for adjustment in refund["order_adjustments"].elements {
            sum = sum - (adjustment["amount_set"]?["shop_money"]?["amount"]?.amount ?? .zero)
            sum = sum - (shop.money(adjustment, "tax_amount_set", "tax_amount") ?? .zero)
        }
        for line in refund["refund_shipping_lines"].elements {
            sum += shop.money(line, "subtotal_amount_set", "subtotal_amount") ?? .zero
            sum += shop.money(line, "tax_amount_set", "tax_amount") ?? .zero
        }
        return sum
    }
}
