import Promo

// A refund, by itself or as a total inside its order.

extension WooCommerceTranslator {
    /// Inside an order a refund has a total and no date: it is dated when the order was changed.
    /// The earlier the change the higher the version, so that the first order version that carries
    /// the refund says its date; all of them are below zero and give way to the refund's own
    /// record.
    func addTotal(
        _ refund: TapeValue, of order: TapeValue, to translation: Translation
    ) {
        let currency = order["currency"]?.text.flatMap { Currency(code: $0) }
        translation.record(.refund) {
            translation.copy("refund_id", refund["id"])
            translation.copy("order_id", order["id"])
            translation.text("refunded_at", utc(order, "date_modified_gmt"))
            translation.copy("currency", order["currency"])
            let modified = utc(order, "date_modified_gmt").flatMap { text in
                Array(text.utf8).withUnsafeBytes { TimeText.eventTime($0) }
            }
            translation.integer("version", -max(1, modified?.milliseconds ?? 1))
            translation.text("reason", refund["reason"]?.text)
            translation.amount("amount", rounded(refund["total"], currency)?.magnitude)
            translation.amount("tax", refund["total_tax"]?.amount?.magnitude)
        }
    }

    func addRefund(
        _ refund: TapeValue, orderID: UnsafeRawBufferPointer?, to translation: Translation
    ) {
        let lines = refund["line_items"].elements
        let code = refund["currency"]?.text.map { String(decoding: $0, as: UTF8.self) }
        let currency = (code ?? brandCurrency).flatMap { Currency($0) }
        translation.record(.refund) {
            translation.copy("refund_id", refund["id"])
            translation.text("order_id", refund.first("order_id", "parent_id")?.id ?? orderID)
            translation.text("refunded_at", utc(refund, "date_created_gmt"))
            translation.text("currency", code ?? brandCurrency)
            translation.text("reason", refund["reason"]?.text)
            let shipping = paidBack(refund["shipping_lines"])
            let fees = paidBack(refund["fee_lines"])
            guard !lines.isEmpty else {
                let amount = (refund["amount"]?.amount ?? .zero).magnitude - fees.amount
                translation.amount("amount", rounded(amount.orZero, currency))
                let tax = shipping.tax + fees.tax
                if shipping.amount != .zero {
                    translation.amount("shipping", rounded(shipping.amount, currency))
                }
                return tax == .zero ? () : translation.amount("tax", tax)
            }
            translation.array("lines") {
                for line in lines { addRefundLine(line, currency, to: translation) }
            }
            translation.amount("shipping", rounded(shipping.amount, currency))
            translation.amount("tax", paidBack(refund["line_items"]).tax + shipping.tax + fees.tax)
        }
    }

    private func addRefundLine(
        _ line: TapeValue, _ currency: Currency?, to translation: Translation
    ) {
        translation.object {
            translation.copy("line_id", refundedLine(line))
            let quantity = line["quantity"]?.amount?.magnitude
            translation.quantity(quantity.map { $0.isReadable && !$0.isWhole ? .one : $0 })
            translation.amount("amount", rounded(line["total"], currency)?.magnitude)
        }
    }

    /// What a refund's lines give back, below zero as they are: money and tax.
    private func paidBack(
        _ lines: TapeValue?
    ) -> (amount: SignedDecimal, tax: SignedDecimal) {
        var sum = (amount: SignedDecimal.zero, tax: SignedDecimal.zero)
        for line in lines.elements {
            sum.amount += (line["total"]?.amount ?? .zero).magnitude
            sum.tax += (line["total_tax"]?.amount ?? .zero).magnitude
        }
        return sum
    }

    /// The order's line that a refund's line gives back: its own id is another.
    private func refundedLine(_ line: TapeValue) -> TapeValue? {
        for entry in line["meta_data"].elements
        where entry["key"]?.equals("_refunded_item_id") == true {
            return entry["value"]
        }
        return line["id"]
    }
}
