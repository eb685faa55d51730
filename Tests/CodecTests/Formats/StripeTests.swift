import Codec
import Promo
import Testing

struct StripeTests {
    private static let session = #"""
        {"object":"event","type":"checkout.session.completed","data":{"object":
        {"id":"cs_1","object":"checkout.session","mode":"payment","status":"complete",
        "created":1795442400,"currency":"usd","customer":{"id":"cus_1"},"livemode":true,
        "payment_intent":"pi_1","amount_subtotal":3000,
        "total_details":{"amount_discount":600,"amount_tax":210,"amount_shipping":500},
        "discounts":[{"coupon":{"id":"co_1","name":null},"promotion_code":"promo_1"}]}}}
        """#

    private func translated(
        _ edits: [(String, String)] = [], key: String = "pi_1"
    ) throws -> Translated {
        var text = Self.session
        for (old, new) in edits { text = try text.edited(old, new) }
        return try Translated(.stripe, text, key: key)
    }

    @Test func `a session is an order of one line, known by its payment`() throws {
        let order = try translated().order()
        #expect(order.string(order.orderID) == "pi_1" && !order.isTest)
        #expect(order.placedAt == EventTime(milliseconds: 1_795_442_400_000))
        #expect(order.currency == Currency("USD") && order.string(order.customerID) == "cus_1")
        #expect(order.lines.map(\.price) == [3000] && order.lines[0].tax == 210)
        #expect(order.shipping == 500 && order.discountTexts == ["0 promo_1 600"])
    }

    @Test func `a promotion code is read as typed where it is expanded, in both nestings`() throws {
        let old = try translated([
            (#""promotion_code":"promo_1""#, #""promotion_code":{"id":"promo_1","code":"MIA20"}"#)
        ]).order()
        #expect(old.codeTexts == ["MIA20", "co_1"] && old.discountTexts == ["0 MIA20 600"])
        let new = try translated([
            (#""coupon":{"id":"co_1","name":null},"#, #""source":{"coupon":"co_9"},"#)
        ]).order()
        #expect(new.codeTexts == ["promo_1", "co_9"])
    }

    @Test func `expanded lines are the order's lines`() throws {
        let order = try translated([
            (
                #""payment_intent""#,
                #"""
                "line_items":{"has_more":false,"data":[
                {"id":"li_1","quantity":2,"amount_subtotal":2000,"amount_discount":400,
                "amount_tax":140,"price":{"product":"prod_1"}},
                {"id":"li_2","quantity":1,"amount_subtotal":1000,"amount_discount":200,
                "amount_tax":70}]},"payment_intent"
                """#
            )
        ]).order()
        #expect(order.lines.map(\.price) == [2000, 1000] && order.lines.map(\.quantity) == [2, 1])
        #expect(order.string(order.lines[0].sku) == "prod_1")
        #expect(order.discountTexts == ["0 promo_1 400", "1 promo_1 200"])
    }

    @Test func `currencies have Stripe's decimals`() throws {
        #expect(try translated([("usd", "jpy")]).order().lines[0].price == 3000)
        #expect(try translated([("usd", "kwd")]).order().lines[0].price == 3000)
        #expect(try translated([("usd", "isk")]).order().lines[0].price == 30)
    }

    @Test func `what is not paid by itself is passed over`() throws {
        for (old, new) in [
            (#""status":"complete""#, #""status":"expired""#),
            (#""mode":"payment""#, #""mode":"subscription""#),
        ] {
            #expect(try translated([(old, new)]).orders.isEmpty)
        }
    }

    @Test func `an invoice gives way to its session and knows contained taxes`() throws {
        let text = #"""
            {"object":"invoice","id":"in_1","status":"paid","currency":"eur","created":1795442400,
            "livemode":true,"status_transitions":{"paid_at":1795442460},
            "payments":{"data":[{"payment":{"payment_intent":"pi_1"}}]},"subtotal":2400,
            "total_discount_amounts":[{"amount":100},{"amount":50}],
            "total_taxes":[{"amount":375,"tax_behavior":"inclusive"}],
            "discounts":[{"promotion_code":{"code":"MIA20"}}]}
            """#
        let order = try Translated(.stripe, text, key: "pi_1").order()
        #expect(order.placedAt == EventTime(milliseconds: 1_795_442_460_000))
        #expect(order.taxesIncluded && order.lines[0].tax == 375)
        #expect(order.discountTexts == ["0 MIA20 150"])
        #expect(try order.version < translated().order().version)
    }

    @Test func `a refund that failed does not count`() throws {
        let text = #"""
            {"object":"refund","id":"re_1","payment_intent":"pi_1","charge":"ch_1","amount":100,
            "currency":"usd","created":1795442500,"status":"pending"}
            """#
        #expect(try Translated(.stripe, text, key: "pi_1").refund().status == .pending)
        let failed = try text.edited("pending", "canceled")
        #expect(try Translated(.stripe, failed, key: "pi_1").refund().status == .failed)
    }

    @Test func `any other object is refused`() {
        let fault = refusal { try Translated(.stripe, #"{"object":"plan","id":"p"}"#, key: "p") }
        #expect(fault?.reason == .badField)
    }
}

/// Recorded events.
@Suite(.enabled(if: Payload.areThere, "../shared/payloads is not here"))
struct StripePayloadTests {
    @Test func `a session's event is an order`() throws {
        let text = try Payload.text("stripe_event_checkout_session_completed")
        let order = try Translated(.stripe, text, key: "pi_000000000000000000000000").order()
        #expect(order.lines.map(\.price) == [3000] && order.isTest)
        #expect(order.placedAt == EventTime(milliseconds: 1_648_319_959_000))
    }

    @Test func `a paid invoice's lines are an order's`() throws {
        let order = try Translated(
            .stripe, Payload.text("stripe_event_invoice_paid"), key: "pi_000000000000000000000000"
        ).order()
        #expect(order.lines.map(\.price) == [2000])
        #expect(order.string(order.lines[0].lineID) == "il_000000000000000000000000")
        #expect(order.string(order.lines[0].sku) == "prod_00000000000000")
    }

    @Test func `a charge brings its refund`() throws {
        let translated = try Translated(
            .stripe, Payload.text("stripe_event_charge_refunded"),
            key: "ch_000000000000000000000000")
        #expect(try translated.order().lines.map(\.price) == [100])
        #expect(try translated.refund().amount == 100)
        let updated = try Translated(
            .stripe, Payload.text("stripe_event_charge_refund_updated"),
            key: "ch_000000000000000000000000")
        #expect(try updated.refund().status == .succeeded)
        #expect(try updated.refund().version == 1_648_319_945_000, "the event's time")
    }

    @Test(arguments: [
        "event_charge_dispute_created", "event_customer_subscription_created", "object_coupon",
        "object_promotion_code", "object_discount", "object_subscription",
    ])
    func `an object that is no order is refused`(name: String) throws {
        let text = try Payload.text("stripe_" + name)
        #expect(refusal { try Translated(.stripe, text, key: "x") }?.reason == .badField)
    }
}
