import Codec
import Promo
import Testing

struct RefundDecoderTests {
    private static let usable =
        #"""
        {"refund_id":"r-1","order_id":"o-1","refunded_at":"2026-11-24T14:00:00Z",\#
        "currency":"USD","version":2,"updated_at":"2026-11-24T14:30:00Z","status":"succeeded",\#
        "lines":[{"line_id":"1","quantity":1,"amount":"8.00","restocked":true}],\#
        "amount":"9.60","shipping":"1.00","tax":"0.605","reason":"too small"}
        """#
    private static let small =
        #"{"refund_id":1,"order_id":"o-1","refunded_at":"2026-11-24T14:00:00Z","currency":"USD"}"#

    private func refusal(_ text: String, key: String? = "o-1") -> Refusal? {
        CodecTests.refusal(of: { try decodedRefund(text, key: key) })
    }

    @Test func `every field is read`() throws {
        let refund = try decodedRefund(Self.usable)
        #expect(refund.string(refund.refundID) == "r-1")
        #expect(refund.string(refund.orderID) == "o-1")
        #expect(refund.refundedAt == EventTime(milliseconds: 1_795_528_800_000))
        #expect(refund.currency == Currency("USD"))
        #expect(refund.version == 2)
        #expect(refund.status == .succeeded)
        #expect(refund.lines.count == 1)
        #expect(refund.lines[0].quantity == 1 && refund.lines[0].amount == 800)
        #expect(refund.lines[0].restocked)
        #expect(refund.amount == 960 && refund.shipping == 100 && refund.tax == 60)
        #expect(!refund.isExchange)
    }

    @Test func `what a refund does not say is not zero`() throws {
        let refund = try decodedRefund(Self.small)
        #expect(refund.string(refund.refundID) == "1")
        #expect(refund.version == 0)
        #expect(refund.status == .succeeded)
        #expect(refund.lines.isEmpty)
        #expect(refund.amount == nil && refund.shipping == nil && refund.tax == nil)
        let line = try decodedRefund(
            Self.small.replacing(
                "1,\"order", with: #"1,"lines":[{"line_id":1,"quantity":0}],"order"#))
        #expect(line.lines[0].amount == nil)
        #expect(line.lines[0].restocked)
    }

    @Test func `a refund's line is found by the order's line id`() throws {
        let order = try decodedOrder(
            #"""
            {"order_id":"o-1","placed_at":"2026-11-24T14:00:00Z","currency":"USD",\#
            "lines":[{"line_id":1,"quantity":2,"unit_price":"20.00"}]}
            """#
        )
        #expect(try decodedRefund(Self.usable).lines[0].lineHash == order.lines[0].lineHash)
    }

    @Test func `a line may come twice, and goods may be lost`() throws {
        let twice = Self.usable.replacing(
            #""restocked":true}"#,
            with: #""restocked":true},{"line_id":1,"quantity":2,"restocked":false}"#)
        let refund = try decodedRefund(twice)
        #expect(refund.lines[0].lineHash == refund.lines[1].lineHash)
        #expect(refund.lines.map(\.restocked) == [true, false])
        #expect(refund.lines.map(\.amount) == [800, nil])
    }

    @Test(arguments: [
        ("succeeded", RefundStatus.succeeded), ("pending", .pending), ("failed", .failed),
    ])
    func `a refund has a status`(word: String, status: RefundStatus) throws {
        #expect(try decodedRefund(Self.usable.replacing("succeeded", with: word)).status == status)
    }

    @Test func `an exchange is told by its reason`() throws {
        #expect(try decodedRefund(Self.usable.replacing("too small", with: "exchange")).isExchange)
        #expect(try !decodedRefund(Self.usable.replacing("too small", with: "Exchange")).isExchange)
        #expect(try !decodedRefund(Self.usable.replacing(#""too small""#, with: "5")).isExchange)
    }

    @Test(arguments: [
        (#""r-1""#, "null", RefusalReason.missingField, "refund_id is missing"),
        (#""r-1""#, #""""#, .badID, "refund_id"),
        (#""r-1""#, "{}", .badID, "refund_id"),
        (#""o-1""#, "null", .missingField, "order_id is missing"),
        (#""o-1""#, "false", .badID, "order_id"),
        (#""o-1""#, #""o-2""#, .keyMismatch, "o-1"),
        (#""refunded_at":"#, #""refunded":"#, .missingField, "refunded_at"),
        (#""2026-11-24T14:00:00Z""#, #""2026""#, .badTime, "refunded_at"),
        (#""2026-11-24T14:00:00Z""#, #""2026-11-25T15:00:00.001Z""#, .futureTime, "refunded_at"),
        (#""USD""#, "null", .missingField, "currency"), (#""USD""#, #""XXX""#, .badCurrency, "XXX"),
        (#""version":2"#, #""version":"2""#, .badField, "version"),
        (#""2026-11-24T14:30:00Z""#, "5", .badTime, "updated_at"),
        (#""succeeded""#, #""maybe""#, .badField, "succeeded, pending or failed"),
        (#""succeeded""#, "1", .badField, "status"),
        (#""lines":["#, #""lines":["x","#, .badField, "lines[0]"),
        (#""lines":["#, #""lines":{},"line":["#, .badField, "lines"),
        (#""line_id":"1","#, "", .missingField, "lines[0].line_id"),
        (#""line_id":"1""#, #""line_id":[]"#, .badID, "lines[0].line_id"),
        (#""quantity":1,"#, "", .missingField, "lines[0].quantity"),
        (#""quantity":1"#, #""quantity":-1"#, .badField, "lines[0].quantity"),
        (#""8.00""#, #""8.001""#, .badMoney, "lines[0].amount"),
        (#""8.00""#, "-8", .badMoney, "lines[0].amount"),
        (#""restocked":true"#, #""restocked":1"#, .badField, "lines[0].restocked"),
        (#""9.60""#, #""9.601""#, .badMoney, "amount"),
        (#""1.00""#, #""1.001""#, .badMoney, "shipping"), (#""0.605""#, #"".6""#, .badMoney, "tax"),
        (#""9.60""#, #""99999999999999999999""#, .overflow, "amount"),
        (#""8.00""#, #""92233720368547758.07""#, .overflow, "sum"),
        (#""1.00""#, #""92233720368547758.07""#, .overflow, "sum"),
        (#""quantity":1"#, #""quantity":9223372036854775808"#, .overflow, "lines[0].quantity"),
        (#""status":"#, #""status":"failed","status":"#, .duplicateKey, "status"),
        (#""restocked":"#, #""restocked":true,"restocked":"#, .duplicateKey, "lines[0].restocked"),
    ])
    func `a field that is not as the contract says is refused by its name`(
        found: String, replacement: String, reason: RefusalReason, detail: String
    ) {
        let text = Self.usable.replacing(found, with: replacement, maxReplacements: 1)
        #expect(text != Self.usable)
        #expect(refusal(text)?.reason == reason)
        #expect(
            refusal(text)?.detail.contains(detail) == true, "\(refusal(text)?.detail ?? "usable")")
    }

    @Test func `the order id comes before the refund's own`() {
        #expect(refusal(#"{"refund_id":""}"#, key: nil)?.reason == .missingField)
        #expect(refusal(#"{"refund_id":"","order_id":"o-2"}"#)?.reason == .keyMismatch)
        #expect(refusal(#"{"order_id":"o-1"}"#)?.reason == .missingField)
    }
}
