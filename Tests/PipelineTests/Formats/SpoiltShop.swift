import Codec
import Foundation
import Pipeline
import Simulation
import Testing

/// A shop whose records come well and spoilt, several orders of one pattern. `@` in a record is the
/// order's id.
struct SpoiltShop: CustomTestStringConvertible {
    var formats: InputFormats
    var patterns: [(role: InputRole, json: String)]

    var testDescription: String { "\(formats.orders), \(formats.surveyResponses)" }

    static let all = [shopify, wooCommerce, square, stripe]

    /// With mutants.
    func records(seed: UInt64) -> [ShopRecord] { records().withMutants(seed: seed) }

    func records() -> [ShopRecord] {
        (0..<60).flatMap { number in
            let id = "77\(number)"
            return patterns.map { pattern in
                ShopRecord(
                    role: pattern.role, key: Array(id.utf8),
                    value: Array(pattern.json.replacingOccurrences(of: "@", with: id).utf8),
                    timestamp: InMemoryPipeline.appendTime)
            }
        }
    }

    private static let shopify = SpoiltShop(
        formats: InputFormats(
            orders: .shopify, refunds: .shopify, surveyResponses: .knocommerce, currency: "USD"),
        patterns: [
            (
                .refunds,
                #"""
                {"id":"r@","order_id":@,"processed_at":"2026-11-21T08:00:00Z","note":"late",
                "restock":true,"total_duties_set":{"shop_money":{"amount":"0","currency_code":
                "USD"}},"refund_line_items":[],"order_adjustments":[{"kind":"shipping_refund",
                "amount":"-2.00","tax_amount":"-0.20"}],"transactions":[{"kind":"refund",
                "status":"success","amount":"9.00","currency":"USD"}]}
                """#
            ),
            (
                .orders,
                #"""
                {"id":@,"processed_at":"2026-11-20T10:00:00-05:00","cancelled_at":null,
                "updated_at":"2026-11-22T09:00:00Z","currency":"USD","taxes_included":true,
                "test":false,"source_name":"pos","location_id":5,"customer":{"id":77},
                "discount_codes":[{"code":"mia 20"}],"discount_applications":[
                {"type":"manual","title":"MIA20"},{"type":"automatic","title":"Sale"}],
                "line_items":[{"id":11,"sku":"A","quantity":2,"price":"40.00","tax_lines":[
                {"price":"5.33"}],"discount_allocations":[
                {"amount":"16.00","discount_application_index":0},
                {"amount":"1.00","discount_application_index":1}]},
                {"id":12,"quantity":1,"price":25,"gift_card":true},
                {"id":13,"quantity":1,"price":"3.00","tip_payment_gateway":null}],
                "shipping_lines":[{"price":"7.00","tax_lines":[{"price":"0.50"}]}],
                "total_tip_received":"5.00","refunds":[{"id":6@,"order_id":@,
                "created_at":"2026-11-22T08:00:00Z","refund_line_items":[{"line_item_id":11,
                "quantity":1,"restock_type":"return","subtotal":31.50,"total_tax":2.66,
                "subtotal_set":{"shop_money":{"amount":"31.50","currency_code":"USD"}}}]}]}
                """#
            ),
            (
                .responses,
                #"""
                {"response":{"id":"k@","order":{"id":@},"updated_at":"2026-11-20T10:30:00Z",
                "customer_id":77,"response":[{"question_id":"q1","label":"Who?","type":"Radio",
                "value":"Mia"},{"question_id":"q2","label":"More?","type":"Checkbox",
                "value":["TikTok","mia"]}]}}
                """#
            ),
        ])

    private static let wooCommerce = SpoiltShop(
        formats: InputFormats(
            orders: .woocommerce, refunds: .woocommerce, surveyResponses: .fairing,
            currency: "USD"),
        patterns: [
            (
                .orders,
                #"""
                {"id":@,"status":"processing","currency":"USD","customer_id":"77",
                "date_created_gmt":"2026-11-20T10:00:00","date_modified_gmt":"2026-11-22T09:00:00",
                "created_via":"pos-rest-api","shipping_total":"5.00","shipping_tax":"0.4",
                "line_items":[{"id":315,"sku":"A","quantity":2,"subtotal":"80.00","total":"62.005",
                "total_tax":"4.97"},{"id":316,"quantity":1.5,"subtotal":"9.00","total":"9.00"}],
                "fee_lines":[{"total":"4.00","total_tax":"0.30"}],
                "coupon_lines":[{"code":"mia20","discount":"16.00"},{"code":"x","discount":"2"}],
                "refunds":[{"id":6@,"total":"-11.00","total_tax":"-1.00"}]}
                """#
            ),
            (
                .refunds,
                #"""
                {"id":7@,"parent_id":@,"date_created_gmt":"2026-11-22T08:00:00","amount":"32.00",
                "line_items":[{"id":901,"quantity":-1,"total":"-31.00","total_tax":"-2.00",
                "meta_data":[{"key":"_refunded_item_id","value":315}]}],
                "shipping_lines":[{"total":"-1.00","total_tax":"-0.08"}]}
                """#
            ),
            (
                .responses,
                #"""
                {"id":"f@","order_id":"@","customer_id":"","question":"Who?","response":"Mia",
                "other_response":null,"updated_at":"2026-11-20T11:00:00Z",
                "response_provided_at":"2026-11-20T10:30:00Z"}
                """#
            ),
        ])

    private static let square = SpoiltShop(
        formats: InputFormats(orders: .square, refunds: .square),
        patterns: [
            (
                .orders,
                #"""
                {"data":{"object":{"order":{"id":"@","version":3,"state":"COMPLETED",
                "location_id":"L","created_at":"2026-11-20T10:00:00Z","customer_id":"c",
                "updated_at":"2026-11-20T11:00:00Z","source":{"name":"Square Online"},
                "taxes":[{"uid":"t","type":"INCLUSIVE"}],
                "discounts":[{"uid":"d","name":"MIA20","catalog_object_id":"C"}],
                "line_items":[{"uid":"l","quantity":"2","variation_total_price_money":{"amount":
                8000},"gross_sales_money":{"amount":7273},"modifiers":[{"total_price_money":
                {"amount":400}}],"applied_discounts":[{"discount_uid":"d","applied_money":
                {"amount":1600}}],"applied_taxes":[{"tax_uid":"t","applied_money":
                {"amount":618}}]},{"uid":"g","quantity":"0.5","item_type":"GIFT_CARD",
                "gross_sales_money":{"amount":500}}],
                "service_charges":[{"applied_money":{"amount":300},"total_tax_money":
                {"amount":20}}],"total_tip_money":{"amount":100},
                "total_money":{"amount":7700,"currency":"USD"}}}}}
                """#
            ),
            (
                .refunds,
                #"""
                {"refund":{"id":"r@","order_id":"@","status":"COMPLETED","reason":"exchange",
                "created_at":"2026-11-21T10:00:00Z","updated_at":"2026-11-21T11:00:00Z",
                "amount_money":{"amount":3200,"currency":"USD"}}}
                """#
            ),
        ])

    private static let stripe = SpoiltShop(
        formats: InputFormats(orders: .stripe, refunds: .stripe),
        patterns: [
            (
                .orders,
                #"""
                {"created":1795168860,"data":{"object":{"object":"checkout.session","id":"cs@",
                "status":"complete","payment_status":"paid","mode":"payment",
                "created":1795168800,"currency":"usd","livemode":true,"payment_intent":"@",
                "customer":{"id":"cus"},"amount_subtotal":8000,"amount_total":7000,
                "total_details":{"amount_discount":1600,"amount_tax":580,"amount_shipping":600,
                "breakdown":{"discounts":[{"amount":1000,"discount":{"id":"di_1",
                "promotion_code":{"code":"MIA20"}}},{"amount":600,"discount":"di_2"}]}},
                "line_items":{"data":[{"id":"li_1","quantity":2,"amount_subtotal":8000,
                "amount_discount":1600,"amount_tax":580,"price":{"product":"prod"},
                "discounts":[{"amount":1600,"discount":"di_1"}]}]}}}}
                """#
            ),
            (
                .refunds,
                #"""
                {"created":1795255260,"data":{"object":{"object":"charge","id":"ch@",
                "status":"succeeded","created":1795168801,"currency":"usd","livemode":true,
                "captured":true,"payment_intent":"@","amount":7000,"refunds":{"data":[{"id":"re@",
                "object":"refund","amount":3200,"currency":"usd","created":1795255200,
                "status":"succeeded"}]}}}}
                """#
            ),
        ])
}
