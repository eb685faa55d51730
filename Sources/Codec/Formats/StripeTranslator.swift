import Promo

// Stripe: checkout sessions, paid invoices (subscriptions), charges with their refunds, and refunds;
// bare or in an event. Times are Unix seconds, amounts integers in minor units, currencies in small
// letters. An order is known by its payment: that is what a refund names. What each field becomes
// stands in docs/formats/stripe.md.

package final class StripeTranslator: Translator {
    private let record = ShopRecord()

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        translation.reset()
        let root = try record.open(value)
        let object = root["data"]?["object"] ?? root
        let kind = object["object"]
        if kind?.equals("checkout.session") == true {
            addOrder(object, Amounts(session: object), to: translation)
        } else if kind?.equals("invoice") == true {
            addOrder(object, Amounts(invoice: object), to: translation)
        } else if kind?.equals("refund") == true {
            addRefund(object, payment: payment(object), to: translation)
        } else if kind?.equals("charge") == true {
            for refund in object["refunds"]?["data"].elements ?? [] {
                addRefund(refund, payment: payment(object), to: translation)
            }
        } else {
            throw Refusal(
                .badField,
                "object is none that is read; allowed: checkout.session, invoice, charge, refund")
        }
    }

    /// The figures of the two kinds of orders.
    private struct Amounts {
        var subtotal: TapeValue?
        var discount: TapeValue?
        var tax: TapeValue?
        var shipping: TapeValue?

        init(session: TapeValue) {
            subtotal = session["amount_subtotal"]
            discount = session["total_details"]?["amount_discount"]
            tax = session["total_details"]?["amount_tax"]
            shipping = session["total_details"]?["amount_shipping"]
        }

        init(invoice: TapeValue) {
            subtotal = invoice["subtotal"]
            discount = invoice["total_discount_amounts"].elements.first?["amount"]
            tax = invoice["tax"] ?? invoice["total_taxes"].elements.first?["amount"]
            shipping = invoice["shipping_cost"]?["amount_total"]
        }
    }

    private func addOrder(_ object: TapeValue, _ amounts: Amounts, to translation: Translation) {
        let currency = currency(object)
        translation.record(.order) {
            translation.text("order_id", payment(object) ?? object["id"]?.id)
            let paidAt = object["status_transitions"]?["paid_at"]
            translation.time("placed_at", seconds(paidAt ?? object["created"]))
            translation.text("currency", currency.map(\.code))
            translation.flag("test", object["livemode"].map { !$0.isTrue } ?? false)
            if let customer = reference(object["customer"]) {
                translation.object("customer") { translation.text("id", customer) }
            }
            let codes = codes(object)
            translation.array("codes") {
                for code in codes { translation.object { translation.text("code", code) } }
            }
            translation.array("lines") {
                translation.object {
                    // One line: sessions and events do not carry theirs unless they are expanded.
                    translation.text("line_id", "total")
                    translation.integer("quantity", 1)
                    translation.amount("unit_price", money(amounts.subtotal, currency))
                    translation.array("discounts") {
                        guard let discount = money(amounts.discount, currency),
                            discount != .zero
                        else { return }
                        translation.object {
                            translation.text("code", codes.first)
                            translation.amount("amount", discount)
                        }
                    }
                    translation.amount("tax", money(amounts.tax, currency))
                }
            }
            translation.amount("shipping", money(amounts.shipping, currency))
        }
    }

    /// The customer-facing code of a promotion code where it is expanded, in the older and the newer
    /// nesting; else the ids of promotion code and coupon, which the registry may list.
    private func codes(_ object: TapeValue) -> [UnsafeRawBufferPointer] {
        var codes: [UnsafeRawBufferPointer] = []
        for discount in object["discounts"].elements + [object["discount"]].compactMap({ $0 }) {
            let promotion = discount["promotion_code"]
            let coupon = discount["source"]?["coupon"] ?? discount["coupon"]
            for code in [
                promotion?["code"]?.id ?? reference(promotion), coupon?["name"]?.id,
                reference(coupon),
            ] {
                if let code { codes.append(code) }
            }
        }
        return codes
    }

    private func addRefund(
        _ refund: TapeValue, payment: UnsafeRawBufferPointer?, to translation: Translation
    ) {
        let currency = currency(refund)
        translation.record(.refund) {
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", payment ?? self.payment(refund))
            translation.time("refunded_at", seconds(refund["created"]))
            translation.text("currency", currency.map(\.code))
            translation.text("status", status(refund["status"]))
            translation.text("reason", refund["reason"]?.text)
            translation.amount("amount", money(refund["amount"], currency))
        }
    }

    private func status(_ status: TapeValue?) -> String {
        guard let status, !status.equals("succeeded") else { return "succeeded" }
        return status.equals("pending") || status.equals("requires_action") ? "pending" : "failed"
    }

    /// What a session, an invoice, a charge and a refund have in common.
    private func payment(_ object: TapeValue) -> UnsafeRawBufferPointer? {
        reference(object["payment_intent"]) ?? reference(object["charge"])
    }

    /// An id, or the id of what was expanded in its place.
    private func reference(_ value: TapeValue?) -> UnsafeRawBufferPointer? {
        value?.id ?? value?["id"]?.id
    }

    private func currency(_ object: TapeValue) -> Currency? {
        object["currency"]?.text.flatMap {
            Currency(String(decoding: $0, as: UTF8.self).uppercased())
        }
    }

    private func seconds(_ value: TapeValue?) -> EventTime? {
        guard let seconds = value?.amount?.minorUnits(decimals: 0) else { return nil }
        let (milliseconds, isBeyond) = seconds.multipliedReportingOverflow(by: 1000)
        return isBeyond ? nil : EventTime(milliseconds: milliseconds)
    }

    private func money(_ value: TapeValue?, _ currency: Currency?) -> SignedDecimal? {
        guard let value, value.kind == .integer else { return nil }
        return SignedDecimal(minorUnits: value.bytes, decimals: currency?.decimals ?? 2)
    }
}
