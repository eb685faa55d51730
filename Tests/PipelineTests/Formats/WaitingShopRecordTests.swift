import Codec
import Foundation
import Pipeline
import Promo
import Testing

/// Shops' records that come before their order.
@Suite struct WaitingShopRecordTests {
    private static let order = #"""
        {"id":1,"created_at":"2024-11-20T10:00:00Z","updated_at":"2024-11-20T10:00:00Z",
        "currency":"USD","discount_codes":[{"code":"MIA20"}],
        "line_items":[{"id":11,"quantity":2,"price":"40.00"}],"refunds":[]}
        """#

    private static func refund(_ id: Int, at date: String) -> String {
        #"""
        {"id":\#(id),"order_id":1,"created_at":"\#(date)","refund_line_items":[
        {"line_item_id":11,"quantity":1,"subtotal":40.00,"total_tax":0,
        "subtotal_set":{"shop_money":{"amount":"40.00","currency_code":"USD"}}}]}
        """#
    }

    /// The order in a version that is refused, because it was updated too late, with a refund.
    private static func refusedOrder(with refund: String) -> String {
        order.replacingOccurrences(of: "[]}", with: "[\(refund)]}")
            .replacingOccurrences(
                of: #""updated_at":"2024-11-20"#, with: #""updated_at":"2026-03-01"#)
    }

    private static let inTime = refund(5, at: "2024-11-22T08:00:00Z")
    /// The order is kept for 400 days.
    private static let tooLate = refund(6, at: "2026-03-01T08:00:00Z")

    private static func settings(_ stacking: Stacking = .singleWinner) -> PipelineSettings {
        PipelineSettings(
            policy: Policy(version: ByteString("1"), stacking: stacking), windows: [.all],
            formats: InputFormats(orders: .shopify, refunds: .shopify, currency: "USD"))
    }

    private func pipeline() -> InMemoryPipeline {
        let pipeline = InMemoryPipeline(settings: Self.settings())
        pipeline.send(
            "code-registry",
            #"{"code":"MIA20","creator_id":"mia","valid_from":"2000-01-01T00:00:00Z"}"#)
        return pipeline
    }

    private func returns(_ pipeline: InMemoryPipeline) -> [String] {
        pipeline.settle()
        return pipeline.credits.compactMap { $0["returns"] as? String }.filter { $0 != "0.00" }
    }

    private func refusals(_ pipeline: InMemoryPipeline) -> [String] {
        pipeline.deadLetters.map {
            "\($0.headers["plaudit.source"] ?? "") \($0.headers["plaudit.reason"] ?? "")"
        }
    }

    @Test func `of several that waited, one too late does not take the others with it`() {
        let pipeline = pipeline()
        pipeline.send("refunds", Self.inTime, key: "1")
        pipeline.send("refunds", Self.tooLate, key: "1")
        pipeline.send("orders", Self.order, key: "1")
        #expect(returns(pipeline) == ["40.00"])
        #expect(refusals(pipeline) == ["refunds/0/1 too_old"])
        #expect(pipeline.deadLetters.first?.value == Array(Self.tooLate.utf8))
    }

    @Test func `a record of several refunds is a dead letter once, and what is in time counts`() {
        let later = Self.refund(7, at: "2026-03-02T08:00:00Z")
        let pipeline = pipeline()
        pipeline.send(
            "refunds", #"{"refunds":[\#(Self.inTime),\#(Self.tooLate),\#(later)]}"#, key: "1")
        pipeline.send("orders", Self.order, key: "1")
        #expect(returns(pipeline) == ["40.00"])
        #expect(refusals(pipeline) == ["refunds/0/0 too_old"])
    }

    @Test func `a refund whose order was refused in the same record is refused with it once`() {
        let pipeline = pipeline()
        pipeline.send("orders", Self.refusedOrder(with: Self.tooLate), key: "1")
        pipeline.send("orders", Self.order, key: "1")
        #expect(returns(pipeline) == [])
        #expect(refusals(pipeline) == ["orders/0/0 too_old"])
        #expect(pipeline.credits.count == 1)
    }

    @Test func `a refund that waited counts though its order was refused in the same record`() {
        let pipeline = pipeline()
        pipeline.send("orders", Self.refusedOrder(with: Self.inTime), key: "1")
        pipeline.send("refunds", Self.tooLate, key: "1")
        pipeline.send("orders", Self.order, key: "1")
        #expect(returns(pipeline) == ["40.00"])
        #expect(refusals(pipeline) == ["orders/0/0 too_old", "refunds/0/0 too_old"])
    }

    private func alerts(_ pipeline: InMemoryPipeline) -> [String] {
        pipeline.settle()
        return pipeline.alerts.map { alert in
            let source = alert.json["source"] as? [String: Any] ?? [:]
            return "\(alert.json["kind"] ?? "") \(source["topic"] ?? "") \(source["offset"] ?? "")"
        }
    }

    @Test func `an alert about a refund that came inside an order names the order's record`() {
        let late = Self.order.replacingOccurrences(of: "[]}", with: "[\(Self.inTime)]}")
            .replacingOccurrences(
                of: #""updated_at":"2024-11-20"#, with: #""updated_at":"2026-03-01"#)
        let other = Self.order.replacingOccurrences(of: #""id":1,"#, with: #""id":2,"#)
            .replacingOccurrences(of: "2024-11-20", with: "2024-11-25")
        let pipeline = pipeline()
        pipeline.send("refunds", Self.refund(9, at: "2024-11-21T08:00:00Z"), key: "1")
        pipeline.send("orders", late, key: "1")
        pipeline.send("orders", other, key: "2")
        #expect(alerts(pipeline) == ["orphan_refund refunds 0", "orphan_refund orders 0"])
    }

    @Test func `so does one about two contents of it`() {
        let orders = [Self.inTime, Self.inTime.replacingOccurrences(of: "40.00", with: "30.00")]
            .map { Self.order.replacingOccurrences(of: "[]}", with: "[\($0)]}") }
        let pipeline = pipeline()
        for order in orders { pipeline.send("orders", order, key: "1") }
        #expect(alerts(pipeline) == ["version_conflict orders 1"])
    }

    @Test func `an order that came on the refunds' topic is said to lie there, when judged again`()
    {
        let pipeline = pipeline()
        pipeline.send(
            "code-registry",
            #"{"code":"SUN20","creator_id":"sun","valid_from":"2000-01-01T00:00:00Z"}"#)
        let order = Self.order.replacingOccurrences(
            of: #"{"code":"MIA20"}"#, with: #"{"code":"MIA20"},{"code":"SUN20"}"#)
        pipeline.send("refunds", order, key: "1")
        pipeline.settle()
        pipeline.restart(settings: Self.settings(.last))
        pipeline.settle()
        let sources = pipeline.credits.map { credit in
            let source = credit["source"] as? [String: Any] ?? [:]
            return
                "\(credit["creator_id"] ?? "") \(source["topic"] ?? "") \(source["offset"] ?? "")"
        }
        #expect(sources == ["mia refunds 0", "mia refunds 0", "sun refunds 0"])
    }
}
