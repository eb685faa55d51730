import Codec
import Promo
import Testing

/// Square's service charges, taxes and what looks like an order or refund and is none.
struct SquareMoneyTests {
    private static func order(_ members: String) throws -> Order {
        try Translated(
            .square,
            #"""
            {"order":{"id":"sq1","version":1,"state":"COMPLETED","location_id":"L",
            "created_at":"2026-11-23T10:00:00Z","updated_at":"2026-11-23T10:00:00Z",
            "total_money":{"amount":1,"currency":"USD"},\#(members)}}
            """#, key: "sq1"
        ).order()
    }

    @Test func `discounts on a line and on the order are told apart`() throws {
        let order = try Self.order(
            #"""
            "discounts":[{"uid":"d1","name":"MIA20","scope":"ORDER"},
            {"uid":"d2","catalog_object_id":"CAT2","pricing_rule_id":"PR2","scope":"LINE_ITEM"}],
            "line_items":[{"uid":"l1","quantity":"1","gross_sales_money":{"amount":2000},
            "applied_discounts":[{"discount_uid":"d2","applied_money":{"amount":100}},
            {"discount_uid":"d1","applied_money":{"amount":380}}]},
            {"uid":"l2","quantity":"2","gross_sales_money":{"amount":1000},
            "applied_discounts":[{"discount_uid":"d1","applied_money":{"amount":200}}]}]
            """#)
        #expect(order.codeTexts == ["MIA20", "CAT2", "PR2"])
        #expect(order.discountTexts == ["0 CAT2 100", "0 MIA20 380", "1 MIA20 200"])
    }

    @Test func `a line that only says what all its discounts took off keeps it`() throws {
        let line = #"""
            "line_items":[{"uid":"l1","quantity":"1","gross_sales_money":{"amount":2000},
            "total_discount_money":{"amount":300}}]
            """#
        let sole = try Self.order(#""discounts":[{"uid":"d1","name":"MIA20"}],"# + line)
        #expect(sole.discountTexts == ["0 MIA20 300"])
        let several = try Self.order(
            #""discounts":[{"uid":"d1","name":"MIA20"},{"uid":"d2","name":"X"}],"# + line)
        #expect(several.discountTexts == ["0 - 300"])
    }

    @Test func `service charges are outside revenue, with their tax`() throws {
        let order = try Self.order(
            #"""
            "line_items":[{"uid":"l1","quantity":"1","gross_sales_money":{"amount":2000}}],
            "service_charges":[{"uid":"s1","name":"Delivery","applied_money":{"amount":500},
            "total_tax_money":{"amount":40}},{"uid":"s2","applied_money":{"amount":100}}]
            """#)
        #expect(order.shipping == 600 && order.shippingTax == 40)
        #expect(order.lines.map(\.price) == [2000])
    }

    @Test func `a price with contained tax is the item's and its modifiers'`() throws {
        // In some countries gross sales come without the contained tax.
        let order = try Self.order(
            #"""
            "taxes":[{"uid":"t1","type":"INCLUSIVE"}],
            "line_items":[{"uid":"l1","quantity":"2","gross_sales_money":{"amount":2000},
            "variation_total_price_money":{"amount":2000},"modifiers":[
            {"uid":"m1","total_price_money":{"amount":400}}],
            "applied_taxes":[{"tax_uid":"t1","applied_money":{"amount":400}}]}]
            """#)
        #expect(order.taxesIncluded && order.lines.map(\.price) == [2400])
        #expect(order.lines.map(\.tax) == [400])
    }

    @Test func `an order that only takes back is no merchandise`() throws {
        let order = try Self.order(
            #""returns":[{"source_order_id":"sq0","return_line_items":[{"uid":"r1"}]}]"#)
        #expect(order.lines.isEmpty && order.codes.isEmpty)
    }

    @Test(arguments: [
        #"""
        {"type":"payment.updated","data":{"object":{"payment":{"id":"p","order_id":"sq1",
        "amount_money":{"amount":1,"currency":"USD"}}}}}
        """#,
        #"""
        {"id":"p","order_id":"sq1","status":"COMPLETED","created_at":"2026-11-23T10:00:00Z",
        "amount_money":{"amount":1,"currency":"USD"},
        "total_money":{"amount":1,"currency":"USD"}}
        """#,
    ])
    func `a payment is neither order nor refund`(text: String) {
        #expect(refusal { try Translated(.square, text, key: "sq1") }?.reason == .missingField)
    }

    @Test func `a cancelled order that does not say when is cancelled at once`() throws {
        let text = #"""
            {"id":"sq1","version":1,"state":"CANCELED","created_at":"2026-11-23T10:00:00Z",
            "total_money":{"amount":1,"currency":"USD"},"line_items":[]}
            """#
        let order = try Translated(.square, text, key: "sq1").order()
        #expect(order.cancelledAt == order.placedAt)
    }
}
