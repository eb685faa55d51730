import Codec
import Promo
import Testing

struct SquareTests {
    private static let order = #"""
        {"type":"order.updated","data":{"object":{"order":
        {"id":"sq1","version":7,"state":"OPEN","location_id":"L1","customer_id":"C1",
        "created_at":"2026-11-23T10:00:00Z","updated_at":"2026-11-24T10:00:00Z",
        "closed_at":"2026-11-24T09:00:00Z","source":{"name":"Square Online"},
        "discounts":[{"uid":"d1","name":"MIA20","catalog_object_id":"CAT1"}],
        "taxes":[{"uid":"t1","type":"INCLUSIVE"},{"uid":"t2","type":"ADDITIVE"}],
        "line_items":[
        {"uid":"l1","quantity":"2","gross_sales_money":{"amount":2400,"currency":"USD"},
        "total_tax_money":{"amount":450,"currency":"USD"},
        "applied_taxes":[{"tax_uid":"t1","applied_money":{"amount":400}},
        {"tax_uid":"t2","applied_money":{"amount":50}}],
        "applied_discounts":[{"discount_uid":"d1","applied_money":{"amount":240}}]},
        {"uid":"l2","quantity":"1.75","gross_sales_money":{"amount":999},
        "item_type":"GIFT_CARD"}],
        "total_tip_money":{"amount":100,"currency":"USD"},
        "total_money":{"amount":3209,"currency":"USD"}}}}}
        """#
    private static let refund = #"""
        {"refund":{"id":"r1","order_id":"sq1","status":"COMPLETED","reason":"exchange",
        "created_at":"2026-11-24T06:00:00Z","updated_at":"2026-11-24T07:00:00Z",
        "amount_money":{"amount":1200,"currency":"USD"}}}
        """#

    private func order(_ edits: (String, String)...) throws -> Order {
        var text = Self.order
        for (old, new) in edits { text = try text.edited(old, new) }
        return try Translated(.square, text, key: "sq1").order()
    }

    @Test func `an order is read from a webhook's envelope`() throws {
        let order = try order()
        #expect(order.version == 7 && order.cancelledAt == nil)
        #expect(order.salesChannel == .online && order.string(order.customerID) == "C1")
        #expect(order.lines.map(\.price) == [2400, 999] && order.lines.map(\.quantity) == [2, 1])
        #expect(order.lines.map(\.isGiftCard) == [false, true] && order.tips == 100)
        #expect(order.taxesIncluded && order.lines[0].tax == 400, "not the added tax")
    }

    @Test func `a discount's name and its catalogue id stand for codes`() throws {
        let order = try order()
        #expect(order.codeTexts == ["MIA20", "CAT1"])
        #expect(order.discountTexts == ["0 MIA20 240"])
    }

    @Test func `amounts have the currency's decimals`() throws {
        let order = try order(("USD", "JPY"))
        #expect(order.currency == Currency("JPY") && order.lines[0].price == 2400)
        let fault = refusal { try self.order((#""amount":999"#, #""amount":9.5"#)) }
        #expect(fault?.reason == .badMoney)
    }

    @Test func `a till, a cancellation and a draft are told`() throws {
        #expect(try order(("Square Online", "Point of Sale")).salesChannel == .pos)
        let cancelled = try order(("OPEN", "CANCELED"))
        #expect(cancelled.cancelledAt == TimeTexts.time("2026-11-24T09:00:00Z"))
        let draft = try Self.order.edited("OPEN", "DRAFT")
        #expect(try Translated(.square, draft, key: "sq1").orders.isEmpty)
    }

    @Test(arguments: [
        ("COMPLETED", RefundStatus.succeeded), ("PENDING", .pending), ("REJECTED", .failed),
        ("FAILED", .failed),
    ])
    func `a refund is a sum and counts once completed`(
        status: String, expected: RefundStatus
    ) throws {
        let text = try Self.refund.edited("COMPLETED", status)
        let refund = try Translated(.square, text, key: "sq1").refund()
        #expect(refund.amount == 1200 && refund.status == expected && refund.isExchange)
        #expect(refund.version == TimeTexts.time("2026-11-24T07:00:00Z").milliseconds)
    }

    @Test(.enabled(if: Payload.areThere, "../shared/payloads is not here"))
    func `the official samples are read, and the one of ids only is refused`() throws {
        let order = try Translated(
            .square, Payload.text("square_order_with_order_discount"),
            key: "CAISENgvlJ6jLWAzERDzjyHVybY"
        ).order()
        #expect(order.lines.map(\.price) == [500, 600] && order.salesChannel == .pos)
        #expect(order.discountTexts == ["0 50% Off 250", "1 50% Off 300"])
        let ids = try Payload.text("square_webhook_order_updated_shape")
        let fault = refusal { try Translated(.square, ids, key: "order_id6") }
        #expect(fault?.reason == .missingField && fault?.detail.contains("ids only") == true)
    }
}
