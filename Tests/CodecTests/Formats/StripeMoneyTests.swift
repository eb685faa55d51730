import Codec
import Promo
import Testing

/// Discounts and taxes of Stripe's objects.
struct StripeMoneyTests {
    private static func session(
        _ members: String, created: String = "1795442400"
    ) throws -> Translated {
        try Translated(
            .stripe,
            #"""
            {"id":"cs_1","object":"checkout.session","mode":"payment","status":"complete",
            "payment_status":"paid","created":\#(created),"currency":"eur","livemode":true,
            "payment_intent":"pi_1","amount_subtotal":3000,\#(members)}
            """#, key: "pi_1")
    }

    private static func invoice(_ members: String) throws -> Order {
        try Translated(
            .stripe,
            #"""
            {"object":"invoice","id":"in_1","status":"paid","currency":"eur","created":1795442400,
            "livemode":true,"payment_intent":"pi_1",\#(members)}
            """#, key: "pi_1"
        ).order()
    }

    @Test func `a session's breakdown says which discount gave what`() throws {
        let order = try Self.session(
            #"""
            "total_details":{"amount_discount":600,"amount_tax":0,"breakdown":{"discounts":[
            {"amount":400,"discount":{"id":"di_1","promotion_code":{"code":"MIA20"}}},
            {"amount":200,"discount":{"id":"di_2","coupon":{"id":"HOUSE"}}}]}}
            """#
        ).order()
        #expect(order.codeTexts == ["MIA20", "HOUSE"])
        #expect(order.discountTexts == ["0 MIA20 400", "0 HOUSE 200"])
    }

    @Test func `an invoice's amounts are held against its discounts by id`() throws {
        let order = try Self.invoice(
            #"""
            "subtotal":3000,"discounts":[{"id":"di_1","promotion_code":"promo_1"},
            {"id":"di_2","source":{"coupon":"HOUSE"}}],
            "total_discount_amounts":[{"amount":200,"discount":"di_2"},
            {"amount":400,"discount":"di_1"}],
            "lines":{"data":[{"id":"il_1","amount":1000,"quantity":1,"discount_amounts":[
            {"amount":100,"discount":"di_2"},{"amount":150,"discount":"di_1"}]},
            {"id":"il_2","amount":2000,"quantity":2,"discount_amounts":[
            {"amount":100,"discount":"di_2"},{"amount":250,"discount":"di_1"}]}]}
            """#)
        #expect(order.codeTexts == ["promo_1", "HOUSE"])
        #expect(
            order.discountTexts == [
                "0 HOUSE 100", "0 promo_1 150", "1 HOUSE 100", "1 promo_1 250",
            ])
    }

    @Test func `a subtotal from which the items' own discounts came off keeps its lines`() throws {
        // Of 1000 and 2000 the items' own discount took 300, the invoice's 200.
        let order = try Self.invoice(
            #"""
            "subtotal":2700,"discounts":[{"id":"di_1","promotion_code":"promo_1"}],
            "total_discount_amounts":[{"amount":300,"discount":"di_2"},
            {"amount":200,"discount":"di_1"}],
            "lines":{"data":[{"id":"il_1","amount":1000,"quantity":1,"discount_amounts":[
            {"amount":300,"discount":"di_2"}]},
            {"id":"il_2","amount":2000,"quantity":2,"discount_amounts":[
            {"amount":200,"discount":"di_1"}]}]}
            """#)
        #expect(order.lines.map(\.price) == [1000, 2000])
        #expect(order.discountTexts == ["0 - 300", "1 promo_1 200"])
    }

    @Test func `lines that are not all there are one line`() throws {
        let order = try Self.invoice(
            #"""
            "subtotal":2700,"lines":{"has_more":true,"data":[{"id":"il_1","amount":2700}]}
            """#)
        #expect(order.lines.map { order.string($0.lineID) } == ["total"])
        let short = try Self.invoice(
            #"""
            "subtotal":2700,"lines":{"data":[{"id":"il_1","amount":2600,"quantity":1}]}
            """#)
        #expect(short.lines.map(\.price) == [2700])
    }

    @Test func `what several discounts gave together is the first one's`() throws {
        let order = try Self.session(
            #"""
            "total_details":{"amount_discount":600},"discounts":[
            {"promotion_code":"promo_1"},{"promotion_code":"promo_2"}]
            """#
        ).order()
        #expect(order.codeTexts == ["promo_1", "promo_2"])
        #expect(order.discountTexts == ["0 promo_1 600"])
    }

    @Test func `an expanded line's own discounts have their codes`() throws {
        let order = try Self.session(
            #"""
            "discounts":[{"promotion_code":{"code":"MIA20"}}],
            "total_details":{"amount_discount":600},"line_items":{"has_more":false,"data":[
            {"id":"li_1","quantity":1,"amount_subtotal":3000,"amount_discount":600,"discounts":[
            {"amount":600,"discount":{"id":"di_1","promotion_code":{"code":"MIA20"}}}]}]}
            """#
        ).order()
        #expect(order.discountTexts == ["0 MIA20 600"])
    }

    @Test(arguments: [
        (#""amount_total":2900,"total_details":{"amount_tax":483,"amount_shipping":500"#, true),
        (#""amount_total":3383,"total_details":{"amount_tax":483,"amount_shipping":500"#, false),
        (#""total_details":{"amount_tax":483"#, false),
        (
            #"""
            "total_details":{"amount_tax":483,"breakdown":{"taxes":[
            {"amount":483,"rate":{"inclusive":true}}]}
            """#, true
        ),
    ])
    func `a session's total tells whether its prices contain the tax`(
        figures: String, isIncluded: Bool
    ) throws {
        let order = try Self.session(figures + #","amount_discount":600}"#).order()
        #expect(order.taxesIncluded == isIncluded && order.lines[0].tax == 483)
    }

    @Test func `of an invoice's taxes only those that its prices contain come off`() throws {
        let order = try Self.invoice(
            #"""
            "subtotal":2400,"total_tax_amounts":[{"amount":400,"inclusive":true},
            {"amount":100,"inclusive":false}],
            "lines":{"data":[{"id":"il_1","amount":2400,"quantity":1,"tax_amounts":[
            {"amount":400,"inclusive":true},{"amount":100,"inclusive":false}]}]}
            """#)
        #expect(order.taxesIncluded && order.lines.map(\.tax) == [400])
    }

    @Test func `a session that is complete and not paid is no order yet`() throws {
        let members = #""total_details":{"amount_discount":0}"#
        #expect(try Self.session(members).orders.count == 1)
        let text = #"""
            {"id":"cs_1","object":"checkout.session","mode":"payment","status":"complete",
            "payment_status":"unpaid","created":1795442400,"currency":"eur","livemode":true,
            "payment_intent":"pi_1","amount_subtotal":3000}
            """#
        #expect(try Translated(.stripe, text, key: "pi_1").orders.isEmpty)
        let paid = try text.edited("unpaid", "no_payment_required")
        #expect(try Translated(.stripe, paid, key: "pi_1").orders.count == 1)
    }

    @Test(arguments: ["99999999999999", "-62167219201", "1.5", "\"2026-11-24\"", "true"])
    func `a time that is no number of seconds is refused`(created: String) throws {
        let fault = refusal {
            try Self.session(#""total_details":{}"#, created: created)
        }
        #expect(fault?.reason == .badTime)
    }

    @Test(arguments: [
        #"""
        {"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.no_meter_found",
        "livemode":false,"created":"2026-11-24T10:00:00.000Z","related_object":{"id":"m"}}
        """#,
        #"{"id":"evt_1","object":"event","type":"x","data":{"object":{"id":"x"}}}"#,
        #"{"id":"pi_1","object":"payment_intent","amount":100}"#, "{}",
    ])
    func `thin events and other objects are refused`(text: String) {
        #expect(refusal { try Translated(.stripe, text, key: "pi_1") }?.reason == .badField)
    }
}
