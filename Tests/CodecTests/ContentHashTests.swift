import Codec
import Promo
import Testing

struct ContentHashTests {
    private static let order =
        #"""
        {"order_id":"o-1","placed_at":"2026-11-24T14:00:00Z","currency":"USD","version":1,\#
        "updated_at":"2026-11-24T14:00:00Z","cancelled_at":"2026-11-24T15:00:00Z","test":true,\#
        "sales_channel":"app","store_id":"st","region":"rg","customer":{"id":"c-1",\#
        "is_new":true},"codes":[{"code":"A"},{"code":"B"}],"taxes_included":true,\#
        "lines":[{"line_id":"1","sku":"s","quantity":2,"unit_price":"10.00",\#
        "discounts":[{"code":"A","amount":"4.00"},{"amount":"1.00"}],"tax":"1.6",\#
        "unit_cost":"3.333","gift_card":true},{"line_id":"2","quantity":1,"unit_price":"7"}],\#
        "shipping":"5","shipping_discounts":[{"amount":"5.5"}],"shipping_tax":"0.4",\#
        "tips":"0.3","referrer":{"creator_id":"x","utm_source":"y",\#
        "clicked_at":"2026-11-24T13:00:00Z"}}
        """#

    @Test(arguments: [
        ("14:00:00Z\",\"currency", "14:00:00.001Z\",\"currency"), ("USD", "EUR"),
        (#""version":1"#, #""version":2"#),
        (#""updated_at":"2026-11-24T14"#, #""updated_at":"2026-11-24T13"#),
        (#""cancelled_at":"2026-11-24T15:00:00Z","#, ""), (#""test":true"#, #""test":false"#),
        (#""app""#, #""pos""#), (#""st""#, #""st2""#), (#""rg""#, "null"), (#""c-1""#, #""c-2""#),
        (#""is_new":true"#, #""is_new":false"#), (#""is_new":true"#, #""is_new":null"#),
        (#"{"code":"A"},{"code":"B"}"#, #"{"code":"B"},{"code":"A"}"#), (#",{"code":"B"}"#, ""),
        (#"[{"code":"A"}"#, #"[{"code":"a"}"#),
        (#""taxes_included":true"#, #""taxes_included":false"#),
        (#""line_id":"1""#, #""line_id":"3""#), (#""s""#, #""t""#),
        (#""quantity":2"#, #""quantity":3"#),
        ("10.00", "10.01"), ("4.00", "4.01"), (#"{"code":"A","amount""#, #"{"code":"B","amount""#),
        (#"{"code":"A","amount""#, #"{"amount""#), (#",{"amount":"1.00"}"#, ""), ("1.6", "1.61"),
        ("3.333", "3.3331"), (#""unit_cost":"3.333""#, #""unit_cost":null"#),
        (#""gift_card":true"#, #""gift_card":false"#),
        (#",{"line_id":"2","quantity":1,"unit_price":"7"}"#, ""),
        (#""shipping":"5""#, #""shipping":"6""#), ("5.5", "5.4"), (#""0.4""#, #""0.5""#),
        (#""0.3""#, #""0.2""#),
        (#""x""#, #""z""#), (#""y""#, "null"), ("13:00:00Z", "13:00:01Z"),
        (#""unit_price":"7""#, #""unit_price":"7","unit_cost":0"#),
    ])
    func `any named field that says something else is other content`(
        found: String, replacement: String
    ) throws {
        let changed = Self.order.replacing(found, with: replacement, maxReplacements: 1)
        #expect(changed != Self.order)
        #expect(try decodedOrder(changed).contentHash != decodedOrder(Self.order).contentHash)
    }

    @Test(arguments: [
        (",", " ,\n"), (#""1""#, "1"), ("10.00", "10.0000"), ("10.00", "010"), (#""10.00""#, "10"),
        ("1.6", "1.600000001"), ("3.333", "3.33300"), (#""3.333""#, "3.333"),
        ("14:00:00Z", "14:00:00.0004Z"),
        ("2026-11-24T14:00:00Z", "2026-11-24T15:00:00+01:00"), ("order_id", "\\u006frder_id"),
        (#"{"code":"B"}"#, #"{"code":"B"},{"code":"b"},{"code":""}"#), (#""s""#, #""\u0073""#),
        (#""tips""#, #""note":[],"tips""#),
        (#"{"amount":"1.00"}"#, #"{"code":" ","amount":"1.00"}"#),
        (#"{"line_id":"2""#, #"{"discounts":[],"tax":0,"gift_card":false,"sku":5,"line_id":"2""#),
    ])
    func `the same said in other words is the same content`(
        found: String, replacement: String
    ) throws {
        let changed = Self.order.replacing(found, with: replacement)
        #expect(changed != Self.order)
        #expect(try decodedOrder(changed).contentHash == decodedOrder(Self.order).contentHash)
    }

    @Test func `members may stand in any order`() throws {
        let members = Self.order.dropFirst().dropLast()
        let moved =
            "{" + members.replacing(#""order_id":"o-1","#, with: "") + #","order_id":"o-1"}"#
        #expect(try decodedOrder(moved).contentHash == decodedOrder(Self.order).contentHash)
    }

    @Test func `a refund's content is all its fields`() throws {
        let refund =
            #"""
            {"refund_id":"r","order_id":"o-1","refunded_at":"2026-11-24T14:00:00Z",\#
            "currency":"USD","status":"pending","lines":[{"line_id":1,"quantity":1,\#
            "amount":"8","restocked":false}],"amount":"9","shipping":"1","tax":"2","reason":"x"}
            """#
        let hash = try decodedRefund(refund).contentHash
        for (found, replacement) in [
            (#""r""#, #""q""#), ("14:00", "14:01"), ("USD", "EUR"), ("pending", "failed"),
            (#""line_id":1"#, #""line_id":2"#), (#""quantity":1"#, #""quantity":2"#),
            (#""8""#, #""7""#),
            (#""8""#, "null"), ("false", "true"), (#""9""#, "null"), (#""1""#, "null"),
            (#""1""#, "0"), (#""2""#, "null"), (#""x""#, #""exchange""#),
        ] {
            let changed = refund.replacing(found, with: replacement, maxReplacements: 1)
            #expect(try decodedRefund(changed).contentHash != hash, "\(found)")
        }
        #expect(try decodedRefund(refund.replacing("9", with: "9.00")).contentHash == hash)
        #expect(try decodedRefund(refund.replacing(#""2""#, with: "2.0000001")).contentHash == hash)
    }

    @Test func `a response's content is what was picked and typed, letter by letter`() throws {
        let response =
            #"""
            {"response_id":1,"order_id":"o-1","answered_at":"2026-11-24T14:00:00Z",\#
            "customer_id":"c","question":"q","choice":"Mia","answer":"Mio"}
            """#
        let hash = try decodedResponse(response).contentHash
        for (found, replacement) in [
            (":1,", ":2,"), ("14:00", "14:01"), (#""c""#, "null"), (#""q""#, #""p""#),
            ("Mia", "mia"), ("Mio", "mio"), (#""Mia""#, "null"),
        ] {
            let changed = response.replacing(found, with: replacement, maxReplacements: 1)
            #expect(try decodedResponse(changed).contentHash != hash, "\(found)")
        }
        #expect(try decodedResponse(response.replacing(":1,", with: ":\"1\",")).contentHash == hash)
    }
}
