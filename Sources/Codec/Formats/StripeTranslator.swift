import Promo

// Stripe: checkout sessions, paid invoices (subscriptions), charges with their refunds, and
// refunds; bare or in an event. Times are Unix seconds, amounts integers in minor units, currencies
// in small letters. An order is known by its payment: that is what a refund names. What each field
// becomes stands in docs/formats/stripe.md.

package final class StripeTranslator: Translator {
    private let record = ShopRecord()
    /// Of the object at hand.
    private var createdAt: TapeValue?
    /// When the event that carries it happened; nil without one.
    private var eventAt: EventTime?

    package init() {}

    package func translate(
        _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer?,
        into translation: Translation
    ) throws(Refusal) {
        try record.translate(value, into: translation) { (root) throws(Refusal) in
            let object = root["data"]?["object"] ?? root
            // Older sessions do not say when they were made: their event does.
            createdAt = object["created"] ?? root["created"]
            eventAt = root["data"] == nil ? nil : root["created"].flatMap { seconds($0) }
            try add(object, to: translation)
        }
    }

    private func add(_ object: TapeValue, to translation: Translation) throws(Refusal) {
        let kind = object["object"]
        if kind?.equals("checkout.session") == true {
            guard isPaid(session: object) else { return }
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

    /// A subscription's money comes with its invoices; an open session may never be paid, and one
    /// that is complete may still wait for its money.
    private func isPaid(session: TapeValue) -> Bool {
        isDone(session, "complete") && session["mode"]?.equals("subscription") != true
            && session["mode"]?.equals("setup") != true
            && session["payment_status"]?.equals("unpaid") != true
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
            add("placed_at", object["status_transitions"]?["paid_at"] ?? createdAt, to: translation)
            translation.integer("version", figures.version)
            addCurrency(of: object, to: translation)
            translation.flag("test", object["livemode"].map { !$0.isTrue } ?? false)
            if let customer = reference(object["customer"]) {
                translation.object("customer") { translation.text("id", customer) }
            }
            translation.flag("taxes_included", figures.isTaxIncluded)
            translation.array("codes") {
                for discount in discounts(of: object) { addCodes(discount, to: translation) }
            }
            translation.array("lines") {
                if figures.lines.isEmpty {
                    addTotal(object, figures, currency, to: translation)
                } else {
                    for line in figures.lines {
                        addLine(line, of: object, figures, currency, to: translation)
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
            addDiscounts(
                figures.discount, figures.discounts, of: object, currency, to: translation)
            translation.amount("tax", figures.tax.shifted(decimals: decimals(currency)))
        }
    }

    private func addLine(
        _ line: TapeValue, of object: TapeValue, _ figures: StripeFigures, _ currency: Currency?,
        to translation: Translation
    ) {
        translation.object {
            translation.copy("line_id", line["id"])
            translation.text("sku", StripeFigures.product(of: line))
            translation.quantity(line["quantity"]?.amount ?? .one)
            translation.amount("_line_price", money(StripeFigures.price(of: line), currency))
            addDiscounts(
                StripeFigures.discount(of: line), StripeFigures.discounts(of: line), of: object,
                currency, to: translation)
            translation.amount(
                "tax", figures.tax(of: line).shifted(decimals: decimals(currency)))
        }
    }

    private func addRefund(
        _ refund: TapeValue, payment: UnsafeRawBufferPointer?, to translation: Translation
    ) {
        let currency = currency(refund)
        translation.record(.refund) {
            translation.copy("refund_id", refund["id"])
            translation.text("order_id", payment ?? self.payment(refund))
            add("refunded_at", refund["created"], to: translation)
            // A refund has no version; its events follow one another in time.
            translation.integer("version", eventAt?.milliseconds ?? 0)
            addCurrency(of: refund, to: translation)
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
    func reference(_ value: TapeValue?) -> UnsafeRawBufferPointer? {
        value?.id ?? value?["id"]?.id
    }

    private func currency(_ object: TapeValue) -> Currency? {
        currencyText(object).flatMap { Currency($0) }
    }

    private func currencyText(_ object: TapeValue) -> String? {
        object["currency"]?.text.map { String(decoding: $0, as: UTF8.self).uppercased() }
    }

    private func addCurrency(of object: TapeValue, to translation: Translation) {
        guard let text = currencyText(object) else {
            return translation.copy("currency", object["currency"])
        }
        translation.text("currency", text)
    }

    /// A time in Unix seconds; what is none is shown as it is, to be refused.
    private func add(_ name: StaticString, _ value: TapeValue?, to translation: Translation) {
        guard let time = value.flatMap({ seconds($0) }) else {
            return translation.copy(name, value)
        }
        translation.time(name, time)
    }

    /// Nil for what is no number of seconds in the years 0 to 9999.
    private func seconds(_ value: TapeValue) -> EventTime? {
        guard let amount = value.amount, amount.isWhole,
            let seconds = amount.minorUnits(decimals: 0)
        else { return nil }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let time = EventTime(milliseconds: milliseconds)
        return !overflow && TimeText.range.contains(time) ? time : nil
    }

    private func money(_ value: TapeValue?, _ currency: Currency?) -> SignedDecimal? {
        value?.minorUnits(decimals: decimals(currency))
    }

    /// Stripe's decimals are ISO 4217's but for three currencies.
    func decimals(_ currency: Currency?) -> Int {
        switch currency?.code {
        case "ISK", "UGX": 2
        case "MGA": 0
        default: currency?.decimals ?? 2
        }
    }
}
