import Promo

// Square's Order and PaymentRefund objects, bare, in `{order: …}` or in a webhook's envelope.
// Amounts are integers in minor units, quantities decimal text. An order has no field for a promo
// code: its discounts' names and catalogue ids stand for codes, and the registry lists them as
// such. What each field becomes stands in docs/formats/square.md.

package final class SquareTranslator: Translator {
    private let record = ShopRecord()

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        try record.translate(value, into: translation) { (root) throws(Refusal) in
            let object = root["data"]?["object"] ?? root
            if let refund = object["refund"] ?? (isRefund(object) ? object : nil) {
                return addRefund(refund, to: translation)
            }
            let order = object["order"] ?? object
            guard isOrder(order) else {
                throw Refusal(
                    .missingField,
                    "line_items is missing: order.updated carries ids only; allowed: the order "
                        + "itself, as RetrieveOrder gives it, or a refund")
            }
            // A draft is no order yet, and may never be one.
            guard order["state"]?.equals("DRAFT") != true else { return }
            addOrder(order, to: translation)
        }
    }

    /// A payment has an amount too, and a total beside it.
    private func isRefund(_ object: TapeValue) -> Bool {
        object["amount_money"] != nil && object["total_money"] == nil
    }

    /// One that only takes back what others sold has no lines of its own.
    private func isOrder(_ object: TapeValue) -> Bool {
        object["line_items"] != nil || object["returns"] != nil || object["state"] != nil
    }

    private func addOrder(_ order: TapeValue, to translation: Translation) {
        let code = order.first("total_money", "net_amount_due_money")?["currency"]?.text
        let currency = code.flatMap { Currency(code: $0) }
        translation.record(.order) {
            translation.copy("order_id", order["id"])
            translation.copy("placed_at", order["created_at"])
            translation.copy("version", order["version"])
            translation.copy("updated_at", order["updated_at"])
            if order["state"]?.equals("CANCELED") == true {
                translation.copy(
                    "cancelled_at", order.first("closed_at", "updated_at", "created_at"))
            }
            translation.text("currency", code)
            translation.text("sales_channel", salesChannel(order))
            translation.text("store_id", order["location_id"]?.id)
            if let customer = order["customer_id"]?.id {
                translation.object("customer") { translation.text("id", customer) }
            }
            translation.flag("taxes_included", hasIncludedTax(order))
            addCodes(order, to: translation)
            translation.array("lines") {
                for line in order["line_items"].elements {
                    addLine(line, of: order, currency, to: translation)
                }
            }
            addCharges(order, currency, to: translation)
            let tip = order["total_tip_money"] ?? order["net_amounts"]?["tip_money"]
            translation.amount("tips", money(tip, currency))
        }
    }

    /// Delivery and other service charges are outside revenue, as shipping is.
    private func addCharges(
        _ order: TapeValue, _ currency: Currency?, to translation: Translation
    ) {
        let charges = order["service_charges"].elements
        guard !charges.isEmpty else {
            return translation.amount(
                "shipping", money(order["total_service_charge_money"], currency))
        }
        var sum = SignedDecimal.zero
        var tax = SignedDecimal.zero
        for charge in charges {
            sum += money(charge.first("applied_money", "amount_money"), currency) ?? .zero
            tax += money(charge["total_tax_money"], currency) ?? .zero
        }
        translation.amount("shipping", sum)
        translation.amount("shipping_tax", tax)
    }

    /// A till, unless the order says that it came from elsewhere.
    private func salesChannel(_ order: TapeValue) -> String {
        guard let source = order["source"]?["name"]?.text else { return "pos" }
        let name = String(decoding: source, as: UTF8.self).lowercased()
        return name.contains("online") || name.contains("ecommerce") ? "online" : "pos"
    }

    func hasIncludedTax(_ order: TapeValue) -> Bool {
        order["taxes"].elements.contains { $0["type"]?.equals("INCLUSIVE") == true }
    }

    private func addCodes(_ order: TapeValue, to translation: Translation) {
        translation.array("codes") {
            for discount in order["discounts"].elements {
                for name in [
                    discount["name"], discount["catalog_object_id"],
                    discount["pricing_rule_id"],
                ] {
                    guard let code = name?.id else { continue }
                    translation.object { translation.text("code", code) }
                }
            }
        }
    }

    private func addRefund(_ refund: TapeValue, to translation: Translation) {
        let code = refund["amount_money"]?["currency"]?.text
        let currency = code.flatMap { Currency(code: $0) }
        translation.record(.refund) {
            translation.copy("refund_id", refund["id"])
            translation.copy("order_id", refund["order_id"])
            translation.copy("refunded_at", refund["created_at"])
            translation.copy("updated_at", refund["updated_at"])
            translation.text("currency", code)
            translation.text("status", status(refund["status"]))
            translation.text("reason", refund["reason"]?.text)
            translation.amount("amount", money(refund["amount_money"], currency))
        }
    }

    private func status(_ status: TapeValue?) -> String {
        guard let status, !status.equals("COMPLETED") else { return "succeeded" }
        return status.equals("PENDING") || status.equals("APPROVED") ? "pending" : "failed"
    }

    func money(_ value: TapeValue?, _ currency: Currency?) -> SignedDecimal? {
        value?["amount"]?.minorUnits(decimals: currency?.decimals ?? 2)
    }
}
