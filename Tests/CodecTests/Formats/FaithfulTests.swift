import Codec
import Promo
import Testing

/// What a shop's record says wrongly is refused for what it says, not read as if it were absent.
struct FaithfulTests {
    private static let shopify = #"""
        {"id":1,"created_at":"2026-11-23T10:00:00Z","updated_at":"2026-11-23T10:00:00Z",
        "currency":"USD","taxes_included":false,"test":false,
        "line_items":[{"id":11,"quantity":1,"price":"40.00","gift_card":false}]}
        """#

    @Test(arguments: [
        (#""id":1,"#, #""id":"","#, RefusalReason.badID),
        (#""id":1,"#, #""id":true,"#, .badID),
        (#""id":1,"#, #""id":1.5,"#, .badID),
        (#""id":1,"#, #""id":{},"#, .badID),
        (#""id":1,"#, #""id":null,"#, .missingField),
        (#""id":11"#, #""id":[]"#, .badID),
        (#""created_at":"2026-11-23T10:00:00Z""#, #""created_at":1795442400"#, .badTime),
        (#""created_at":"2026-11-23T10:00:00Z""#, #""created_at":"""#, .badTime),
        (#""updated_at":"2026-11-23T10:00:00Z""#, #""updated_at":false"#, .badTime),
        (#""currency":"USD""#, #""currency":840"#, .badCurrency),
        (#""currency":"USD""#, #""currency":"XXX""#, .badCurrency),
        (#""taxes_included":false"#, #""taxes_included":"true""#, .badField),
        (#""test":false"#, #""test":1"#, .badField),
        (#""gift_card":false"#, #""gift_card":"no""#, .badField),
        (#""quantity":1"#, #""quantity":-1"#, .badField),
        (#""quantity":1"#, #""quantity":1.5"#, .badField),
        (#""price":"40.00""#, #""price":"-40.00""#, .badMoney),
        (#""price":"40.00""#, #""price":40.005"#, .badMoney),
    ])
    func `a value of the wrong kind is refused as in the contract's own shape`(
        old: String, new: String, reason: RefusalReason
    ) throws {
        let text = try Self.shopify.edited(old, new)
        let fault = refusal { try Translated(.shopify, text, key: "1") }
        #expect(fault?.reason == reason, "\(new): \(fault?.detail ?? "accepted")")
    }

    @Test(arguments: [
        (#""id":1,"#, #""id":1,"id":2,"#),
        (#""currency":"USD""#, #""currency":"USD","currency":null"#),
        (#""price":"40.00""#, #""price":"40.00","price":"4.00""#),
        (#""id":1,"#, #""id":1,"refunds":[{"id":2,"id":3}],"#),
    ])
    func `a field that is read and stands twice is refused`(old: String, new: String) throws {
        let text = try Self.shopify.edited(old, new)
        let fault = refusal { try Translated(.shopify, text, key: "1") }
        #expect(fault?.reason == .duplicateKey, "\(new): \(fault?.detail ?? "accepted")")
    }

    @Test(arguments: [
        (#""id":1,"#, #""id":1,"discount_codes":"MIA20","#),
        (#""id":1,"#, #""id":1,"refunds":true,"#), (#""id":1,"#, #""id":1,"shipping_lines":5,"#),
        (#""id":1,"#, #""id":1,"refunds":[{"refund_line_items":"all"}],"#),
        (#""quantity":1"#, #""quantity":1,"tax_lines":"0.50""#),
    ])
    func `what should be a list and is none is refused`(old: String, new: String) throws {
        let text = try Self.shopify.edited(old, new)
        let fault = refusal { try Translated(.shopify, text, key: "1") }
        #expect(fault?.reason == .badField, "\(new): \(fault?.detail ?? "accepted")")
        #expect(fault?.detail.hasSuffix("allowed: a list") == true)
    }

    @Test func `the members of an object are a list`() throws {
        let text = try Self.shopify.edited(
            #"[{"id":11,"quantity":1,"price":"40.00","gift_card":false}]"#,
            #"{"0":{"id":11,"quantity":1,"price":"40.00"},"2":{"id":12,"quantity":1,"price":1}}"#)
        #expect(try Translated(.shopify, text, key: "1").order().lines.map(\.price) == [4000, 100])
    }

    @Test func `a field that is not read may stand twice`() throws {
        let text = try Self.shopify.edited(#""id":1,"#, #""id":1,"note":"a","note":"b","#)
        #expect(try Translated(.shopify, text, key: "1").orders.count == 1)
    }

    @Test(arguments: [
        (InputFormat.woocommerce, #"{"id":1,"id":1,"amount":"1.00"}"#),
        (.square, #"{"refund":{"id":"r","id":"r","amount_money":{"amount":1}}}"#),
        (.stripe, #"{"object":"refund","object":"refund"}"#),
        (.knocommerce, #"{"response":{"order":{"id":"1","id":"2"}}}"#),
        (.fairing, #"{"order_id":"1","order_id":"1"}"#),
    ])
    func `so it is in every format`(format: InputFormat, text: String) {
        #expect(refusal { try Translated(format, text, key: "1") }?.reason == .duplicateKey)
    }

    @Test(arguments: InputFormat.allCases.filter { $0 != .plaudit })
    func `what is no object, or none of the format's, is refused`(format: InputFormat) {
        for text in ["[]", "1", "{", "\"a\"", ""] {
            #expect(refusal { try Translated(format, text, key: "1") }?.reason == .badJSON)
        }
        let reasons = ["{}", #"{"id":null}"#, #"{"id":"x"}"#].map { text in
            refusal { try Translated(format, text, key: "x") }?.reason
        }
        let expected: RefusalReason = format == .stripe ? .badField : .missingField
        #expect(reasons == [expected, expected, expected])
    }
}
