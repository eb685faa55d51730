import Promo

// Stripe: checkout sessions, paid invoices (subscriptions), charges with their refunds, and
// refunds; bare or in an event. Times are Unix seconds, amounts integers in minor units, currencies
// in small letters. An order is known by its payment: that is what a refund names. What each field
// becomes stands in docs/formats/stripe.md.

package final class StripeTranslator: Translator {
    private let record = ShopRecord()
    /// Of the object at hand.
    private var createdAt: EventTime?
    /// When the event that carries it happened; nil without one.
    private var eventAt: EventTime?

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        translation.reset()
        let root = try record.open(value)
        let object = root["data"]?["object"] ?? root
        // Older sessions do not say when they were made: their event does.
        createdAt = seconds(object["created"] ?? root["created"])
        eventAt = root["data"] == nil ? nil : seconds(root["created"])
        let kind = object["object"]
        if kind?.equals("checkout.session") == true {
            // A subscription's money comes with its invoices; an open session may never be paid.
            guard isDone(object, "complete"), object["mode"]?.equals("subscription") != true,
                object["mode"]?.equals("setup") != true
            else { return }
            addOrder(object, StripeFigures(session: object), to: translation)
        } else if kind?.equals("invoice") == true {
            guard isDone(object, "paid") else { return }
            addOrder(object, StripeFigures(invoice: object), to: translation)
        } else if kind?.equals("refund") == true {
            addRefund(object, payment: payment(object), to: translation)
        } else if kind?.equals("charge") == true {
            addCharge(object, to: translation)
        } else {
            throw Refusal(
                .badField,
                "object is none that is read; allowed: checkout.session, invoice, charge, refund")
        }
    }

    private func isDone(_ object: TapeValue, _ status: StaticString) -> Bool {
        object["status"].map { $0.equals(status) } ?? true
    }

    /// What was charged is an order, should no session or invoice say more about the payment.
    private func addCharge(_ charge: TapeValue, to translation: Translation) {
        if isDone(charge, "succeeded"), charge["captured"].map(\.isTrue) ?? true {
            addOrder(charge, StripeFigures(charge: charge), to: translation)
        }
        for refund in charge["refunds"]?["data"].elements ?? [] {
            addRefund(refund, payment: payment(charge) ?? charge["id"]?.id, to: translation)
        }
    }

    private func addOrder(
        _ object: TapeValue, _ figures: StripeFigures, to translation: Translation
    ) {
        let currency = currency(object)
        translation.record(.order) {
            translation.text("order_id", payment(object) ?? object["id"]?.id)
            let paidAt = object["status_transitions"]?["paid_at"]
            translation.time("placed_at", paidAt.flatMap { seconds($0) } ?? createdAt)
            translation.integer("version", figures.version)
            translation.text("currency", currency.map(\.code))
            translation.flag("test", object["livemode"].map { !$0.isTrue } ?? false)
            if let customer = reference(object["customer"]) {
                translation.object("customer") { translation.text("id", customer) }
            }
            translation.flag("taxes_included", figures.isTaxIncluded)
            translation.array("codes") {
                for discount in object["discounts"].elements { addCodes(discount, to: translation) }
                if let discount = object["discount"] { addCodes(discount, to: translation) }
            }
            translation.array("lines") {
                if figures.lines.isEmpty {
                    addTotal(object, figures, currency, to: translation)
                } else {
                    for line in figures.lines {
                        addLine(line, of: object, currency, to: translation)
                    }
                }
            }
            translation.amount("shipping", money(figures.shipping, currency))
        }
    }

    /// The whole sum as one line: a session's event does not carry its lines.
    private func addTotal(
        _ object: TapeValue, _ figures: StripeFigures, _ currency: Currency?,
        to translation: Translation
    ) {
        translation.object {
            translation.text("line_id", "total")
            translation.integer("quantity", 1)
            translation.amount("unit_price", money(figures.subtotal, currency))
            addDiscount(figures.discount, of: object, currency, to: translation)
            translation.amount("tax", figures.tax.shifted(decimals: decimals(currency)))
        }
    }

    private func addLine(
        _ line: TapeValue, of object: TapeValue, _ currency: Currency?, to translation: Translation
    ) {
        translation.object {
            translation.text("line_id", line["id"]?.id)
            translation.text("sku", StripeFigures.product(of: line))
            translation.quantity(line["quantity"]?.amount ?? .one)
            translation.amount("_line_price", money(StripeFigures.price(of: line), currency))
            addDiscount(StripeFigures.discount(of: line), of: object, currency, to: translation)
            translation.amount(
                "tax", StripeFigures.tax(of: line).shifted(decimals: decimals(currency)))
        }
    }

    /// Stripe says what the discounts gave together: it is the first one's.
    private func addDiscount(
        _ units: SignedDecimal, of object: TapeValue, _ currency: Currency?,
        to translation: Translation
    ) {
        guard units != .zero else { return }
        translation.array("discounts") {
            translation.object {
                let discount = object["discounts"].elements.first ?? object["discount"]
                translation.text("code", discount.flatMap { names(of: $0).first ?? nil })
                translation.amount("amount", units.shifted(decimals: decimals(currency)))
            }
        }
    }

    private func addCodes(_ discount: TapeValue, to translation: Translation) {
        for code in names(of: discount) {
            translation.object { translation.text("code", code) }
        }
    }

    /// The code that the customer typed where the promotion code is expanded, else its id; then the
    /// coupon's name and id, in the older and the newer nesting. The registry may list any of them.
    private func names(of discount: TapeValue) -> [UnsafeRawBufferPointer] {
        let promotion = discount["promotion_code"]
        let coupon =
            discount["source"]?["coupon"] ?? discount["coupon"]
            ?? promotion?["promotion"]?["coupon"] ?? promotion?["coupon"]
        return [
            promotion?["code"]?.id ?? reference(promotion), coupon?["name"]?.id, reference(coupon),
        ].compactMap { $0 }
    }

    private func addRefund(
        _ refund: TapeValue, payment: UnsafeRawBufferPointer?, to translation: Translation
    ) {
        let currency = currency(refund)
        translation.record(.refund) {
            translation.text("refund_id", refund["id"]?.id)
            translation.text("order_id", payment ?? self.payment(refund))
            translation.time("refunded_at", seconds(refund["created"]))
            // A refund has no version; its events follow one another in time.
            translation.integer("version", eventAt?.milliseconds ?? 0)
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
        reference(object["payment_intent"])
            // Newer invoices list their payments.
            ?? reference(
                object["payments"]?["data"].elements.first?["payment"]?["payment_intent"])
            ?? reference(object["charge"])
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
        value?.minorUnits(decimals: decimals(currency))
    }

    /// Stripe's decimals are ISO 4217's but for three currencies.
    private func decimals(_ currency: Currency?) -> Int {
        switch currency?.code {
        case "ISK", "UGX": 2
        case "MGA": 0
        default: currency?.decimals ?? 2
        }
    }
}
