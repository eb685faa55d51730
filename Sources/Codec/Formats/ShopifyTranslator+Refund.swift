import Promo

// A refund, by itself or inside its order.

extension ShopifyTranslator {
    /// - Parameter order: the order that the refund lies in; nil where it comes alone.
    func addRefund(_ refund: TapeValue, of order: TapeValue?, to translation: Translation) {
        let lines = refund["refund_line_items"]
        let hasLines = !lines.elements.isEmpty
        translation.record(.refund) {
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", (refund["order_id"] ?? order?["id"])?.id)
            translation.text("refunded_at", refund.first("processed_at", "created_at")?.text)
            if let own = currency(of: refund, in: order) {
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
                addSum(refund, to: translation)
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
                    translation.text("line_id", line["line_item_id"]?.id)
                    translation.quantity(line["quantity"]?.amount)
                    let subtotal = money(line, "subtotal_set", "subtotal")
                    let isContained =
                        isTaxIncluded ?? contains(line, tax: lineTax, in: subtotal ?? .zero)
                    translation.amount(
                        "amount", isContained ? subtotal.map { $0 - lineTax } : subtotal)
                    translation.flag(
                        "restocked", line["restock_type"]?.equals("no_restock") != true)
                }
            }
        }
        let shipping = shippingRefund(refund)
        translation.amount("tax", tax + shipping.tax)
        translation.amount("shipping", shipping.amount)
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

    /// A refund without lines counts by the money that moved.
    private func addSum(_ refund: TapeValue, to translation: Translation) {
        var amount = SignedDecimal.zero
        var isPending = false
        var hasFailed = false
        var hasSucceeded = false
        for transaction in refund["transactions"].elements {
            guard transaction["kind"]?.equals("refund") == true else { continue }
            let status = transaction["status"]
            if status?.equals("pending") == true { isPending = true }
            if status?.equals("failure") == true || status?.equals("error") == true {
                hasFailed = true
            }
            guard status?.equals("success") == true else { continue }
            hasSucceeded = true
            amount += transaction["amount"]?.amount ?? .zero
        }
        translation.amount("amount", amount)
        if !hasSucceeded, isPending || hasFailed {
            translation.text("status", isPending ? "pending" : "failed")
        }
    }

    /// Paid back for shipping: `order_adjustments` of that kind (negative), or
    /// `refund_shipping_lines`.
    private func shippingRefund(
        _ refund: TapeValue
    ) -> (amount: SignedDecimal, tax: SignedDecimal) {
        var amount = SignedDecimal.zero
        var tax = SignedDecimal.zero
        for adjustment in refund["order_adjustments"].elements
        where adjustment["kind"]?.equals("shipping_refund") == true {
            amount += (money(adjustment, "amount_set", "amount") ?? .zero).magnitude
            tax += (money(adjustment, "tax_amount_set", "tax_amount") ?? .zero).magnitude
        }
        guard amount == .zero else { return (amount, tax) }
        for line in refund["refund_shipping_lines"].elements {
            amount += money(line, "subtotal_amount_set", "subtotal_amount") ?? .zero
            tax += money(line, "tax_amount_set", "tax_amount") ?? .zero
        }
        return (amount, tax)
    }

    /// A refund does not say its currency: its amounts do, else its transactions (which may say
    /// null or XXX), else the order around it.
    private func currency(
        of refund: TapeValue, in order: TapeValue?
    ) -> UnsafeRawBufferPointer? {
        for line in refund["refund_line_items"].elements {
            if let code = line["subtotal_set"]?["shop_money"]?["currency_code"]?.text {
                return code
            }
        }
        for transaction in refund["transactions"].elements {
            if let code = transaction["currency"]?.text, Currency(code: code) != nil { return code }
        }
        let duties = refund["total_duties_set"]?["shop_money"]?["currency_code"]?.text
        return order?["currency"]?.text ?? duties
    }
}
