import Promo

// Shopify's Admin REST objects as its webhooks send them (2024 to 2026): orders/create, updated,
// paid, cancelled with the refunds inside, and refunds/create. Money is the shop's own currency.
// What each field becomes stands in docs/formats/shopify.md.

package final class ShopifyTranslator: Translator {
    private let record = ShopRecord()
    /// Of refunds that say none.
    let brandCurrency: String?

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
                "line_items is missing: neither an order nor a refund; allowed: what "
                    + "orders/create, updated, paid, cancelled and refunds/create send")
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

    // MARK: - Money

    /// The shop's own money where it is told apart from the customer's.
    func money(
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
