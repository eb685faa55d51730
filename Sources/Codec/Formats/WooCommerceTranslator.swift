import Promo

// WooCommerce's REST objects (wp-api v3) as its webhooks send them: orders with their refunds'
// totals inside, and refunds. Line amounts are before tax whatever `prices_include_tax` says. What
// each field becomes stands in docs/formats/woocommerce.md.

package final class WooCommerceTranslator: Translator {
    private let record = ShopRecord()
    private var weights: [Int64] = []
    private var portions: [Int64] = []

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        translation.reset()
        let root = try record.open(value)
        if root["line_items"] != nil, root["status"] == nil || root["amount"] != nil {
            return addRefund(root, orderID: key, to: translation)
        }
        if root["amount"] != nil { return addRefund(root, orderID: key, to: translation) }
        addOrder(root, to: translation)
        for refund in root["refunds"].elements { addTotal(refund, of: root, to: translation) }
    }

    // MARK: - Order

    private func addOrder(_ order: TapeValue, to translation: Translation) {
        let currency = order["currency"]?.text.flatMap { Currency(code: $0) }
        let modified = utc(order, "date_modified_gmt")
        translation.record(.order) {
            translation.text("order_id", order["id"]?.id)
            translation.text("placed_at", utc(order, "date_created_gmt"))
            translation.text("updated_at", modified)
            if isOver(order["status"]) { translation.text("cancelled_at", modified) }
            translation.text("currency", order["currency"]?.text)
            translation.text("sales_channel", isTill(order) ? "pos" : "online")
            translation.text("region", order["shipping"]?["country"]?.text)
            if let customer = order["customer_id"]?.id, !customer.elementsEqual("0".utf8) {
                translation.object("customer") { translation.text("id", customer) }
            }
            translation.array("codes") {
                for coupon in order["coupon_lines"].elements {
                    translation.object { translation.text("code", coupon["code"]?.id) }
                }
            }
            translation.array("lines") {
                for line in order["line_items"].elements {
                    addLine(line, of: order, currency, to: translation)
                }
            }
            translation.amount("shipping", rounded(order["shipping_total"], currency))
            translation.amount("shipping_tax", order["shipping_tax"]?.amount)
        }
    }

    private func addLine(
        _ line: TapeValue, of order: TapeValue, _ currency: Currency?,
        to translation: Translation
    ) {
        let subtotal = rounded(line["subtotal"], currency)
        let total = rounded(line["total"], currency)
        translation.object {
            translation.text("line_id", line["id"]?.id)
            translation.text("sku", line["sku"]?.text)
            translation.quantity(line["quantity"]?.amount)
            // The whole line's: unit prices are rounded, and would not add up.
            translation.amount("_line_price", subtotal)
            translation.amount("tax", line["total_tax"]?.amount)
            guard let subtotal, let total, subtotal.units > total.units else { return }
            addDiscounts(subtotal - total, of: order, currency, to: translation)
        }
    }

    /// A line says what its coupons gave together; by coupon, in proportion to what each gave on the
    /// whole order.
    private func addDiscounts(
        _ discount: SignedDecimal, of order: TapeValue, _ currency: Currency?,
        to translation: Translation
    ) {
        let coupons = order["coupon_lines"].elements
        let decimals = currency?.decimals ?? 2
        weights.removeAll(keepingCapacity: true)
        for coupon in coupons {
            let given = coupon["discount"]?.amount?.magnitude ?? .zero
            weights.append(given.minorUnits(decimals: decimals) ?? 0)
        }
        let whole = discount.minorUnits(decimals: decimals) ?? 0
        LargestRemainder.allocate(whole, over: weights, into: &portions)
        let isShared = portions.contains { $0 > 0 }
        translation.array("discounts") {
            guard isShared else {
                return translation.object { translation.amount("amount", discount) }
            }
            for (coupon, portion) in zip(coupons, portions) where portion > 0 {
                translation.object {
                    translation.text("code", coupon["code"]?.id)
                    translation.amount(
                        "amount", SignedDecimal(minorUnits: portion, decimals: decimals))
                }
            }
        }
    }

    private func isOver(_ status: TapeValue?) -> Bool {
        guard let status else { return false }
        return status.equals("cancelled") || status.equals("failed") || status.equals("trash")
    }

    private func isTill(_ order: TapeValue) -> Bool {
        guard let via = order["created_via"]?.text else { return false }
        return via.count >= 3 && String(decoding: via, as: UTF8.self).contains("pos")
    }

    // MARK: - Refunds

    /// Inside an order a refund has a total and no date: it is dated when the order was last changed,
    /// and gives way to the refund's own record.
    private func addTotal(
        _ refund: TapeValue, of order: TapeValue, to translation: Translation
    ) {
        translation.record(.refund) {
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", order["id"]?.id)
            translation.text("refunded_at", utc(order, "date_modified_gmt"))
            translation.text("currency", order["currency"]?.text)
            translation.integer("version", -1)
            translation.text("reason", refund["reason"]?.text)
            translation.amount("amount", refund["total"]?.amount?.magnitude)
        }
    }

    private func addRefund(
        _ refund: TapeValue, orderID: UnsafeRawBufferPointer?, to translation: Translation
    ) {
        let lines = refund["line_items"].elements
        translation.record(.refund) {
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", refund.first("order_id", "parent_id")?.id ?? orderID)
            translation.text("refunded_at", utc(refund, "date_created_gmt"))
            translation.text("currency", refund["currency"]?.text)
            translation.text("reason", refund["reason"]?.text)
            guard !lines.isEmpty else {
                return translation.amount("amount", refund["amount"]?.amount?.magnitude)
            }
            var tax = SignedDecimal.zero
            translation.array("lines") {
                for line in lines {
                    tax += (line["total_tax"]?.amount ?? .zero).magnitude
                    translation.object {
                        translation.text("line_id", refundedLine(line))
                        translation.quantity(line["quantity"]?.amount?.magnitude)
                        translation.amount("amount", line["total"]?.amount?.magnitude)
                    }
                }
            }
            var shipping = SignedDecimal.zero
            for line in refund["shipping_lines"].elements {
                shipping += (line["total"]?.amount ?? .zero).magnitude
                tax += (line["total_tax"]?.amount ?? .zero).magnitude
            }
            translation.amount("shipping", shipping)
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

    // MARK: - Values

    /// `date_…_gmt` has no zone: it is UTC.
    private func utc(_ value: TapeValue, _ name: StaticString) -> String? {
        value[name]?.text.map { String(decoding: $0, as: UTF8.self) + "Z" }
    }

    /// Shops may show more decimals than the currency has.
    private func rounded(_ value: TapeValue?, _ currency: Currency?) -> SignedDecimal? {
        guard let amount = value?.amount else { return nil }
        guard let decimals = currency?.decimals,
            let units = amount.minorUnits(decimals: decimals)
        else { return amount }
        return SignedDecimal(minorUnits: units, decimals: decimals)
    }
}
