import Foundation
import Pipeline
import Promo
import Streams
import Testing
import plaudit

/// Why an order was credited: its records through the explainer, as text and as JSON.
@Suite struct ExplanationTests {
    private static let registry = [
        (
            "k1",
            """
            {"code":"MIA20","creator_id":"mia","creator_name":"Mia",\
            "valid_from":"2026-01-01T00:00:00Z"}
            """
        ),
        (
            "k2",
            """
            {"code":"LEO10","creator_id":"leo","valid_from":"2026-01-01T00:00:00Z",\
            "valid_until":"2026-02-01T00:00:00Z"}
            """
        ),
    ]
    private static let order = """
        {"order_id":"o-1","placed_at":"2026-03-01T10:00:00Z","currency":"USD","version":1,\
        "codes":[{"code":"mia 20"},{"code":"LEO10"},{"code":"NOPE"}],\
        "lines":[{"line_id":"1","quantity":2,"unit_price":"40.00","unit_cost":"12.00",\
        "discounts":[{"code":"mia 20","amount":"16.00"}]}],"referrer":{"creator_id":"zoe"}}
        """
    private static let refund = """
        {"refund_id":"r-1","order_id":"o-1","refunded_at":"2026-03-05T10:00:00Z","currency":"USD",\
        "lines":[{"line_id":"1","quantity":1}]}
        """
    private static let response = """
        {"response_id":"s-1","order_id":"o-1","answered_at":"2026-03-02T10:00:00Z","choice":"Mia"}
        """

    private func explained(
        _ records: [(topic: Int32, value: String)]
    ) -> (explanation: Explanation?, refusals: [String?]) {
        let explainer = OrderExplainer(
            topics: Topics(prefix: "", applicationID: "test"),
            settings: PipelineSettings(policy: Policy(version: ByteString("1"))), partition: 0,
            partitions: 1)
        for (offset, entry) in Self.registry.enumerated() {
            lend(0, offset, entry.0, entry.1) { explainer.applyRegistry($0) }
        }
        var refusals: [String?] = []
        for (offset, record) in records.enumerated() {
            lend(record.topic, offset, "o-1", record.value) { refusals.append(explainer.apply($0)) }
        }
        return (explainer.explain("o-1"), refusals)
    }

    private func lend(
        _ topic: Int32, _ offset: Int, _ key: String, _ value: String, _ body: (Record) -> Void
    ) {
        Array(key.utf8).withUnsafeBytes { key in
            Array(value.utf8).withUnsafeBytes { value in
                body(
                    Record(
                        topic: topic, partition: 0, offset: Int64(offset),
                        timestamp: 1_795_500_000_000, key: key, value: value))
            }
        }
    }

    private let published = [
        OrderRecords.Published(
            partition: 2, offset: 9,
            fields: [
                "attribution_id": "o-1/1", "kind": "redemption", "creator_id": "mia",
                "code": "MIA20", "orders": 1, "net": "64.00", "currency": "USD",
            ])
    ]

    @Test func `the text names every record, code, part and attribution`() throws {
        let (explanation, refusals) = explained([
            (0, Self.order), (1, Self.refund), (2, Self.response),
            (1, Self.refund.replacing("\"USD\"", with: "\"usd\"")),
        ])
        #expect(refusals.prefix(3) == [nil, nil, nil])
        #expect(refusals[3]?.hasPrefix("bad_currency: ") == true)
        let text = ExplanationText(
            ExplainedOrder(
                orderID: "o-1", explanation: explanation,
                read: [
                    OrderRecords.Read(topic: "orders", partition: 0, offset: 0, refusal: nil),
                    OrderRecords.Read(
                        topic: "refunds", partition: 0, offset: 3, refusal: "bad_currency: usd"),
                ],
                published: published))
        #expect(
            text.lines == [
                "order o-1", "", "records", "  orders/0/0",
                "  refunds/0/3  dead letter: bad_currency: usd", "", "verdict  credited", "",
                "codes",
                "  MIA20 (typed “mia 20”): valid, creator mia by assignment k1 at 0/0, gave 16.00, "
                    + "credited",
                "  LEO10: expired, gave 0.00",
                "    also assignment k2: creator leo, 2026-01-01T00:00:00.000Z to "
                    + "2026-02-01T00:00:00.000Z",
                "  NOPE: unknown, gave 0.00", "", "evidence", "  code    mia", "  survey  mia",
                "  link    zoe", "", "parts",
                "  order  2026-03-01T10:00:00.000Z  mia  MIA20  orders=1 units=2 gross=80.00 "
                    + "discount=16.00 code_discount=16.00 net=64.00 cost=24.00 "
                    + "unknown_customers=1 online_orders=1",
                "  refund r-1  2026-03-05T10:00:00.000Z  mia  MIA20  returned_units=1 "
                    + "returns=32.00 net=-32.00 cost=-12.00 returned_orders=1",
                "", "published",
                "  o-1/1  redemption  mia  MIA20  orders 1  net 64.00 USD  at partition 2, "
                    + "offset 9",
            ])
    }

    @Test func `the JSON says the same`() throws {
        let (explanation, _) = explained([(0, Self.order), (2, Self.response)])
        let text = try ExplanationJSON(
            ExplainedOrder(
                orderID: "o-1", explanation: explanation,
                read: [OrderRecords.Read(topic: "orders", partition: 0, offset: 0, refusal: nil)],
                published: published)
        ).text()
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["verdict"] as? String == "credited")
        let codes = try #require(object["codes"] as? [[String: Any]])
        #expect(codes.map { $0["verdict"] as? String } == ["valid", "expired", "unknown"])
        #expect(codes.map { $0["discount_minor_units"] as? Int } == [1600, 0, 0])
        let parts = try #require(object["parts"] as? [[String: Any]])
        #expect((parts[0]["measures_minor_units"] as? [String: Int])?["net"] == 6400)
        let evidence = try #require(object["evidence"] as? [String: Any])
        #expect(evidence["link"] as? String == "zoe")
        #expect((evidence["survey"] as? [String: Any])?["named"] as? [String] == ["mia"])
        #expect((object["published"] as? [Any])?.count == 1)
    }

    @Test func `a test order and an unknown one are said to be that`() {
        let test = Self.order.replacing("\"version\":1", with: "\"test\":true")
        #expect(explained([(0, test)]).explanation?.verdict == .testOrder)
        #expect(explained([(1, Self.refund)]).explanation == nil)
        let text = ExplanationText(
            ExplainedOrder(orderID: "o-1", explanation: nil, read: [], published: []))
        #expect(
            text.lines == [
                "order o-1", "", "records", "  none: no record has this key", "", "published",
                "  nothing",
            ])
    }
}
