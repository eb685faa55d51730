import Codec
import Promo
import Testing

/// Orders are read in one pass where that is possible. It must never show: a decoder that always
/// takes the tape (one for translated records) finds the same, or the same fault.
struct PlainOrderTests {
    static let texts = [
        #"""
        {"order_id":"o-1","version":1,"placed_at":"2026-11-24T14:00:00.123Z","currency":"USD",\#
        "sales_channel":"app","customer":{"id":"c-1","is_new":false},\#
        "codes":[{"code":"MIA20"},{"code":" leo10"}],"lines":[{"line_id":"1","sku":"S-1",\#
        "quantity":2,"unit_price":"20.00","discounts":[{"code":"mia20","amount":"4.00"},\#
        {"amount":1},{"code":"","amount":0.5},{"code":"OTHER","amount":"0"}],"tax":"1.10",\#
        "unit_cost":3.3},{"line_id":2,"quantity":0,"unit_price":5,"gift_card":true}],\#
        "shipping":"5.99","shipping_tax":"0.48","tips":0.50}
        """#,
        #"""
        { "lines" : [ { "line_id": "1", "quantity": 1, "unit_price": "12.34", "discounts": [] } ],\#
        "order_id": "o-1", "currency": "USD", "placed_at": "2026-11-24T14:00:00Z" }
        """#,
        #"""
        {"currency":"JPY","order_id":"o-1","placed_at":"2026-11-23T23:59:59.999Z",\#
        "shipping_discounts":[{"code":"LEO10","amount":"100"}],"shipping":500,\#
        "taxes_included":true,"lines":[{"line_id":"a","quantity":3,"unit_price":1100,"tax":300,\#
        "discounts":[{"code":"leo10","amount":330}]}],"codes":[{"code":"LEO10"},{"code":"Leo10"},\#
        {"code":5}],"updated_at":"2026-11-24T10:00:00.000Z","cancelled_at":"2026-11-24T11:00:00Z",\#
        "test":true,"store_id":"s","region":"r","address":{"lines":[1,-2.5,null,"x"],"b":{}},\#
        "referrer":{"creator_id":7,"utm_source":"tiktok","clicked_at":"2026-11-23T09:00:00.000Z"}}
        """#,
    ].map { Array($0.utf8) }

    private let quick = OrderDecoder()
    private let thorough: OrderDecoder = {
        let decoder = OrderDecoder()
        decoder.isTranslated = true
        return decoder
    }()

    @Test func `an order read in one pass is the order on the tape`() {
        for text in Self.texts { expectSame(text) }
    }

    @Test func `whatever is wrong with an order, the tape has the say`() {
        var numbers = SeededNumbers(seed: 4)
        for round in 0..<60_000 {
            expectSame(Mutation.of(Self.texts[round % Self.texts.count], &numbers))
        }
    }

    @Test(arguments: [
        (#""version":1"#, #""version":1,"version":null"#),
        (#""quantity":2"#, #""quantity":4096"#), (#""quantity":2"#, #""quantity":02"#),
        (#""quantity":2"#, #""quantity":2.0"#), (#""quantity":2"#, #""quantity":2e0"#),
        (#""20.00""#, #""020.00""#), (#""20.00""#, #""20.""#), (#""20.00""#, #""20.000""#),
        (#""20.00""#, #""9999999999999.99""#), (#""20.00""#, "20.00"), (#""4.00""#, #""44.00""#),
        (#""20.00""#, #""-20.00""#), (#""1.10""#, #""1.105""#), ("MIA20", "MÏA20"),
        ("14:00:00.123Z", "14:00:60.123Z"), ("14:00:00.123Z", "24:00:00.123Z"),
        ("14:00:00.123Z", "14:00:00.12Z"), ("14:00:00.123Z", "14:00:00.123z"),
        ("2026-11-24", "2026-11-26"), ("false", "falsy"), ("USD", "usd"), ("\"app\"", "\"shop\""),
        (#""line_id":2"#, #""line_id":"1""#), (#""line_id":2"#, #""line_id":"""#),
        (#""o-1""#, #""o-2""#), (#""o-1""#, #""""#), (#""tips":0.50"#, #""tips":null"#),
        (#""codes":["#, #""codes":[{},"#), (#""codes":["#, #""codes":[{"code":null},"#),
        ("{\"order_id", "{,\"order_id"), ("{\"order_id", "{\"x\":1\"order_id"),
        ("{\"order_id", "{\"x\":1,\"order_id"), ("{\"order_id", "{\"x\":1,,\"order_id"),
        (#""version":1,"#, #""version":1,"x":{"y":[1]},"#), (#""version":1,"#, #""version":1"#),
        (#","sku":"S-1""#, ""), (#"{"id":"c-1","is_new":false}"#, "{}"), ("0.50}", "0.50,}"),
    ])
    func `a field that is not as usual is read the same`(part: String, other: String) {
        let text = String(decoding: Self.texts[0], as: UTF8.self)
        #expect(text.contains(part))
        // What one order has taught must not lead the next one astray.
        for _ in 0..<3 {
            expectSame(Self.texts[0])
            expectSame(Array(text.replacing(part, with: other).utf8))
        }
    }

    @Test(arguments: [("USD", 2), ("KWD", 3), ("CLF", 4), ("JPY", 0)])
    func `an amount, however it is spelt, is read the same`(currency: String, decimals: Int) {
        var numbers = SeededNumbers(seed: 5)
        let (text, price) = decimals == 0 ? (Self.texts[2], "1100") : (Self.texts[0], #""20.00""#)
        let order = String(decoding: text, as: UTF8.self).replacing("USD", with: currency)
        for round in 0..<700 {
            let units = String(100_000 + numbers.below(900_000))
            let point = decimals == 0 ? "" : "."
            let usual = "\(units.dropLast(decimals))\(point)\(units.suffix(decimals))"
            let other = characters("0123456789..-e\"é", numbers.below(10), &numbers)
            for amount in ["\"\(usual)\"", "\"\(other)\"", round % 4 == 0 ? other : usual] {
                expectSame(Array(order.replacing(price, with: amount).utf8))
            }
        }
    }

    @Test func `a clock, however it is spelt, is read the same`() {
        var numbers = SeededNumbers(seed: 6)
        let order = String(decoding: Self.texts[0], as: UTF8.self)
        for round in 0..<2000 {
            let tens = characters("012345:", 3, &numbers)
            let ones = characters("01234567899Z", 6, &numbers)
            let clock = zip(tens, ones).map { "\($0)\($1)" }.joined(separator: ":")
            let zone = round % 4 == 0 ? characters("0.+z", 1, &numbers) : "Z"
            let time = "\(clock).\(ones.suffix(3))\(zone)"
            expectSame(Array(order.replacing("14:00:00.123Z", with: time).utf8))
        }
    }

    private func characters(
        _ kinds: String, _ count: Int, _ numbers: inout SeededNumbers
    ) -> String {
        let kinds = Array(kinds)
        return String((0..<count).map { _ in kinds[numbers.below(kinds.count)] })
    }

    @Test(arguments: ["", " ", "\n  ", "\r\n\t\t\t\t\t\t\t\t\t\t\t\t"])
    func `an order is the same however its members are set`(space: String) {
        for text in Self.texts {
            var text = String(decoding: text, as: UTF8.self)
            for (mark, spaced) in [
                ("\":", "\"\(space):\(space)"), (",\"", "\(space),\(space)\""),
                ("{\"", "{\(space)\""), ("}", "\(space)}\(space)"), ("]", "\(space)]\(space)"),
            ] { text = text.replacing(mark, with: spaced) }
            for _ in 0..<3 { expectSame(Array(text.utf8)) }
        }
    }

    private func expectSame(_ text: [UInt8]) {
        #expect(
            outcome(quick, text) == outcome(thorough, text),
            "\(String(decoding: text, as: UTF8.self))"
        )
    }

    private func outcome(_ decoder: OrderDecoder, _ text: [UInt8]) -> String {
        var order = Order()
        do {
            try withInput(text, key: Array("o-1".utf8)) { try decoder.decode($0, into: &order) }
        } catch let refusal as Refusal {
            return "\(refusal.reason): \(refusal.detail)"
        } catch {
            return "\(error)"
        }
        return description(of: order)
    }

    private func description(of order: Order) -> String {
        func text(_ span: Text) -> String { order.string(span) ?? "-" }
        let lines = order.lines.map {
            "\(text($0.lineID)) \($0.lineHash) \(text($0.sku)) \($0.quantity) \($0.price) "
                + "\($0.tax) \($0.cost ?? -1) \($0.isGiftCard)"
        }
        let discounts = (order.lineDiscounts + order.shippingDiscounts).map {
            "\($0.line) \($0.code) \($0.amount)"
        }
        let codes = order.codes.map { "\(text($0.typed)) \(text($0.normal)) \($0.hash)" }
        return """
            \(text(order.orderID)) \(order.version) \(order.contentHash) \(order.placedAt) \
            \(String(describing: order.updatedAt)) \(String(describing: order.cancelledAt)) \
            \(order.isTest) \(order.currency.code) \(order.salesChannel) \(text(order.customerID)) \
            \(String(describing: order.customerIsNew)) \(codes) \(order.taxesIncluded) \(lines) \
            \(discounts) \(order.shippingDiscounts.count) \(order.shipping) \(order.shippingTax) \
            \(order.tips) \(text(order.referrerCreatorID)) \(text(order.referrerSource)) \
            \(String(describing: order.referrerClickedAt))
            """
    }
}
