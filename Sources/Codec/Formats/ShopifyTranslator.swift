import Promo

// Shopify's Admin REST objects as its webhooks send them (2024 to 2026): orders/create, updated,
// paid, cancelled with the refunds inside, and refunds/create. Money is the shop's own currency.
// What each field becomes stands in docs/formats/shopify.md.

package final class ShopifyTranslator: Translator {
    private let record = ShopRecord()
    /// Of refunds that say none.
    private let brandCurrency: String?

    package init(currency: String = "") { brandCurrency = currency.isEmpty ? nil : currency }

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        translation.reset()
        let root = try record.open(value)
        // The REST interface wraps what a webhook sends bare.
        let body = root["order"] ?? root["refund"] ?? root
        if body["refund_line_items"] != nil {
            addRefund(body, of: nil, to: translation)
            return
        }
        guard body["line_items"] != nil || body["id"] == nil else {
            throw Refusal(
                .missingField,
                "line_items is missing: neither an order nor a refund; allowed: what orders/create, "
                    + "updated, paid, cancelled and refunds/create send")
        }
        addOrder(body, to: translation)
        for refund in body["refunds"].elements { addRefund(refund, of: body, to: translation) }
    }

    // MARK: - Order

    private func addOrder(_ order: TapeValue, to translation: Translation) {
        translation.record(.order) {
            translation.text("order_id", order["id"]?.id)
            translation.text("placed_at", order.first("processed_at", "created_at")?.text)
            translation.text("updated_at", order["updated_at"]?.text)
            translation.text("cancelled_at", order["cancelled_at"]?.text)
            translation.text("currency", order["currency"]?.text)
            translation.flag("test", order["test"]?.isTrue ?? false)
            translation.text("sales_channel", salesChannel(order))
            translation.text("store_id", order["location_id"]?.id)
            translation.text("region", order["shipping_address"]?["country_code"]?.text)
            if let customer = order["customer"]?["id"]?.id {
                translation.object("customer") { translation.text("id", customer) }
            }
            translation.flag("taxes_included", order["taxes_included"]?.isTrue ?? false)
            addCodes(order, to: translation)
            translation.array("lines") {
                for line in order["line_items"].elements {
                    addLine(line, of: order, to: translation)
                }
            }
            addShipping(order, to: translation)
            translation.amount("tips", money(order, "total_tip_received_set", "total_tip_received"))
        }
    }

    private func salesChannel(_ order: TapeValue) -> String {
        guard let source = order["source_name"] else { return "online" }
        if source.equals("pos") { return "pos" }
        return source.equals("iphone") || source.equals("android") ? "app" : "online"
    }

    /// `discount_codes` says what was typed; an application of type `discount_code` may say more.
    private func addCodes(_ order: TapeValue, to translation: Translation) {
        translation.array("codes") {
            for code in order["discount_codes"].elements {
                translation.object { translation.text("code", code["code"]?.id) }
            }
            for application in order["discount_applications"].elements
            where application["type"]?.equals("discount_code") == true {
                translation.object { translation.text("code", application["code"]?.id) }
            }
        }
    }

    private func addLine(_ line: TapeValue, of order: TapeValue, to translation: Translation) {
        translation.object {
            translation.text("line_id", line["id"]?.id)
            translation.text("sku", line["sku"]?.text)
            translation.quantity(line["quantity"]?.amount)
            translation.amount("unit_price", money(line, "price_set", "price"))
            addDiscounts("discounts", line, of: order, to: translation)
            translation.amount("tax", sum(of: line["tax_lines"], "price_set", "price"))
            translation.flag("gift_card", line["gift_card"]?.isTrue ?? false)
        }
    }

    private func addDiscounts(
        _ name: StaticString, _ holder: TapeValue, of order: TapeValue, to translation: Translation
    ) {
        translation.array(name) {
            for allocation in holder["discount_allocations"].elements {
                addAllocation(allocation, of: order, to: translation)
            }
        }
    }

    private func addAllocation(
        _ allocation: TapeValue, of order: TapeValue, to translation: Translation
    ) {
        translation.object {
            translation.text("code", code(of: allocation, order))
            translation.amount("amount", money(allocation, "amount_set", "amount"))
        }
    }

    /// The code of the application that an allocation points to. An application made by hand whose
    /// title is one of the typed codes is that code; any other has none.
    private func code(of allocation: TapeValue, _ order: TapeValue) -> UnsafeRawBufferPointer? {
        guard let place = allocation["discount_application_index"]?.amount?.minorUnits(decimals: 0),
            place >= 0,
            let application = order["discount_applications"].elements.dropFirst(Int(place)).first
        else { return nil }
        if let code = application["code"]?.id { return code }
        guard let title = application.first("title", "description")?.text else { return nil }
        for typed in order["discount_codes"].elements {
            if let code = typed["code"]?.id, code.elementsEqual(title) { return code }
        }
        return nil
    }

    private func addShipping(_ order: TapeValue, to translation: Translation) {
        // A line that an edit took out is still listed.
        let lines = order["shipping_lines"].elements.filter { $0["is_removed"]?.isTrue != true }
        var price = SignedDecimal.zero
        for line in lines { price += money(line, "price_set", "price") ?? .zero }
        translation.amount("shipping", price)
        var tax = SignedDecimal.zero
        translation.array("shipping_discounts") {
            for line in lines {
                tax += sum(of: line["tax_lines"], "price_set", "price")
                for allocation in line["discount_allocations"].elements {
                    addAllocation(allocation, of: order, to: translation)
                }
            }
        }
        translation.amount("shipping_tax", tax)
    }

    // MARK: - Refund

    /// - Parameter order: the order that the refund lies in; nil where it comes alone.
    private func addRefund(_ refund: TapeValue, of order: TapeValue?, to translation: Translation) {
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

    /// Paid back for shipping: `order_adjustments` of that kind (negative), or `refund_shipping_lines`.
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

    /// A refund does not say its currency: its amounts do, else its transactions (which may say null
    /// or XXX), else the order around it.
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

    // MARK: - Money

    /// The shop's own money where it is told apart from the customer's.
    private func money(
        _ value: TapeValue, _ set: StaticString, _ plain: StaticString
    ) -> SignedDecimal? {
        (value[set]?["shop_money"]?["amount"] ?? value[plain])?.amount
    }

    private func sum(
        of list: TapeValue?, _ set: StaticString, _ plain: StaticString
    ) -> SignedDecimal {
        var sum = SignedDecimal.zero
        guard let list else { return sum }
        for value in list.children { sum += money(value, set, plain) ?? .zero }
        return sum
    }
}
