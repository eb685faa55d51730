import Codec
import Promo
import Testing

struct OrderRefusalTests {
    /// A case: what a usable order's text has replaced, the reason, and a part of the detail.
    struct Case: CustomStringConvertible, Sendable {
        var found: String
        var replacement: String
        var reason: RefusalReason
        var detail: String

        init(_ found: String, _ replacement: String, _ reason: RefusalReason, _ detail: String) {
            self.found = found
            self.replacement = replacement
            self.reason = reason
            self.detail = detail
        }

        var description: String { "\(found) → \(replacement)" }
    }

    private static let usable =
        #"""
        {"order_id":"o-1","placed_at":"2026-11-24T14:00:00Z","currency":"USD","version":1,\#
        "updated_at":"2026-11-24T14:00:00Z","cancelled_at":null,"test":false,\#
        "sales_channel":"app","customer":{"id":"c-1","is_new":true},"codes":[{"code":"A"}],\#
        "taxes_included":false,"lines":[{"line_id":"1","sku":"s","quantity":2,\#
        "unit_price":"10.00","discounts":[{"code":"A","amount":"4.00"}],"tax":"1.6",\#
        "unit_cost":"3","gift_card":false}],"shipping":"5",\#
        "shipping_discounts":[{"amount":"5"}],"shipping_tax":"0","tips":"0",\#
        "referrer":{"creator_id":"x","utm_source":"y","clicked_at":"2026-11-24T14:00:00Z"}}
        """#

    private func refusal(_ text: String, key: String? = "o-1") -> Refusal? {
        CodecTests.refusal(of: { try decodedOrder(text, key: key) })
    }

    @Test func `the order that the cases change can be used`() {
        #expect(refusal(Self.usable) == nil)
    }

    @Test(arguments: [
        Case(#""o-1""#, "null", .missingField, "order_id is missing"),
        Case(#""order_id":"o-1","#, "", .missingField, "order_id is missing"),
        Case(#""o-1""#, #""""#, .badID, #"order_id is """#),
        Case(#""o-1""#, "1.0", .badID, "1.0"),
        Case(#""o-1""#, "1e3", .badID, "1e3"),
        Case(#""o-1""#, "true", .badID, "true"),
        Case(#""o-1""#, "[]", .badID, "an array"),
        Case(#""o-1""#, #""o-2""#, .keyMismatch, "the key is \"o-1\""),
        Case(
            #""2026-11-24T14:00:00Z","currency""#, #"null,"currency""#, .missingField, "placed_at"),
        Case(
            #""2026-11-24T14:00:00Z","currency""#, #"1795528800,"currency""#, .badTime,
            "placed_at is 1795528800"),
        Case(#"00Z","currency""#, #"00","currency""#, .badTime, "RFC 3339"),
        Case(#""USD""#, "null", .missingField, "currency"),
        Case(#""USD""#, #""usd""#, .badCurrency, "currency is \"usd\""),
        Case(#""USD""#, "840", .badCurrency, "ISO 4217"),
        Case(#""version":1"#, #""version":1.0"#, .badField, "version is 1.0"),
        Case(#""version":1"#, #""version":"1""#, .badField, "version"),
        Case(#""version":1"#, #""version":9223372036854775808"#, .badField, "version"),
        Case(
            #""updated_at":"2026-11-24T14:00:00Z""#, #""updated_at":"now""#, .badTime,
            "updated_at"),
        Case(#""cancelled_at":null"#, #""cancelled_at":true"#, .badTime, "cancelled_at"),
        Case(#""test":false"#, #""test":"false""#, .badField, "true or false"),
        Case(#""test":false"#, #""test":0"#, .badField, "test"),
        Case(#""app""#, #""telepathy""#, .badField, "online, app or pos"),
        Case(#""app""#, #""""#, .badField, "sales_channel"),
        Case(#""app""#, "5", .badField, "sales_channel is 5"),
        Case(#"{"id":"c-1","is_new":true}"#, #""c-1""#, .badField, "customer"),
        Case(#""c-1""#, #""""#, .badID, "customer.id"),
        Case(#""c-1""#, "1.5", .badID, "customer.id is 1.5"),
        Case(#""is_new":true"#, #""is_new":"yes""#, .badField, "customer.is_new"),
        Case(#"[{"code":"A"}]"#, #"{"code":"A"}"#, .badField, "codes is an object"),
        Case(#"[{"code":"A"}]"#, #"["A"]"#, .badField, "codes[0]"),
        Case(#"[{"code":"A"}]"#, #"[{"code":"A"},null]"#, .badField, "codes[1] is null"),
        Case(#""taxes_included":false"#, #""taxes_included":1"#, .badField, "taxes_included"),
        Case(#""lines":"#, #""line":"#, .missingField, "lines"),
        Case(#""lines":["#, #""lines":[5,"#, .badField, "lines[0] is 5"),
        Case(#""lines":["#, #""lines":[null,"#, .badField, "lines[0] is null"),
        Case(#""line_id":"1","#, "", .missingField, "lines[0].line_id is missing"),
        Case(#""line_id":"1""#, #""line_id":"""#, .badID, "lines[0].line_id"),
        Case(#""quantity":2,"#, "", .missingField, "lines[0].quantity is missing"),
        Case(#""quantity":2"#, #""quantity":-1"#, .badField, "lines[0].quantity is -1"),
        Case(#""quantity":2"#, #""quantity":1.5"#, .badField, "1.5"),
        Case(#""quantity":2"#, #""quantity":2.0"#, .badField, "2.0"),
        Case(#""quantity":2"#, #""quantity":"2""#, .badField, "\"2\""),
        Case(#""quantity":2"#, #""quantity":-99999999999999999999"#, .badField, "quantity"),
        Case(#""unit_price":"10.00","#, "", .missingField, "lines[0].unit_price is missing"),
        Case(#""10.00""#, #""10.005""#, .badMoney, "lines[0].unit_price is \"10.005\""),
        Case(#""10.00""#, "10.005", .badMoney, "at most 2 decimals"),
        Case(#""10.00""#, "-10", .badMoney, "lines[0].unit_price is -10"),
        Case(#""10.00""#, "-0", .badMoney, "-0"),
        Case(#""10.00""#, "1e3", .badMoney, "1e3"),
        Case(#""10.00""#, #""1e3""#, .badMoney, "1e3"),
        Case(#""10.00""#, #""""#, .badMoney, "unit_price"),
        Case(#""10.00""#, "true", .badMoney, "true"),
        Case(#""10.00""#, "{}", .badMoney, "an object"),
        Case(#""discounts":["#, #""discounts":[1,"#, .badField, "lines[0].discounts[0]"),
        Case(
            #""discounts":[{"#, #""discounts":[{},{"#, .missingField, "lines[0].discounts[0].amount"
        ),
        Case(#""4.00""#, #""4.001""#, .badMoney, "lines[0].discounts[0].amount"),
        Case(#""4.00""#, #""20.01""#, .badMoney, "lines[0].discounts is an array"),
        Case(
            #"{"code":"A","amount":"4.00"}"#, #"{"amount":12},{"amount":8.01}"#, .badMoney,
            "price"),
        Case(#""4.00""#, #""99999999999999999999""#, .badMoney, "lines[0].discounts"),
        Case(#""tax":"1.6""#, #""tax":"1,6""#, .badMoney, "lines[0].tax"),
        Case(#""tax":"1.6""#, #""tax":-1"#, .badMoney, "lines[0].tax"),
        Case(#""unit_cost":"3""#, #""unit_cost":"three""#, .badMoney, "lines[0].unit_cost"),
        Case(#""gift_card":false"#, #""gift_card":"no""#, .badField, "lines[0].gift_card"),
        Case(
            #"false}],"shipping""#,
            #"false},{"line_id":1,"quantity":1,"unit_price":1}],"shipping""#, .badField,
            "lines[1].line_id"),
        Case(#""shipping":"5""#, #""shipping":"5.001""#, .badMoney, "shipping"),
        Case(#"[{"amount":"5"}]"#, #"{"amount":"5"}"#, .badField, "shipping_discounts"),
        Case(
            #"[{"amount":"5"}]"#, #"[{"amount":null}]"#, .missingField,
            "shipping_discounts[0].amount"),
        Case(#""shipping_tax":"0""#, #""shipping_tax":[]"#, .badMoney, "shipping_tax"),
        Case(#""tips":"0""#, #""tips":"0.001""#, .badMoney, "tips"),
        Case(#""referrer":{"#, #""referrer":[],"x":{"#, .badField, "referrer"),
        Case(#""creator_id":"x""#, #""creator_id":"""#, .badID, "referrer.creator_id"),
        Case(
            #""clicked_at":"2026-11-24T14:00:00Z""#, #""clicked_at":"x""#, .badTime,
            "referrer.clicked_at"),
    ])
    func `a field that is not as the contract says is refused by its name`(change: Case) {
        let text = Self.usable.replacing(change.found, with: change.replacement, maxReplacements: 1)
        #expect(text != Self.usable)
        let refusal = refusal(text)
        #expect(refusal?.reason == change.reason)
        #expect(refusal?.detail.contains(change.detail) == true, "\(refusal?.detail ?? "usable")")
    }

    @Test(arguments: [
        "order_id", "placed_at", "currency", "version", "updated_at", "cancelled_at", "test",
        "sales_channel", "customer", "codes", "taxes_included", "lines", "shipping",
        "shipping_discounts", "shipping_tax", "tips", "referrer", "id", "is_new", "line_id", "sku",
        "quantity", "unit_price", "discounts", "tax", "unit_cost", "gift_card", "creator_id",
        "utm_source", "clicked_at", "code", "amount",
    ])
    func `a known field twice in one object is refused before all that is wrong with it`(
        name: String
    ) {
        let doubled = Self.usable.replacing(
            "\"\(name)\":", with: "\"\(name)\":null,\"\(name)\":", maxReplacements: 1)
        #expect(refusal(doubled)?.reason == .duplicateKey)
        #expect(refusal(doubled)?.detail.hasSuffix("\(name) is there twice") == true)
        let escaped = name.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
        let disguised = Self.usable.replacing(
            "\"\(name)\":", with: "\"\(escaped)\":null,\"\(name)\":", maxReplacements: 1)
        #expect(refusal(disguised)?.reason == .duplicateKey)
        #expect(refusal(doubled, key: nil)?.reason == .duplicateKey)
    }

    @Test func `the order of the reasons is the contract's`() {
        // Each text has this fault and all later ones.
        let line = #"{"line_id":1,"quantity":1,"unit_price":"99999999999999999999"}"#
        let future = #""placed_at":"2099-01-01T00:00:00Z","currency":"USD""#
        #expect(
            refusal(#"{"order_id":1,"order_id":"","tips":-1,\#(future),"lines":[\#(line)]"#)?.reason
                == .badJSON)
        #expect(
            refusal(#"{"order_id":"","order_id":"","tips":-1,\#(future),"lines":[\#(line)]}"#)?
                .reason == .duplicateKey)
        #expect(
            refusal(#"{"order_id":"","tips":-1,\#(future),"lines":[\#(line)]}"#, key: nil)?.reason
                == .badID)
        #expect(
            refusal(#"{"tips":-1,\#(future),"lines":[\#(line)]}"#, key: nil)?.reason
                == .missingField)
        let mismatched = #"{"order_id":"o-1","tips":-1,\#(future),"lines":[\#(line)]}"#
        #expect(refusal(mismatched, key: nil)?.reason == .keyMismatch)
        #expect(refusal(mismatched, key: "")?.reason == .keyMismatch)
        #expect(refusal(mismatched)?.reason == .badMoney)
        let misplaced = withInput(mismatched, isRightPartition: false) { input in
            var order = Order()
            return CodecTests.refusal(of: { try OrderDecoder().decode(input, into: &order) })
        }
        #expect(misplaced?.reason == .wrongPartition)
        #expect(refusal(#"{"order_id":"o-1",\#(future),"lines":[\#(line)]}"#)?.reason == .overflow)
        #expect(refusal(#"{"order_id":"o-1",\#(future),"lines":[]}"#)?.reason == .futureTime)
    }

    @Test func `fields are judged in the table's order, not in the record's`() {
        let refusal = refusal(
            #"{"tips":-1,"lines":5,"test":1,"currency":"?","placed_at":"?","order_id":"o-1"}"#)
        #expect(refusal?.reason == .badTime)
    }

    @Test func `a value over a mebibyte is too large, one of a mebibyte is not`() {
        let text = Self.usable
        let filler = String(repeating: " ", count: 1 << 20 - text.utf8.count)
        #expect(refusal(text + filler) == nil)
        #expect(refusal(text + filler + " ")?.reason == .tooLarge)
        #expect(refusal(String(repeating: "x", count: 1 << 20 + 1))?.reason == .tooLarge)
    }

    @Test(arguments: [
        "", "null", "5", "\"o-1\"", "[]", "[{}]", "{} {}", "\u{feff}{}",
        "{\"order_id\":\"\\ud800\"}",
    ])
    func `what is not one JSON object is bad JSON`(text: String) {
        #expect(refusal(text)?.reason == .badJSON)
    }

    @Test(arguments: [
        (#""10.00""#, #""92233720368547758.08""#), (#""10.00""#, #""46116860184273879.04""#),
        (#""quantity":2"#, #""quantity":9223372036854775808"#),
        (#""quantity":2"#, #""quantity":9223372036854775807"#),
        (#""tax":"1.6""#, #""tax":"99999999999999999999""#),
        (#""unit_cost":"3""#, #""unit_cost":"92233720368547758.08""#),
        (#""unit_cost":"3""#, #""unit_cost":"46116860184273879.04""#),
        (#""shipping":"5""#, #""shipping":"92233720368547758.07""#),
        (#""shipping_tax":"0""#, #""shipping_tax":"92233720368547758.07""#),
        (#""tips":"0""#, #""tips":"92233720368547758.07""#),
        (#"[{"amount":"5"}]"#, #"[{"amount":"92233720368547758.07"}]"#),
        (#"[{"amount":"5"}]"#, #"[{"amount":"50000000000000000"},{"amount":"50000000000000000"}]"#),
    ])
    func `an amount, a product or a sum beyond Int64 overflows`(found: String, replacement: String)
    {
        let text = Self.usable.replacing(found, with: replacement, maxReplacements: 1)
        #expect(text != Self.usable)
        #expect(refusal(text)?.reason == .overflow)
    }

    @Test func `a contained tax above what is left of its line is bad money`() {
        let included = Self.usable.replacing(
            #""taxes_included":false"#, with: #""taxes_included":true"#)
        #expect(refusal(included) == nil)
        #expect(refusal(included.replacing("1.6", with: "16.00")) == nil)
        #expect(refusal(included.replacing("1.6", with: "16.005")) == nil)
        #expect(refusal(included.replacing("1.6", with: "16.01"))?.reason == .badMoney)
        #expect(
            refusal(included.replacing("1.6", with: "16.01"))?.detail.hasPrefix("lines[0].tax")
                == true)
        #expect(refusal(Self.usable.replacing("1.6", with: "16.01")) == nil)
    }

    @Test func `dates more than a day after the record are future times`() {
        let dayLater = Self.usable.replacing(
            #""placed_at":"2026-11-24T14:00:00Z""#, with: #""placed_at":"2026-11-25T15:00:00.000Z""#
        )
        #expect(refusal(dayLater) == nil)
        let tooLate = dayLater.replacing("15:00:00.000Z", with: "15:00:00.001Z")
        #expect(refusal(tooLate)?.reason == .futureTime)
        #expect(refusal(tooLate)?.detail.hasPrefix("placed_at is") == true)
        let cancelled = Self.usable.replacing(
            #""cancelled_at":null"#, with: #""cancelled_at":"2026-11-25T15:00:00.001Z""#)
        #expect(refusal(cancelled)?.reason == .futureTime)
        let updated = Self.usable.replacing(
            #""updated_at":"2026"#, with: #""updated_at":"2099"#)
        #expect(refusal(updated) == nil)
        let undated = withInput(tooLate, timestamp: EventTime(milliseconds: -1)) { input in
            var order = Order()
            return CodecTests.refusal(of: { try OrderDecoder().decode(input, into: &order) })
        }
        #expect(undated == nil)
    }

    @Test func `shipping discounts may be larger than the shipping`() {
        #expect(
            refusal(Self.usable.replacing(#"[{"amount":"5"}]"#, with: #"[{"amount":"6"}]"#)) == nil)
    }
}
