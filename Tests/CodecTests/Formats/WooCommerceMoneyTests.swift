import Codec
import Promo
import Testing

/// Coupons, fees and shipping of WooCommerce's records.
struct WooCommerceMoneyTests {
    private static func order(_ members: String) throws -> Order {
        try Translated(
            .woocommerce,
            #"""
            {"id":727,"status":"completed","currency":"USD","customer_id":0,
            "date_created_gmt":"2026-11-23T16:00:00","date_modified_gmt":"2026-11-24T10:00:00",
            \#(members)}
            """#, key: "727"
        ).order()
    }

    private static func refund(_ members: String) throws -> Refund {
        try Translated(
            .woocommerce,
            #"{"id":726,"parent_id":727,"date_created_gmt":"2026-11-24T06:00:00",\#(members)}"#,
            key: "727", currency: "USD"
        ).refund()
    }

    @Test func `what each coupon gave adds up to what the order says it gave`() throws {
        let order = try Self.order(
            #"""
            "line_items":[{"id":1,"quantity":1,"subtotal":"10.00","total":"9.00"},
            {"id":2,"quantity":1,"subtotal":"10.00","total":"9.00"}],
            "coupon_lines":[{"code":"jane10","discount":"1.33"},{"code":"gift","discount":"0.67"}]
            """#)
        #expect(
            order.discountTexts == [
                "0 jane10 67", "0 gift 33", "1 jane10 66", "1 gift 34",
            ])
    }

    @Test func `discounts above what the coupons gave are shared as they gave`() throws {
        let order = try Self.order(
            #"""
            "line_items":[{"id":1,"quantity":1,"subtotal":"10.00","total":"7.00"},
            {"id":2,"quantity":1,"subtotal":"10.00","total":"7.00"}],
            "coupon_lines":[{"code":"jane10","discount":"2.00"},{"code":"gift","discount":"1.00"}]
            """#)
        #expect(
            order.discountTexts == [
                "0 jane10 200", "0 gift 100", "1 jane10 200", "1 gift 100",
            ])
    }

    @Test func `fees are outside revenue, with their tax`() throws {
        let order = try Self.order(
            #"""
            "shipping_total":"10.00","shipping_tax":"0.80",
            "line_items":[{"id":1,"quantity":1,"subtotal":"10.00","total":"10.00"}],
            "fee_lines":[{"id":9,"name":"Gift wrap","total":"4.00","total_tax":"0.30"},
            {"id":10,"name":"Loyal","total":"-2.00","total_tax":"-0.15"}]
            """#)
        #expect(order.tips == 400 && order.shipping == 1000 && order.shippingTax == 110)
        #expect(order.lines.map(\.price) == [1000])
    }

    @Test func `a refund of shipping alone is paid back for shipping`() throws {
        let refund = try Self.refund(
            #"""
            "amount":"5.40","line_items":[],
            "shipping_lines":[{"id":1,"total":"-5.00","total_tax":"-0.40"}]
            """#)
        #expect(refund.amount == 540 && refund.shipping == 500 && refund.tax == 40)
    }

    @Test func `a refund of a fee alone takes nothing from the merchandise`() throws {
        let refund = try Self.refund(
            #"""
            "amount":"4.30","line_items":[],
            "fee_lines":[{"id":1,"total":"-4.00","total_tax":"-0.30"}]
            """#)
        #expect(refund.amount == 30 && refund.tax == 30 && refund.shipping == nil)
    }

    @Test func `a refund inside its order keeps to the tax that newer shops say of it`() throws {
        let text = #"""
            {"id":727,"status":"completed","currency":"USD","date_created_gmt":
            "2026-11-23T16:00:00","date_modified_gmt":"2026-11-24T10:00:00","line_items":[],
            "refunds":[{"id":726,"reason":"","total":"-10.80","total_tax":"-0.80"}]}
            """#
        let refund = try Translated(.woocommerce, text, key: "727").refund()
        #expect(refund.amount == 1080 && refund.tax == 80)
    }

    @Test func `a cancelled order that does not say when it was changed is cancelled at once`()
        throws
    {
        let text = #"""
            {"id":727,"status":"cancelled","currency":"USD","date_created_gmt":
            "2026-11-23T16:00:00","line_items":[]}
            """#
        let order = try Translated(.woocommerce, text, key: "727").order()
        #expect(order.cancelledAt == order.placedAt)
    }
}
