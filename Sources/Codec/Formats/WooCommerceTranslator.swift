import Promo

// WooCommerce's REST objects (wp-api v3) as its webhooks send them: orders with their refunds'
// totals inside, and refunds. Line amounts are before tax whatever `prices_include_tax` says. What
// each field becomes stands in docs/formats/woocommerce.md.

package final class WooCommerceTranslator: Translator {
    private let record = ShopRecord()
    /// What each coupon gave on the whole order, what of it no line has taken yet, and the parts
    /// of one line.
    private var given: [Int64] = []
    private var left: [Int64] = []
    private var portions: [Int64] = []

    /// Of refunds, which say none.
    let brandCurrency: String?

    package init(currency: String = "") { brandCurrency = currency.isEmpty ? nil : currency }

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        try record.translate(value, into: translation) { (root) throws(Refusal) in
            if root["amount"] != nil { return addRefund(root, orderID: key, to: translation) }
            guard root["line_items"] != nil else {
                throw Refusal(
                    .missingField,
                    "line_items is missing: neither an order nor a refund; allowed: an order or a "
                        + "refund as the REST interface gives it")
            }
            addOrder(root, to: translation)
            for refund in root["refunds"].elements { addTotal(refund, of: root, to: translation) }
        }
    }

    // MARK: - Order

    private func addOrder(_ order: TapeValue, to translation: Translation) {
        let currency = order["currency"]?.text.flatMap { Currency(code: $0) }
        let modified = utc(order, "date_modified_gmt")
        translation.record(.order) {
            translation.copy("order_id", order["id"])
            let placed = utc(order, "date_created_gmt")
            translation.text("placed_at", placed)
            translation.text("updated_at", modified)
            if isOver(order["status"]) { translation.text("cancelled_at", modified ?? placed) }
            translation.copy("currency", order["currency"])
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
            noteCoupons(order, currency)
            translation.array("lines") {
                for line in order["line_items"].elements {
                    addLine(line, of: order, currency, to: translation)
                }
            }
            let fees = fees(order)
            translation.amount("shipping", rounded(order["shipping_total"], currency))
            translation.amount("shipping_tax", (order["shipping_tax"]?.amount ?? .zero) + fees.tax)
            translation.amount("tips", rounded(fees.amount, currency))
        }
    }

    /// Fees are outside revenue, as tips are. One below zero takes off the order, not off a line.
    private func fees(_ order: TapeValue) -> (amount: SignedDecimal, tax: SignedDecimal) {
        var fees = (amount: SignedDecimal.zero, tax: SignedDecimal.zero)
        for line in order["fee_lines"].elements {
            fees.amount += (line["total"]?.amount ?? .zero).orZero
            fees.tax += (line["total_tax"]?.amount ?? .zero).orZero
        }
        return fees
    }

    private func addLine(
        _ line: TapeValue, of order: TapeValue, _ currency: Currency?,
        to translation: Translation
    ) {
        let subtotal = rounded(line["subtotal"], currency)
        let total = rounded(line["total"], currency)
        // A price raised by hand shows in the total alone.
        let isRaised = (total ?? .zero).units > (subtotal ?? .zero).units
        let quantity = line["quantity"]?.amount
        translation.object {
            translation.copy("line_id", line["id"])
            translation.text("sku", line["sku"]?.text)
            // Cloth by the metre: one unit, whose price is the line's.
            translation.quantity(quantity.map { $0.isReadable && !$0.isWhole ? .one : $0 })
            // The whole line's: unit prices are rounded, and would not add up.
            translation.amount("_line_price", isRaised ? total : subtotal)
            translation.amount("tax", line["total_tax"]?.amount)
            guard let subtotal, let total, !isRaised, subtotal != total else { return }
            addDiscounts(subtotal - total, of: order, currency, to: translation)
        }
    }

    private func noteCoupons(_ order: TapeValue, _ currency: Currency?) {
        given.removeAll(keepingCapacity: true)
        for coupon in order["coupon_lines"].elements {
            let amount = coupon["discount"]?.amount?.magnitude ?? .zero
            given.append(amount.minorUnits(decimals: currency?.decimals ?? 2) ?? 0)
        }
        left = given
    }

    /// A line says what its coupons gave together. It is cut in proportion to what is left of what
    /// each gave on the order, so that in the end each has given just that.
    private func addDiscounts(
        _ discount: SignedDecimal, of order: TapeValue, _ currency: Currency?,
        to translation: Translation
    ) {
        let decimals = currency?.decimals ?? 2
        let whole = discount.minorUnits(decimals: decimals) ?? 0
        let isLeft = left.reduce(Int128(0)) { $0 + Int128($1) } >= Int128(whole)
        LargestRemainder.allocate(whole, over: isLeft ? left : given, into: &portions)
        for index in left.indices { left[index] = max(0, left[index] - portions[index]) }
        translation.array("discounts") {
            guard portions.contains(where: { $0 > 0 }) else {
                return translation.object { translation.amount("amount", discount) }
            }
            let coupons = order["coupon_lines"].elements
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
            || status.equals("checkout-draft")
    }

    private func isTill(_ order: TapeValue) -> Bool {
        guard let via = order["created_via"]?.text else { return false }
        return String(decoding: via, as: UTF8.self).lowercased().split(separator: "-")
            .contains("pos")
    }

    // MARK: - Values

    /// `date_…_gmt` has no zone: it is UTC. One that has a zone is left alone.
    func utc(_ value: TapeValue, _ name: StaticString) -> String? {
        value[name]?.text.map {
            let text = String(decoding: $0, as: UTF8.self)
            return text.dropFirst(10).contains { "Zz+-".contains($0) } ? text : text + "Z"
        }
    }

    /// Shops may show more decimals than the currency has.
    func rounded(_ value: TapeValue?, _ currency: Currency?) -> SignedDecimal? {
        value?.amount.map { rounded($0, currency) }
    }

    func rounded(_ amount: SignedDecimal, _ currency: Currency?) -> SignedDecimal {
        guard let decimals = currency?.decimals,
            let units = amount.minorUnits(decimals: decimals)
        else { return amount }
        return SignedDecimal(minorUnits: units, decimals: decimals)
    }
}
