import Promo

// A refund, by itself or inside its order.

extension ShopifyTranslator {
    /// - Parameter order: the order that the refund lies in; nil where it comes alone.
    func addRefund(_ refund: TapeValue, of order: TapeValue?, to translation: Translation) {
        let hasLines = !refund["refund_line_items"].elements.isEmpty
        let paid = ShopifyPayment(refund, shopCurrency: currency(of: refund, in: order), self)
        translation.record(.refund) {
            translation.copy("refund_id", refund["id"])
            translation.copy("order_id", refund["order_id"] ?? order?["id"])
            translation.copy("refunded_at", refund.first("processed_at", "created_at"))
            if let own = hasLines ? paid.shopCurrency ?? paid.currency : paid.currency {
                translation.text("currency", own)
            } else {
                translation.text("currency", brandCurrency)
            }
            addVersion(order, to: translation)
            translation.text("reason", refund["note"]?.text)
            if hasLines {
                addRefundLines(
                    refund, isTaxIncluded: order.map { $0["taxes_included"]?.isTrue ?? false },
                    to: translation)
            } else {
                addSum(refund, paid, to: translation)
            }
        }
    }

    /// A refund has no version of its own: inside an order it is as new as the order, and so newer
    /// than the record that announced it, which knows less.
    private func addVersion(_ order: TapeValue?, to translation: Translation) {
        guard let text = order?["updated_at"]?.text, let time = TimeText.eventTime(text) else {
            return
        }
        translation.integer("version", time.milliseconds)
    }

    /// - Parameter isTaxIncluded: what the order says; nil where the refund comes alone.
    private func addRefundLines(
        _ refund: TapeValue, isTaxIncluded: Bool?, to translation: Translation
    ) {
        var tax = SignedDecimal.zero
        translation.array("lines") {
            for line in refund["refund_line_items"].elements {
                let lineTax = money(line, "total_tax_set", "total_tax") ?? .zero
                tax += lineTax
                translation.object {
                    translation.copy("line_id", line["line_item_id"])
                    translation.quantity(line["quantity"]?.amount)
                    let subtotal = money(line, "subtotal_set", "subtotal")
                    let isContained =
                        isTaxIncluded ?? contains(line, tax: lineTax, in: subtotal ?? .zero)
                    translation.amount(
                        "amount", isContained ? subtotal.map { $0 - lineTax } : subtotal)
                    translation.flag("restocked", isRestocked(line, of: refund))
                }
            }
        }
        let shipping = shippingRefund(refund)
        translation.amount("tax", tax + shipping.tax)
        translation.amount("shipping", shipping.amount)
    }

    /// Older records say it of the whole refund.
    private func isRestocked(_ line: TapeValue, of refund: TapeValue) -> Bool {
        if let kind = line["restock_type"] { return !kind.equals("no_restock") }
        return refund["restock"]?.kind != .false
    }

    /// A refund that comes alone does not say whether its amounts contain the tax. The rates of the
    /// line's taxes do: at rate r a contained tax is r ÷ (1 + r) of the amount, any other r.
    private func contains(
        _ line: TapeValue, tax: SignedDecimal, in amount: SignedDecimal
    ) -> Bool {
        var sum = SignedDecimal.zero
        for taxLine in line["line_item"]?["tax_lines"].elements ?? [] {
            sum += taxLine["rate"]?.amount ?? .zero
        }
        // In millionths, and small enough that the products below fit.
        let million = 1_000_000 as Int128
        let rate = sum.units / million
        let whole = amount.units / million
        let part = tax.units / million
        guard sum.isReadable, amount.isReadable, tax.isReadable, 1...(10 * million) ~= rate,
            whole > 0, whole < 1_000_000_000_000_000_000_000, part > 0, part < whole
        else { return false }
        let contained = part * (million + rate) - whole * rate
        let added = (part * million - whole * rate) / million * (million + rate)
        return contained.magnitude < added.magnitude
    }

    /// A refund without lines counts by the money that moved; what of it was for shipping is none
    /// of the merchandise's.
    private func addSum(
        _ refund: TapeValue, _ paid: ShopifyPayment, to translation: Translation
    ) {
        translation.amount("amount", paid.amount)
        if let status = paid.status { translation.text("status", status) }
        let shipping = shippingRefund(refund)
        if shipping.amount != .zero { translation.amount("shipping", shipping.amount) }
        if shipping.tax != .zero { translation.amount("tax", shipping.tax) }
    }

    /// Paid back for shipping: `order_adjustments` of that kind, of which some cancel others out
    /// (below zero is money out), or `refund_shipping_lines`.
    private func shippingRefund(
        _ refund: TapeValue
    ) -> (amount: SignedDecimal, tax: SignedDecimal) {
        var amount = SignedDecimal.zero
        var tax = SignedDecimal.zero
        for adjustment in refund["order_adjustments"].elements
        where adjustment["kind"]?.equals("shipping_refund") == true {
            amount = amount - (money(adjustment, "amount_set", "amount") ?? .zero)
            tax = tax - (money(adjustment, "tax_amount_set", "tax_amount") ?? .zero)
        }
        guard amount == .zero else { return (amount.orZero, tax.orZero) }
        for line in refund["refund_shipping_lines"].elements {
            amount += money(line, "subtotal_amount_set", "subtotal_amount") ?? .zero
            tax += money(line, "tax_amount_set", "tax_amount") ?? .zero
        }
        return (amount, tax)
    }

    /// The shop's currency, which a refund does not say: its order does, or its amounts. Its
    /// transactions may be in the customer's.
    private func currency(
        of refund: TapeValue, in order: TapeValue?
    ) -> UnsafeRawBufferPointer? {
        if let code = order?["currency"]?.text { return code }
        for line in refund["refund_line_items"].elements {
            if let code = shopCurrency(line["subtotal_set"]) { return code }
        }
        for adjustment in refund["order_adjustments"].elements {
            if let code = shopCurrency(adjustment["amount_set"]) { return code }
        }
        return shopCurrency(refund["total_duties_set"])
    }

    private func shopCurrency(_ set: TapeValue?) -> UnsafeRawBufferPointer? {
        set?["shop_money"]?["currency_code"]?.text
    }
}
