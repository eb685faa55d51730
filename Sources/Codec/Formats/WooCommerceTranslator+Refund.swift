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
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", order["id"]?.id)
            translation.text("refunded_at", utc(order, "date_modified_gmt"))
            translation.text("currency", order["currency"]?.text)
            let modified = utc(order, "date_modified_gmt").flatMap { text in
                Array(text.utf8).withUnsafeBytes { TimeText.eventTime($0) }
            }
            translation.integer("version", -max(1, modified?.milliseconds ?? 1))
            translation.text("reason", refund["reason"]?.text)
            translation.amount("amount", rounded(refund["total"], currency)?.magnitude)
        }
    }

    func addRefund(
        _ refund: TapeValue, orderID: UnsafeRawBufferPointer?, to translation: Translation
    ) {
        let lines = refund["line_items"].elements
        let code = refund["currency"]?.text.map { String(decoding: $0, as: UTF8.self) }
        let currency = (code ?? brandCurrency).flatMap { Currency($0) }
        translation.record(.refund) {
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", refund.first("order_id", "parent_id")?.id ?? orderID)
            translation.text("refunded_at", utc(refund, "date_created_gmt"))
            translation.text("currency", code ?? brandCurrency)
            translation.text("reason", refund["reason"]?.text)
            guard !lines.isEmpty else {
                return translation.amount(
                    "amount", rounded(refund["amount"], currency)?.magnitude)
            }
            var tax = SignedDecimal.zero
            translation.array("lines") {
                for line in lines {
                    tax += (line["total_tax"]?.amount ?? .zero).magnitude
                    translation.object {
                        translation.text("line_id", refundedLine(line))
                        let quantity = line["quantity"]?.amount?.magnitude
                        translation.quantity(
                            quantity.map { $0.isReadable && !$0.isWhole ? .one : $0 })
                        translation.amount("amount", rounded(line["total"], currency)?.magnitude)
                    }
                }
            }
            var shipping = SignedDecimal.zero
            for line in refund["shipping_lines"].elements {
                shipping += (line["total"]?.amount ?? .zero).magnitude
                tax += (line["total_tax"]?.amount ?? .zero).magnitude
            }
            translation.amount("shipping", rounded(shipping, currency))
            translation.amount("tax", tax)
        }
    }

    /// The order's line that a refund's line gives back: its own id is another.
    private func refundedLine(_ line: TapeValue) -> UnsafeRawBufferPointer? {
        for entry in line["meta_data"].elements
        where entry["key"]?.equals("_refunded_item_id") == true {
            return entry["value"]?.id
        }
        return line["id"]?.id
    }
}
