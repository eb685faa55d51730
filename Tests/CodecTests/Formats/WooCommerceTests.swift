import Codec
import Promo
import Testing

struct WooCommerceTests {
    private static let order = #"""
        {"id":727,"status":"processing","currency":"USD","created_via":"checkout",
        "date_created":"2026-11-23T13:00:00","date_created_gmt":"2026-11-23T16:00:00",
        "date_modified_gmt":"2026-11-24T10:00:00","prices_include_tax":true,"customer_id":0,
        "shipping_total":"10.00","shipping_tax":"0.8",
        "line_items":[
        {"id":315,"sku":"A","quantity":3,"subtotal":"10.005","total":"7.005","total_tax":"0.56"},
        {"id":316,"sku":"","quantity":1.5,"subtotal":"12.00","total":"12.00","total_tax":"0.96"},
        {"id":317,"quantity":1,"subtotal":"5.00","total":"6.00","total_tax":"0"}],
        "coupon_lines":[{"code":"jane10","discount":"2.00"},{"code":"gift","discount":"1.00"}],
        "refunds":[{"id":726,"reason":"exchange","total":"-10.00"}]}
        """#
    private static let refund = #"""
        {"id":726,"date_created":"2026-11-24T03:00:00","date_created_gmt":"2026-11-24T06:00:00",
        "amount":"10.00","reason":"","line_items":[
        {"id":901,"quantity":-1,"total":"-3.335","total_tax":"-0.19",
        "meta_data":[{"key":"_refunded_item_id","value":"315"}]}],
        "shipping_lines":[{"id":902,"total":"-5.00","total_tax":"-0.40"}]}
        """#

    private func translated(_ edits: (String, String)...) throws -> Translated {
        var text = Self.order
        for (old, new) in edits { text = try text.edited(old, new) }
        return try Translated(.woocommerce, text, key: "727")
    }

    @Test func `an order is read in UTC and before tax`() throws {
        let order = try translated().order()
        #expect(order.placedAt == TimeTexts.time("2026-11-23T16:00:00Z"))
        #expect(order.version == TimeTexts.time("2026-11-24T10:00:00Z").milliseconds)
        #expect(order.customerID.isAbsent && !order.taxesIncluded && order.cancelledAt == nil)
        #expect(order.shipping == 1000 && order.shippingTax == 80)
        #expect(order.lines.map(\.price) == [1000, 1200, 600])
        #expect(order.lines.map(\.quantity) == [3, 1, 1])
        #expect(order.lines.map(\.tax) == [56, 96, 0])
    }

    @Test func `a line's discount is shared by what its coupons gave`() throws {
        let order = try translated().order()
        #expect(order.codeTexts == ["jane10", "gift"])
        #expect(order.discountTexts == ["0 jane10 200", "0 gift 100"])
        let automatic = try translated(
            (#""discount":"2.00""#, #""discount":"0""#),
            (#""discount":"1.00""#, #""discount":"0""#)
        ).order()
        #expect(automatic.discountTexts == ["0 - 300"])
    }

    @Test(arguments: ["cancelled", "failed", "trash", "checkout-draft"])
    func `an order that came to nothing is cancelled`(status: String) throws {
        let order = try translated(("processing", status)).order()
        #expect(order.cancelledAt == order.updatedAt && order.updatedAt != nil)
    }

    @Test func `a customer and a till are told`() throws {
        let order = try translated((#""customer_id":0"#, #""customer_id":"12""#)).order()
        #expect(order.string(order.customerID) == "12")
        #expect(try translated(("checkout", "pos-rest-api")).order().salesChannel == .pos)
        #expect(try translated(("checkout", "my-posts")).order().salesChannel == .online)
    }

    @Test func `a refund inside gives way to an earlier order's and to its own record`() throws {
        let inside = try translated().refund()
        #expect(inside.amount == 1000 && inside.isExchange && inside.lines.isEmpty)
        let later = try translated(("2026-11-24T10:00:00", "2026-11-24T11:00:00")).refund()
        let own = try Translated(.woocommerce, Self.refund, key: "727", currency: "USD").refund()
        #expect(later.version < inside.version && inside.version < own.version)
    }

    @Test func `a refund's negative lines are the order's lines given back`() throws {
        let refund = try Translated(.woocommerce, Self.refund, key: "727", currency: "USD")
            .refund()
        #expect(refund.string(refund.orderID) == "727")
        #expect(refund.refundedAt == TimeTexts.time("2026-11-24T06:00:00Z"))
        #expect(refund.lines.map(\.quantity) == [1] && refund.lines[0].amount == 334)
        #expect(refund.lines[0].lineHash == (try translated().order()).lines[0].lineHash)
        #expect(refund.shipping == 500 && refund.tax == 59 && !refund.isExchange)
    }

    @Test func `a refund says no currency and takes the brand's`() throws {
        let fault = refusal { try Translated(.woocommerce, Self.refund, key: "727") }
        #expect(fault?.reason == .missingField)
        let own = try Self.refund.edited(#""id":726"#, #""currency":"JPY","id":726"#)
        #expect(
            try Translated(.woocommerce, own, key: "727", currency: "USD").refund().currency
                == Currency("JPY"))
    }

    @Test func `a refund without lines is a sum`() throws {
        let text = #"""
            {"id":9,"parent_id":727,"date_created_gmt":"2026-11-24T06:00:00","amount":"10.00",
            "line_items":[]}
            """#
        let refund = try Translated(.woocommerce, text, key: "727", currency: "USD").refund()
        #expect(refund.amount == 1000 && refund.lines.isEmpty)
    }

    @Test func `a deleted order's record is refused`() {
        let fault = refusal { try Translated(.woocommerce, #"{"id":727}"#, key: "727") }
        #expect(fault?.reason == .missingField)
    }

    @Test(
        .enabled(if: Payload.areThere, "../shared/payloads is not here"),
        arguments: ["woocommerce_order", "woocommerce_order_with_coupons_COMPOSED"])
    func `the official sample is read whole`(name: String) throws {
        let translated = try Translated(.woocommerce, Payload.text(name), key: "727")
        let order = try translated.order()
        #expect(order.lines.map(\.price) == [600, 1200] && order.lines.map(\.quantity) == [2, 1])
        #expect(order.placedAt == TimeTexts.time("2017-03-22T19:28:02Z"))
        #expect(order.shipping == 1000)
        #expect(order.codes.count == (name.hasSuffix("COMPOSED") ? 2 : 0))
    }
}
