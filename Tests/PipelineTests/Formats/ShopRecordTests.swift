import Codec
import Foundation
import Pipeline
import Promo
import Testing

/// Shops' own records, from the input topics to the published attributions.
@Suite struct ShopRecordTests {
    private static let assignment =
        #"{"code":"MIA20","creator_id":"mia","valid_from":"2000-01-01T00:00:00Z"}"#

    private func pipeline(_ format: InputFormat, code: String = "MIA20") -> InMemoryPipeline {
        let pipeline = InMemoryPipeline(
            settings: PipelineSettings(
                policy: Policy(version: ByteString("1")), windows: [.all],
                formats: InputFormats(orders: format, refunds: format, currency: "USD")))
        pipeline.send(
            "code-registry", Self.assignment.replacingOccurrences(of: "MIA20", with: code))
        return pipeline
    }

    /// Sums over the credits: `orders gross discount returns net`, in the currency's decimals.
    private func sums(_ pipeline: InMemoryPipeline) -> [String] {
        pipeline.settle()
        let amounts = ["gross", "discount", "code_discount", "returns", "net"].map { name in
            let sum = pipeline.credits.reduce(Decimal(0)) { sum, credit in
                sum + (Decimal(string: credit[name] as? String ?? "0") ?? 0)
            }
            return "\(name) \(sum)"
        }
        let orders = pipeline.credits.reduce(0) { $0 + ($1["orders"] as? Int ?? 0) }
        return ["orders \(orders)"] + amounts
    }

    @Test func `a Shopify order with its refund inside, and the refund again by itself`() {
        let pipeline = self.pipeline(.shopify)
        let refund = #"""
            {"id":5,"order_id":820982911946154508,"created_at":"2026-11-22T08:00:00Z",
            "refund_line_items":[{"line_item_id":9007199254740993,"quantity":1,
            "restock_type":"return","subtotal":32.00,"total_tax":0,
            "subtotal_set":{"shop_money":{"amount":"32.00","currency_code":"USD"}}}]}
            """#
        let order = #"""
            {"id":820982911946154508,"created_at":"2026-11-20T10:00:00-05:00",
            "updated_at":"2026-11-22T09:00:00Z","currency":"USD","taxes_included":false,
            "discount_codes":[{"code":"mia20"}],
            "discount_applications":[{"type":"manual","title":"mia20"}],
            "line_items":[{"id":9007199254740993,"quantity":2,"price":"40.00",
            "discount_allocations":[{"amount":"16.00","discount_application_index":0}]}],
            "refunds":[\#(refund)]}
            """#
        let key = "820982911946154508"
        pipeline.send("refunds", refund, key: key)
        pipeline.send("orders", order, key: key)
        pipeline.send("orders", order, key: key)
        pipeline.send("refunds", refund, key: key)
        #expect(
            sums(pipeline) == [
                "orders 1", "gross 80", "discount 16", "code_discount 16", "returns 32", "net 32",
            ])
        #expect(pipeline.deadLetters.isEmpty && pipeline.alerts.isEmpty)
        #expect(pipeline.credits.allSatisfy { $0["creator_id"] as? String == "mia" })
    }

    @Test func `a WooCommerce refund of its own replaces the one inside, in any order`() {
        let order = #"""
            {"id":727,"status":"processing","currency":"USD","customer_id":0,
            "date_created_gmt":"2026-11-20T10:00:00","date_modified_gmt":"2026-11-22T09:00:00",
            "line_items":[{"id":315,"quantity":2,"subtotal":"80.00","total":"64.00"}],
            "coupon_lines":[{"code":"mia20","discount":"16.00"}],
            "refunds":[{"id":726,"total":"-32.00"}]}
            """#
        let later = order.replacingOccurrences(of: "22T09", with: "22T10")
        let refund = #"""
            {"id":726,"date_created_gmt":"2026-11-22T08:00:00","amount":"32.00","line_items":[
            {"id":901,"quantity":-1,"total":"-32.00",
            "meta_data":[{"key":"_refunded_item_id","value":315}]}]}
            """#
        for records in [[order, later, refund], [refund, later, order], [later, refund, order]] {
            let pipeline = self.pipeline(.woocommerce)
            for record in records {
                pipeline.send(record == refund ? "refunds" : "orders", record, key: "727")
            }
            #expect(
                sums(pipeline) == [
                    "orders 1", "gross 80", "discount 16", "code_discount 16", "returns 32",
                    "net 32",
                ])
            let units = pipeline.credits.reduce(0) { $0 + ($1["returned_units"] as? Int ?? 0) }
            #expect(units == 1 && pipeline.deadLetters.isEmpty && pipeline.alerts.isEmpty)
        }
    }

    @Test func `a Square order and its refund`() {
        let pipeline = self.pipeline(.square)
        pipeline.send(
            "orders",
            #"""
            {"order":{"id":"sq1","version":1,"created_at":"2026-11-20T10:00:00Z",
            "discounts":[{"uid":"d","name":"MIA20"}],
            "line_items":[{"uid":"l","quantity":"0.5","gross_sales_money":{"amount":8000},
            "applied_discounts":[{"discount_uid":"d","applied_money":{"amount":1600}}]}],
            "total_money":{"amount":6400,"currency":"USD"}}}
            """#, key: "sq1")
        pipeline.send(
            "refunds",
            #"""
            {"refund":{"id":"r","order_id":"sq1","status":"COMPLETED",
            "created_at":"2026-11-21T10:00:00Z","amount_money":{"amount":3200,"currency":"USD"}}}
            """#, key: "sq1")
        #expect(
            sums(pipeline) == [
                "orders 1", "gross 80", "discount 16", "code_discount 16", "returns 32", "net 32",
            ])
        #expect(pipeline.deadLetters.isEmpty && pipeline.alerts.isEmpty)
    }

    @Test func `a Stripe session, the charge of the same payment, and its refund`() {
        let session = #"""
            {"data":{"object":{"object":"checkout.session","id":"cs","status":"complete",
            "created":1795168800,"currency":"usd","livemode":true,"payment_intent":"pi",
            "amount_subtotal":8000,"total_details":{"amount_discount":1600},
            "discounts":[{"promotion_code":{"code":"MIA20"}}]}}}
            """#
        let charge = #"""
            {"data":{"object":{"object":"charge","id":"ch","status":"succeeded",
            "created":1795168801,"currency":"usd","livemode":true,"payment_intent":"pi",
            "amount":6400,"refunds":{"data":[{"object":"refund","id":"re","amount":3200,
            "currency":"usd","created":1795255200,"status":"succeeded"}]}}}}
            """#
        for records in [[session, charge], [charge, session, charge]] {
            let pipeline = self.pipeline(.stripe)
            for record in records { pipeline.send("orders", record, key: "pi") }
            #expect(
                sums(pipeline) == [
                    "orders 1", "gross 80", "discount 16", "code_discount 16", "returns 32",
                    "net 32",
                ])
            #expect(pipeline.deadLetters.isEmpty && pipeline.alerts.isEmpty)
        }
    }

    @Test func `a record of another key is a dead letter and nothing of it counts`() {
        let pipeline = self.pipeline(.woocommerce)
        pipeline.send(
            "orders",
            #"""
            {"id":727,"currency":"USD","date_created_gmt":"2026-11-20T10:00:00",
            "date_modified_gmt":"2026-11-22T09:00:00","line_items":[],
            "coupon_lines":[{"code":"mia20"}],"refunds":[{"id":1,"total":"x"}]}
            """#, key: "727")
        pipeline.settle()
        #expect(pipeline.credits.isEmpty)
        #expect(pipeline.deadLetters.map { $0.headers["plaudit.reason"] } == ["bad_money"])
        pipeline.send("orders", #"{"id":727,"line_items":[]}"#, key: "728")
        #expect(pipeline.deadLetters.last?.headers["plaudit.reason"] == "key_mismatch")
    }
}

/// Survey tools' records, from the topic to the published answer.
@Suite struct SurveyRecordTests {
    @Test(arguments: [
        (
            InputFormat.fairing,
            #"""
            {"id":"f1","order_id":"o1","question":"Who?","response":"Mia","updated_at":
            "2026-11-20T11:00:00Z","response_provided_at":"2026-11-20T10:30:00Z"}
            """#
        ),
        (
            .knocommerce,
            #"""
            {"response":{"id":"k1","order":{"id":"o1"},"updated_at":"2026-11-20T10:30:00Z",
            "response":[{"question_id":"q","label":"Who?","type":"Checkbox",
            "value":["TikTok","Mia","A friend"]}]}}
            """#
        ),
        (
            .knocommerce,
            #"""
            {"response":{"id":"k1","order":{"id":"o1"},"updated_at":"2026-11-20T10:30:00Z",
            "response":[{"question_id":"q","label":"Who?","type":"Radio","value":"Mia"}]}}
            """#
        ),
    ])
    func `an answer that names the credited creator agrees`(format: InputFormat, record: String) {
        let pipeline = InMemoryPipeline(
            settings: PipelineSettings(
                policy: Policy(version: ByteString("1")), windows: [.all],
                formats: InputFormats(surveyResponses: format)))
        pipeline.send(
            "code-registry",
            #"{"code":"MIA20","creator_id":"mia","valid_from":"2000-01-01T00:00:00Z"}"#)
        pipeline.send(
            "orders",
            #"""
            {"order_id":"o1","placed_at":"2026-11-20T10:00:00Z","currency":"USD",
            "codes":[{"code":"MIA20"}],
            "lines":[{"line_id":"1","quantity":1,"unit_price":"10.00"}]}
            """#)
        pipeline.send("survey-responses", record, key: "o1")
        pipeline.settle()
        let survey = pipeline.credits.last { $0["kind"] as? String == "survey" }
        #expect((survey?["survey"] as? [String: Any])?["agree"] as? Int == 1)
        #expect(pipeline.deadLetters.isEmpty && pipeline.alerts.isEmpty)
    }
}
