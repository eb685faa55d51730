import Promo

// Shopify's Admin REST objects as its webhooks send them (2024 to 2026): orders/create, updated,
// paid, cancelled with the refunds inside, and refunds/create. Money is the shop's own currency.
// What each field becomes stands in docs/formats/shopify.md.

package final class ShopifyTranslator: Translator {
    private let record = ShopRecord()
    private let normalForm = NormalForm()
    /// The code of each of the order's discount applications, in their order.
    private var applicationCodes: [UnsafeRawBufferPointer?] = []
    /// Of refunds that say none.
    let brandCurrency: String?

    package init(currency: String = "") { brandCurrency = currency.isEmpty ? nil : currency }

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        try record.translate(value, into: translation) { (root) throws(Refusal) in
            // The REST interface wraps what a webhook sends bare.
            let body = root["order"] ?? root["refund"] ?? root
            if body["refund_line_items"] != nil {
                addRefund(body, of: nil, to: translation)
            } else if isOrder(body) {
                addOrder(body, to: translation)
                for refund in body["refunds"].elements {
                    addRefund(refund, of: body, to: translation)
                }
            } else if body["id"] == nil, let refunds = body["refunds"] {
                for refund in refunds.children { addRefund(refund, of: nil, to: translation) }
            } else {
                throw Refusal(
                    .missingField,
                    "neither an order nor a refund; allowed: what orders/create, updated, paid, "
                        + "cancelled and refunds/create send")
            }
        }
    }

    /// A fulfilment, a draft and an abandoned checkout have lines too.
    private func isOrder(_ body: TapeValue) -> Bool {
        body["line_items"] != nil && body["order_id"] == nil && body["invoice_url"] == nil
            && body["abandoned_checkout_url"] == nil
    }

    // MARK: - Order

    private func addOrder(_ order: TapeValue, to translation: Translation) {
        noteApplications(order)
        translation.record(.order) {
            translation.copy("order_id", order["id"])
            translation.copy("placed_at", order.first("processed_at", "created_at"))
            translation.copy("updated_at", order["updated_at"])
            translation.copy("cancelled_at", order["cancelled_at"])
            translation.copy("currency", order["currency"])
            translation.copy("test", order["test"])
            translation.text("sales_channel", salesChannel(order))
            translation.text("store_id", order["location_id"]?.id)
            translation.text("region", order["shipping_address"]?["country_code"]?.text)
            if let customer = order["customer"]?["id"]?.id {
                translation.object("customer") { translation.text("id", customer) }
            }
            translation.copy("taxes_included", order["taxes_included"])
            addCodes(order, to: translation)
            translation.array("lines") {
                for line in order["line_items"].elements {
                    addLine(line, to: translation)
                }
            }
            addShipping(order, to: translation)
            translation.amount("tips", tips(order))
        }
    }

    /// A tip may be a line as well, which is no merchandise then, as a gift card is none, and may
    /// be paid back by itself; what it is must not count twice.
    private func tips(_ order: TapeValue) -> SignedDecimal? {
        guard var tips = money(order, "total_tip_received_set", "total_tip_received") else {
            return nil
        }
        for line in order["line_items"].elements where isTip(line) {
            tips = tips - (money(line, "price_set", "price") ?? .zero)
        }
        return tips.orZero
    }

    /// The field is there on tips only, be it null.
    private func isTip(_ line: TapeValue) -> Bool { line.has("tip_payment_gateway") }

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

    private func addLine(_ line: TapeValue, to translation: Translation) {
        translation.object {
            translation.copy("line_id", line["id"])
            translation.text("sku", line["sku"]?.text)
            translation.quantity(line["quantity"]?.amount)
            translation.amount("unit_price", money(line, "price_set", "price"))
            translation.array("discounts") {
                for allocation in line["discount_allocations"].elements {
                    addAllocation(allocation, to: translation)
                }
            }
            translation.amount("tax", sum(of: line["tax_lines"], "price_set", "price"))
            if isTip(line) {
                translation.flag("gift_card", true)
            } else {
                translation.copy("gift_card", line["gift_card"])
            }
        }
    }

    private func addAllocation(_ allocation: TapeValue, to translation: Translation) {
        translation.object {
            translation.text("code", code(of: allocation))
            translation.amount("amount", money(allocation, "amount_set", "amount"))
        }
    }

    /// An application's code, or the title or description of one made by hand: that is a code where
    /// it was typed; any other discount has none.
    private func noteApplications(_ order: TapeValue) {
        var typed: [UInt64: UnsafeRawBufferPointer] = [:]
        for code in order["discount_codes"].elements {
            guard let code = code["code"]?.id else { continue }
            normalForm.read(code)
            typed[normalForm.hash] = code
        }
        applicationCodes.removeAll(keepingCapacity: true)
        for application in order["discount_applications"].elements {
            let names = [application["title"], application["description"]].compactMap { $0?.text }
            applicationCodes.append(
                application["code"]?.id
                    ?? names.lazy.compactMap { name in
                        self.normalForm.read(name)
                        return typed[self.normalForm.hash]
                    }.first)
        }
    }

    private func code(of allocation: TapeValue) -> UnsafeRawBufferPointer? {
        guard let place = allocation["discount_application_index"]?.amount?.minorUnits(decimals: 0),
            applicationCodes.indices.contains(Int(place))
        else { return nil }
        return applicationCodes[Int(place)]
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
                    addAllocation(allocation, to: translation)
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
