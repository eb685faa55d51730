import Codec
import Promo
import Testing

/// Money of Shopify's records that is no merchandise, or in another currency.
struct ShopifyMoneyTests {
    private static func order(_ members: String) throws -> Order {
        try Translated(
            .shopify,
            #"""
            {"id":1,"created_at":"2026-11-23T10:00:00Z","updated_at":"2026-11-23T10:00:00Z",
            "currency":"USD","taxes_included":false,\#(members)}
            """#, key: "1"
        ).order()
    }

    private static func refund(_ members: String, currency: String = "USD") throws -> Refund {
        try Translated(
            .shopify,
            #"{"id":5,"order_id":1,"created_at":"2026-11-24T08:00:00Z",\#(members)}"#, key: "1",
            currency: currency
        ).refund()
    }

    @Test func `a tip that is a line is no merchandise and no tip twice`() throws {
        let order = try Self.order(
            #"""
            "line_items":[{"id":1,"quantity":1,"price":"40.00"},
            {"id":2,"title":"Tip","quantity":1,"price":"5.00","tip_payment_gateway":null,
            "tip_payment_method":"Visa"}],"total_tip_received":"8.00"
            """#)
        #expect(order.lines.map(\.isGiftCard) == [false, true])
        #expect(order.tips == 300)
    }

    @Test func `several discounts on one line and on shipping keep their codes`() throws {
        let order = try Self.order(
            #"""
            "discount_codes":[{"code":"mia 20"},{"code":"SHIPFREE"}],"discount_applications":[
            {"type":"manual","title":"MIA20"},{"type":"automatic","title":"Sale"},
            {"type":"discount_code","code":"SHIPFREE","target_type":"shipping_line"}],
            "line_items":[{"id":1,"quantity":3,"price":"40.00","discount_allocations":[
            {"amount":"12.00","discount_application_index":0},
            {"amount":"5.40","discount_application_index":1}]}],
            "shipping_lines":[{"price":"7.00","discount_allocations":[
            {"amount":"7.00","discount_application_index":2}]}]
            """#)
        #expect(order.codeTexts == ["mia 20", "SHIPFREE"])
        #expect(order.discountTexts == ["0 mia 20 1200", "0 - 540"])
        #expect(order.shippingDiscounts.map(\.amount) == [700])
        #expect(order.shippingDiscounts.map(\.code) == [1])
    }

    @Test func `the description of a discount made by hand may be the code, if its title is not`()
        throws
    {
        let order = try Self.order(
            #"""
            "discount_codes":[{"code":"MIA20"}],"discount_applications":[
            {"type":"manual","title":"Custom discount","description":"mia20"},
            {"type":"manual","title":"Custom discount","description":"because"}],
            "line_items":[{"id":1,"quantity":1,"price":"40.00","discount_allocations":[
            {"amount":"2.00","discount_application_index":0},
            {"amount":"1.00","discount_application_index":1},
            {"amount":"0.50","discount_application_index":7},
            {"amount":"0.25","discount_application_index":-1},{"amount":"0.05"}]}]
            """#)
        #expect(
            order.discountTexts == ["0 MIA20 200", "0 - 100", "0 - 50", "0 - 25", "0 - 5"])
    }

    @Test(arguments: [("JPY", "1200", 1200), ("KWD", "1.205", 1205), ("USD", "12.00", 1200)])
    func `amounts have the shop currency's decimals`(
        currency: String, price: String, expected: Int64
    ) throws {
        let text = #"""
            {"id":1,"created_at":"2026-11-23T10:00:00Z","currency":"\#(currency)",
            "presentment_currency":"EUR","line_items":[{"id":1,"quantity":1,"price":"0",
            "price_set":{"shop_money":{"amount":"\#(price)","currency_code":"\#(currency)"},
            "presentment_money":{"amount":"9.99","currency_code":"EUR"}}}]}
            """#
        #expect(
            try Translated(.shopify, text, key: "1").order().lines.map(\.price) == [expected])
    }

    @Test(arguments: [
        #""order_adjustments":[{"kind":"shipping_refund","amount":"-5.00","tax_amount":"-0.40"}]"#,
        #"""
        "refund_shipping_lines":[{"subtotal_amount_set":{"shop_money":{"amount":"5.00"}},
        "tax_amount_set":{"shop_money":{"amount":"0.40"}}}]
        """#,
        #"""
        "order_adjustments":[{"kind":"shipping_refund","amount":"-5.00","tax_amount":"-0.40"},
        {"kind":"shipping_refund","amount":"-3.95","tax_amount":"0"},
        {"kind":"shipping_refund","amount":"3.95","tax_amount":"0"}]
        """#,
    ])
    func `a refund of shipping alone is paid back for shipping`(how: String) throws {
        let refund = try Self.refund(
            #"""
            "refund_line_items":[],\#(how),"transactions":[
            {"kind":"refund","status":"success","amount":"5.40","currency":"USD"}]
            """#)
        #expect(refund.amount == 540 && refund.shipping == 500 && refund.tax == 40)
    }

    @Test func `a sum says nothing of shipping and tax where nothing is known of them`() throws {
        let refund = try Self.refund(
            #"""
            "refund_line_items":[],"order_adjustments":[{"kind":"refund_discrepancy",
            "amount":"-14.00"}],"transactions":[
            {"kind":"refund","status":"success","amount":"14.00","currency":"USD"}]
            """#)
        #expect(refund.amount == 1400 && refund.shipping == nil && refund.tax == nil)
    }

    @Test func `a sum in the customer's currency is what it was in the shop's`() throws {
        let refund = try Self.refund(
            #"""
            "refund_line_items":[],"total_duties_set":{"shop_money":{"amount":"0.00",
            "currency_code":"USD"}},"order_adjustments":[{"kind":"refund_discrepancy",
            "amount":"-10.00","amount_set":{"shop_money":{"amount":"-10.00",
            "currency_code":"USD"},"presentment_money":{"amount":"-13.70",
            "currency_code":"CAD"}}}],"transactions":[
            {"kind":"refund","status":"success","amount":"13.70","currency":"CAD"}]
            """#, currency: "CAD")
        #expect(refund.currency == Currency("USD") && refund.amount == 1000)
    }

    @Test func `a sum whose worth in the shop's currency is not said keeps its own`() throws {
        let refund = try Self.refund(
            #"""
            "refund_line_items":[],"total_duties_set":{"shop_money":{"amount":"0.00",
            "currency_code":"USD"}},"order_adjustments":[],"transactions":[
            {"kind":"refund","status":"success","amount":"13.70","currency":"CAD"}]
            """#)
        #expect(refund.currency == Currency("CAD") && refund.amount == 1370)
    }

    @Test func `where a line says nothing of restocking the refund does`() throws {
        let lines = #""refund_line_items":[{"line_item_id":1,"quantity":1,"subtotal":1}]"#
        #expect(try Self.refund(#""restock":true,\#(lines)"#).lines[0].restocked)
        #expect(try !Self.refund(#""restock":false,\#(lines)"#).lines[0].restocked)
    }

    @Test func `an order's list of refunds is each of them`() throws {
        let text = #"""
            {"refunds":[{"id":5,"order_id":1,"created_at":"2026-11-24T08:00:00Z",
            "refund_line_items":[{"line_item_id":1,"quantity":1,"subtotal":1}]},
            {"id":6,"order_id":1,"created_at":"2026-11-24T09:00:00Z","refund_line_items":[],
            "transactions":[{"kind":"refund","status":"success","amount":"2.00"}]}]}
            """#
        let refunds = try Translated(.shopify, text, key: "1", currency: "USD").refunds
        #expect(refunds.map { $0.string($0.refundID) } == ["5", "6"])
        #expect(refunds.map(\.amount) == [nil, 200])
    }

    @Test(arguments: [
        // A draft, a fulfilment, an abandoned checkout.
        #""invoice_url":"https://shop.example/i","status":"open","order_id":null"#,
        #""order_id":450789469,"status":"success""#,
        #""abandoned_checkout_url":"https://shop.example/c""#,
    ])
    func `what has lines and is no order is refused`(members: String) {
        let fault = refusal {
            try Self.order(#""line_items":[{"id":1,"quantity":1,"price":"40.00"}],\#(members)"#)
        }
        #expect(fault?.reason == .missingField)
        #expect(fault?.detail.contains("neither an order nor a refund") == true)
    }
}
