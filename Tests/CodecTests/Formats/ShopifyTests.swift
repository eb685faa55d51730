import Codec
import Promo
import Testing

struct ShopifyTests {
    /// An order as its webhooks send it, with what the tests edit on lines of their own.
    private static let order = #"""
        {"id":820982911946154508,"created_at":"2026-11-23T10:00:00-05:00",
        "processed_at":"2026-11-23T10:00:01-05:00","updated_at":"2026-11-24T10:00:00-05:00",
        "cancelled_at":null,"currency":"USD","presentment_currency":"CAD","test":false,
        "source_name":"web","location_id":null,
        "customer":{"id":115310627314723954},
        "taxes_included":false,
        "discount_codes":[{"code":"MIA20","amount":"10.00","type":"percentage"}],
        "discount_applications":[
        {"type":"discount_code","code":"MIA20"},{"type":"automatic","title":"Sale"},
        {"type":"manual","title":"MIA20"}],
        "line_items":[{"id":9007199254740993,"sku":"A","quantity":2,"price":"40.00",
        "price_set":{"shop_money":{"amount":"40.00","currency_code":"USD"},
        "presentment_money":{"amount":"55.00","currency_code":"CAD"}},
        "tax_lines":[{"price":"3.205","rate":0.05},{"price":1.1,"rate":0.02}],
        "discount_allocations":[{"amount":"8.00","discount_application_index":0},
        {"amount":"1.00","discount_application_index":1},
        {"amount":2.50,"discount_application_index":2}]},
        {"id":2,"sku":null,"quantity":1,"price":25,"gift_card":true}],
        "shipping_lines":[{"price":"10.00","tax_lines":[{"price":"0.50"}],
        "discount_allocations":[{"amount":"4.00","discount_application_index":0}]},
        {"price":"7.00","is_removed":true}],
        "total_tip_received":"3.00","refunds":[]}
        """#
    private static let key = "820982911946154508"

    private static let refund = #"""
        {"id":5,"order_id":820982911946154508,"created_at":"2026-11-24T08:00:00Z",
        "note":"exchange","refund_line_items":[{"line_item_id":9007199254740993,"quantity":1,
        "restock_type":"return","subtotal":12.00,"total_tax":2.00,
        "line_item":{"tax_lines":[{"rate":0.2}]}}],
        "order_adjustments":[{"kind":"shipping_refund","amount":"-5.00","tax_amount":"-0.25"},
        {"kind":"refund_discrepancy","amount":"-9.00","tax_amount":"0.00"}],
        "transactions":[{"kind":"refund","status":"success","amount":"14.00","currency":"USD"}]}
        """#

    private func order(_ edits: (String, String)...) throws -> Order {
        var text = Self.order
        for (old, new) in edits { text = try text.edited(old, new) }
        return try Translated(.shopify, text, key: Self.key).order()
    }

    private func refund(_ edits: (String, String)...) throws -> Refund {
        var text = Self.refund
        for (old, new) in edits { text = try text.edited(old, new) }
        return try Translated(.shopify, text, key: Self.key).refund()
    }

    @Test func `an order's fields are read in the shop's own currency`() throws {
        let order = try order()
        #expect(order.string(order.orderID) == Self.key)
        #expect(order.placedAt == TimeTexts.time("2026-11-23T15:00:01Z"))
        #expect(order.version == TimeTexts.time("2026-11-24T15:00:00Z").milliseconds)
        #expect(order.cancelledAt == nil && !order.isTest)
        #expect(order.currency == Currency("USD") && order.salesChannel == .online)
        #expect(order.string(order.customerID) == "115310627314723954")
        #expect(order.lines.map(\.price) == [8000, 2500])
        #expect(order.string(order.lines[0].lineID) == "9007199254740993")
        #expect(order.lines[0].tax == 430, "4.305 rounded half even")
        #expect(order.lines.map(\.isGiftCard) == [false, true])
        #expect(order.shipping == 1000 && order.shippingTax == 50 && order.tips == 300)
        #expect(order.shippingDiscounts.map(\.amount) == [400])
    }

    @Test func `a discount is its application's code, by field or by title`() throws {
        let order = try order()
        #expect(order.codeTexts == ["MIA20"])
        #expect(order.discountTexts == ["0 MIA20 800", "0 - 100", "0 MIA20 250"])
    }

    @Test func `a code that only the applications have counts`() throws {
        let order = try order(
            (#"[{"code":"MIA20","amount":"10.00","type":"percentage"}]"#, "[]"))
        #expect(order.codeTexts == ["MIA20"])
        #expect(order.discountTexts == ["0 MIA20 800", "0 - 100", "0 - 250"])
    }

    @Test func `a missing customer, point of sale, cancellation and test are read`() throws {
        let order = try order(
            (#""customer":{"id":115310627314723954},"#, ""), ("\"web\"", "\"pos\""),
            (#""location_id":null"#, #""location_id":655441491"#),
            (#""cancelled_at":null"#, #""cancelled_at":"2026-11-24T09:00:00Z""#),
            (#""test":false"#, #""test":true"#))
        #expect(order.customerID.isAbsent && order.salesChannel == .pos && order.isTest)
        #expect(order.cancelledAt == TimeTexts.time("2026-11-24T09:00:00Z"))
        #expect(try self.order(("\"web\"", "\"android\"")).salesChannel == .app)
    }

    @Test func `an amount that cannot be read is refused, also inside a sum`() throws {
        for (old, new) in [("3.205", "x"), ("\"40.00\",\"currency", "\"4O\",\"currency")] {
            let fault = refusal { try order((old, new)) }
            #expect(fault?.reason == .badMoney, "\(new)")
        }
    }

    @Test func `a refund by lines keeps to its lines`() throws {
        let refund = try refund()
        #expect(refund.string(refund.refundID) == "5" && refund.isExchange)
        #expect(refund.currency == Currency("USD") && refund.version == 0)
        #expect(refund.lines.map(\.quantity) == [1])
        #expect(refund.lines[0].restocked)
        #expect(refund.shipping == 500 && refund.tax == 225)
    }

    @Test func `a refund that comes alone tells a contained tax by its rate`() throws {
        // 12.00 with 2.00 at 20 % contains it; 12.00 with 2.40 does not.
        #expect(try refund().lines[0].amount == 1000)
        #expect(try refund((#""total_tax":2.00"#, #""total_tax":2.40"#)).lines[0].amount == 1200)
        #expect(try refund((#"{"rate":0.2}"#, "")).lines[0].amount == 1200)
    }

    @Test func `a refund inside its order is as new as the order and knows its taxes`() throws {
        let text = try Self.order
            .edited(#""refunds":[]"#, #""refunds":["# + Self.refund + "]")
            .edited(#""taxes_included":false"#, #""taxes_included":true"#)
        let translated = try Translated(.shopify, text, key: Self.key)
        #expect(try translated.refund().lines[0].amount == 1000)
        #expect(try translated.refund().version == translated.order().version)
    }

    @Test func `a refund without lines counts what moved, once it moved`() throws {
        let bare = #"""
            {"id":6,"order_id":820982911946154508,"created_at":"2026-11-24T08:00:00Z",
            "refund_line_items":[],"transactions":[
            {"kind":"refund","status":"success","amount":"14.00","currency":"XXX"},
            {"kind":"refund","status":"pending","amount":"2.00","currency":"USD"},
            {"kind":"sale","status":"success","amount":"99.00","currency":"USD"}]}
            """#
        let moved = try Translated(.shopify, bare, key: Self.key).refund()
        #expect(moved.amount == 1400 && moved.status == .succeeded)
        #expect(moved.currency == Currency("USD"))
        for (word, status) in [("pending", RefundStatus.pending), ("failure", .failed)] {
            let text = try bare.edited(#""status":"pending""#, #""status":"\#(word)""#)
                .edited(#""status":"success","amount":"14"#, #""status":"\#(word)","amount":"14"#)
            #expect(try Translated(.shopify, text, key: Self.key).refund().status == status)
        }
    }

    @Test func `what is neither order nor refund is refused by name`() {
        for text in [
            #"{"id":1,"order_id":2,"kind":"refund","amount":"1.00"}"#, #"{"id":1}"#,
            #"{"id":1,"order_id":2,"status":"open"}"#,
        ] {
            let fault = refusal { try Translated(.shopify, text, key: "2") }
            #expect(fault?.reason == .missingField)
            #expect(fault?.detail.hasPrefix("neither an order nor a refund") == true)
        }
        #expect(
            refusal { try Translated(.shopify, #"{"order_edit":{"order_id":2}}"#, key: "2") }?
                .reason == .missingField)
    }
}

/// The official samples.
@Suite(.enabled(if: Payload.areThere, "../shared/payloads is not here"))
struct ShopifyPayloadTests {
    @Test(arguments: ["create", "paid", "updated", "cancelled"])
    func `an order's webhook is read whole`(topic: String) throws {
        let translated = try Translated(
            .shopify, Payload.text("shopify_webhook_orders_" + topic), key: "820982911946154508")
        let order = try translated.order()
        #expect(order.lines.map(\.price).reduce(0, +) == 41_495)
        #expect(order.isTest && order.cancelledAt != nil && order.shipping == 1000)
        #expect(order.string(order.lines[0].lineID) == "487817672276298554")
    }

    @Test func `a refund's webhook is read whole`() throws {
        let refund = try Translated(
            .shopify, Payload.text("shopify_webhook_refunds_create"), key: "820982911946154508"
        ).refund()
        #expect(refund.string(refund.refundID) == "890088186047892319")
        #expect(refund.lines.map { $0.amount ?? -1 } == [8999, 1999, 2499, 15_999, 11_999])
        #expect(refund.lines.allSatisfy { !$0.restocked })
        #expect(refund.currency == Currency("USD"))
    }

    @Test func `an order brings its discounts and its refund`() throws {
        let translated = try Translated(
            .shopify, Payload.text("shopify_order_multi_line_discount_with_refund"),
            key: "450789469")
        let order = try translated.order()
        #expect(order.codeTexts == ["TENOFF"])
        #expect(order.discountTexts == ["0 TENOFF 334", "1 TENOFF 333", "2 TENOFF 333"])
        #expect(order.lines.map(\.tax) == [398, 398, 398])
        let refund = try translated.refund()
        #expect(refund.lines.map { $0.amount ?? -1 } == [19_566, 19_567] && refund.tax == 796)
        #expect(!refund.lines.contains { !$0.restocked })
    }

    @Test(arguments: [
        "orders_delete", "orders_edited", "order_transactions_create", "returns_close",
        "returns_request", "returns_update", "subscription_contracts_create", "shop_redact",
        "customers_redact", "customers_data_request", "discounts_create",
    ])
    func `what another topic sends is refused`(topic: String) throws {
        let text = try Payload.text("shopify_webhook_" + topic)
        let fault = refusal { try Translated(.shopify, text, key: "820982911946154508") }
        #expect([.missingField, .badID].contains(fault?.reason))
    }
}
