import BrokerSupport
import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Real shops' records, from their topics to what is published of them.
    @Suite(.enabled(if: ShopPayload.areThere, "../shared/payloads is not there"))
    struct FormatTests {
        /// The format of each input, and the codes that somebody has.
        struct Shop: CustomTestStringConvertible {
            var orders: String
            var surveys: String
            var codes: [String]
            var payloads: [ShopPayload]
            /// Orders that count for a creator, less those taken back; and records refused.
            var expected: (orders: Int, deadLetters: [String])

            var testDescription: String { orders }
        }

        @Test(.timeLimit(.minutes(2)), arguments: brokersAtHand, shops)
        func `a shop's own records are credited, and recomputed`(
            broker: TestBroker.Kind, shop: Shop
        ) async throws {
            var settings = Deployment.Settings()
            settings.formats = [
                "orders": shop.orders, "refunds": shop.orders, "survey_responses": shop.surveys,
            ]
            let deployment = try await Deployment(
                on: broker, "shop", partitions: 2, settings)
            let now = Int64(Date.now.timeIntervalSince1970 * 1000)
            try deployment.send(shop.codes.map { Self.assignment($0) })
            // Twice, as webhooks come.
            for _ in 0..<2 {
                try deployment.send(shop.payloads.map { try $0.record(at: now) })
            }
            try deployment.flush()
            try await deployment.catchUp()
            try await deployment.succeed("verify")
            let published = try Published(deployment)
            #expect(published.creditedOrders == shop.expected.orders)
            let reasons = published.deadLetters.map { $0.headers["plaudit.reason"] ?? "" }
            #expect(reasons.sorted() == shop.expected.deadLetters)
        }

        private static func assignment(_ code: String) -> ShopRecord {
            let json = """
                {"code":"\(code)","creator_id":"crt-\(code)","valid_from":"2000-01-01T00:00:00Z"}
                """
            return ShopRecord(
                role: .registry, key: Array(code.utf8), value: Array(json.utf8), timestamp: 0)
        }

        /// The samples are years apart: the later order would let the earlier one go, and whether
        /// that one's refund then comes too late depends on which topic is read first.
        private static let sameYear = [
            (old: "2021-12-31T19:00:00-05:00", new: "2008-01-11T19:00:00-05:00")
        ]

        private static let shops = [
            Shop(
                orders: "shopify", surveys: "knocommerce", codes: ["TENOFF"],
                payloads: [
                    ShopPayload(
                        role: .orders, key: "450789469",
                        file: "shopify_order_multi_line_discount_with_refund"),
                    ShopPayload(
                        role: .refunds, key: "450789469", file: "shopify_refund_line_item"),
                    ShopPayload(
                        role: .orders, key: "820982911946154508",
                        file: "shopify_webhook_orders_create", edits: sameYear),
                    ShopPayload(
                        role: .refunds, key: "820982911946154508",
                        file: "shopify_webhook_refunds_create", edits: sameYear),
                    ShopPayload(
                        role: .responses, key: "450789469", file: "knocommerce_response_create"),
                ],
                // The sample's refunds are 17 years late, and its response knows no order.
                expected: (
                    1,
                    Array(repeating: "missing_field", count: 2)
                        + Array(repeating: "too_old", count: 4)
                )),
            Shop(
                orders: "woocommerce", surveys: "plaudit", codes: ["JANE10"],
                payloads: [
                    ShopPayload(
                        role: .orders, key: "727",
                        file: "woocommerce_order_with_coupons_COMPOSED")
                ],
                expected: (1, [])),
            Shop(
                orders: "stripe", surveys: "plaudit", codes: [],
                payloads: [
                    ShopPayload(
                        role: .orders, key: "pi_000000000000000000000000",
                        file: "stripe_event_checkout_session_completed"),
                    ShopPayload(
                        role: .refunds, key: "ch_000000000000000000000000",
                        file: "stripe_event_charge_refunded"),
                ],
                expected: (0, [])),
            Shop(
                orders: "square", surveys: "plaudit", codes: ["50% Off"],
                payloads: [
                    ShopPayload(
                        role: .orders, key: "CAISENgvlJ6jLWAzERDzjyHVybY",
                        file: "square_order_with_order_discount")
                ],
                expected: (1, [])),
        ]
    }
}
