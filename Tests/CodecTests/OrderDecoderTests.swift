import Codec
import Promo
import Testing

struct OrderDecoderTests {
    /// An order with these members besides the required ones.
    private func json(_ members: String = "", lines: String? = nil) -> String {
        let lines = lines ?? #"[{"line_id":"1","quantity":2,"unit_price":"20.00"}]"#
        let more = members.isEmpty ? "" : "," + members
        return
            #"""
            {"order_id":"o-1","placed_at":"2026-11-24T14:00:00Z","currency":"USD",\#
            "lines":\#(lines)\#(more)}
            """#
    }

    @Test func `an order of the required fields has the contract's defaults`() throws {
        let order = try decodedOrder(json())
        #expect(order.string(order.orderID) == "o-1")
        #expect(order.placedAt == EventTime(milliseconds: 1_795_528_800_000))
        #expect(order.currency == Currency("USD"))
        #expect(order.version == 0)
        #expect(order.updatedAt == nil)
        #expect(order.cancelledAt == nil)
        #expect(!order.isTest)
        #expect(order.salesChannel == .online)
        #expect(order.customerID.isAbsent)
        #expect(order.customerIsNew == nil)
        #expect(order.codes.isEmpty)
        #expect(!order.taxesIncluded)
        #expect(order.shipping == 0 && order.shippingTax == 0 && order.tips == 0)
        #expect(order.shippingDiscounts.isEmpty)
        #expect(order.referrerCreatorID.isAbsent && order.referrerSource.isAbsent)
        let line = try #require(order.lines.first)
        #expect(order.string(line.lineID) == "1")
        #expect(line.sku.isAbsent)
        #expect(line.quantity == 2 && line.price == 4000 && line.tax == 0)
        #expect(line.cost == nil)
        #expect(!line.isGiftCard)
    }

    @Test func `every field is read`() throws {
        let order = try decodedOrder(
            json(
                #"""
                "version":7,"updated_at":"2026-11-24T14:30:00Z",\#
                "cancelled_at":"2026-11-24T15:00:00Z","test":true,"sales_channel":"pos",\#
                "customer":{"id":"c-1","is_new":false},"codes":[{"code":"mia20"}],\#
                "taxes_included":true,"shipping":"5.99","shipping_discounts":[{"code":"MIA20",\#
                "amount":"5.99"}],"shipping_tax":"0.505","tips":1,\#
                "referrer":{"creator_id":"crt-1","utm_source":"tiktok",\#
                "clicked_at":"2026-11-24T13:00:00Z"}
                """#,
                lines:
                    #"""
                    [{"line_id":1,"sku":"S-1","quantity":3,"unit_price":10.5,\#
                    "discounts":[{"code":"MIA20","amount":"1.50"},{"amount":"2"}],\#
                    "tax":"2.005","unit_cost":"3.3333","gift_card":true}]
                    """#
            ))
        #expect(order.version == 7)
        #expect(order.updatedAt == EventTime(milliseconds: 1_795_530_600_000))
        #expect(order.cancelledAt == EventTime(milliseconds: 1_795_532_400_000))
        #expect(order.isTest && order.taxesIncluded)
        #expect(order.salesChannel == .pos)
        #expect(order.string(order.customerID) == "c-1")
        #expect(order.customerIsNew == false)
        #expect(order.string(order.codes[0].typed) == "mia20")
        #expect(order.string(order.codes[0].normal) == "MIA20")
        #expect(order.shipping == 599 && order.shippingTax == 50 && order.tips == 100)
        #expect(order.shippingDiscounts.map(\.amount) == [599])
        #expect(order.shippingDiscounts.map(\.code) == [0])
        #expect(order.shippingDiscounts.map(\.line) == [-1])
        #expect(order.string(order.referrerCreatorID) == "crt-1")
        #expect(order.string(order.referrerSource) == "tiktok")
        #expect(order.referrerClickedAt == EventTime(milliseconds: 1_795_525_200_000))
        let line = try #require(order.lines.first)
        #expect(order.string(line.lineID) == "1")
        #expect(order.string(line.sku) == "S-1")
        #expect(line.price == 3150 && line.tax == 200 && line.cost == 1000)
        #expect(line.isGiftCard)
        #expect(order.lineDiscounts.map(\.amount) == [150, 200])
        #expect(order.lineDiscounts.map(\.code) == [0, -1])
        #expect(order.lineDiscounts.map(\.line) == [0, 0])
    }

    @Test func `without a version the time of the update is the version`() throws {
        let updated = #""updated_at":"2026-11-24T14:30:00.250Z""#
        #expect(try decodedOrder(json(updated)).version == 1_795_530_600_250)
        #expect(try decodedOrder(json(updated + #","version":-3"#)).version == -3)
        #expect(try decodedOrder(json(updated + #","version":null"#)).version == 1_795_530_600_250)
    }

    @Test(arguments: [
        (#""o-1""#, "o-1"), ("17", "17"), ("-5", "-5"), ("-0", "0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        (#""\u006f-1""#, "o-1"), (#"" ""#, " "), (#""é\n""#, "é\n"), (#""1.0""#, "1.0"),
    ])
    func `an id is text or an integer's digits`(id: String, bytes: String) throws {
        let text = json().replacing(#""o-1""#, with: id)
        let order = try decodedOrder(text, key: bytes)
        #expect(order.string(order.orderID) == bytes)
    }

    @Test func `codes are distinct in normal form, in order, and blank ones are dropped`() throws {
        let order = try decodedOrder(
            json(
                #"""
                "codes":[{"code":"mia20"},{"code":" "},{"code":"MIA 20"},{"code":2026},{},\#
                {"code":true},{"code":1.5},{"code":null},{"code":"straße"},{"code":"STRASSE"},\#
                {"code":"\u200b"},{"code":"2026"}]
                """#
            ))
        #expect(order.codes.map { order.string($0.typed) } == ["mia20", "2026", "straße"])
        #expect(order.codes.map { order.string($0.normal) } == ["MIA20", "2026", "STRASSE"])
        let form = NormalForm()
        for code in order.codes {
            order.text[code.normal].withUnsafeBytes { form.read($0) }
            #expect(code.hash == form.hash)
        }
    }

    @Test func `a discount finds its code by normal form, and is automatic without one`() throws {
        let discounts =
            #"""
            [{"code":"b","amount":1},{"code":"A ","amount":2},{"code":"other",\#
            "amount":3},{"code":"","amount":4},{"code":9,"amount":5},{"code":false,"amount":6}]
            """#
        let order = try decodedOrder(
            json(
                #""codes":[{"code":"A"},{"code":"B"},{"code":"9"}]"#,
                lines:
                    #"""
                    [{"line_id":"1","quantity":1,"unit_price":"20"},{"line_id":"2",\#
                    "quantity":3,"unit_price":"20","discounts":\#(discounts)}]
                    """#
            ))
        #expect(order.lineDiscounts.map(\.code) == [1, 0, -1, -1, 2, -1])
        #expect(order.lineDiscounts.map(\.amount) == [100, 200, 300, 400, 500, 600])
        #expect(order.lineDiscounts.allSatisfy { $0.line == 1 })
    }

    @Test func `unknown fields are passed over, however deep and doubled`() throws {
        let order = try decodedOrder(
            json(
                #""note":{"note":[{"order_id":1,"order_id":2}]},"x":1,"x":2,"":{},"order_idx":0"#,
                lines:
                    #"""
                    [{"line_id":"1","quantity":1,"unit_price":1,"properties":[[[]]],"x":1,\#
                    "x":1}]
                    """#
            ))
        #expect(order.lines.count == 1)
    }

    @Test func `text fields of another type, and nulls, are absent`() throws {
        let order = try decodedOrder(
            json(
                #"""
                "store_id":5,"region":[],"test":null,"sales_channel":null,"customer":null,\#
                "codes":null,"shipping":null,"shipping_discounts":null,"shipping_tax":null,\#
                "tips":null,"taxes_included":null,"referrer":{"creator_id":null,\#
                "utm_source":{},"clicked_at":null},"cancelled_at":null,"updated_at":null,\#
                "version":null
                """#,
                lines:
                    #"""
                    [{"line_id":"1","sku":7,"quantity":1,"unit_price":1,"discounts":null,\#
                    "tax":null,"unit_cost":null,"gift_card":null}]
                    """#
            ))
        #expect(order.lines[0].sku.isAbsent)
        #expect(order.referrerSource.isAbsent)
        #expect(
            order.contentHash
                == (try decodedOrder(json(lines: #"[{"line_id":"1","quantity":1,"unit_price":1}]"#))
                    .contentHash))
    }

    @Test func `the decimals are the currency's`() throws {
        let yen = json(lines: #"[{"line_id":1,"quantity":3,"unit_price":"500","unit_cost":0.5}]"#)
            .replacing("USD", with: "JPY")
        #expect(try decodedOrder(yen).lines[0].price == 1500)
        #expect(try decodedOrder(yen).lines[0].cost == 2)
        let dinar = json(lines: #"[{"line_id":1,"quantity":3,"unit_price":"0.125"}]"#)
            .replacing("USD", with: "KWD")
        #expect(try decodedOrder(dinar).lines[0].price == 375)
    }

    @Test func `lines may be empty, and may have no quantity and no price`() throws {
        #expect(try decodedOrder(json(lines: "[]")).lines.isEmpty)
        let free = try decodedOrder(json(lines: #"[{"line_id":1,"quantity":0,"unit_price":0}]"#))
        #expect(free.lines[0].price == 0 && free.lines[0].quantity == 0)
    }

    @Test func `an order with many lines and codes finds them all`() throws {
        let count = 3000
        let codes = (0..<count).map { #"{"code":"c\#($0)"}"# }.joined(separator: ",")
        let lines = (0..<count).map {
            #"""
            {"line_id":\#($0),"quantity":1,"unit_price":9,"discounts":[{"code":"C\#($0)",\#
            "amount":1}]}
            """#
        }.joined(separator: ",")
        let order = try decodedOrder(json(#""codes":[\#(codes)]"#, lines: "[\(lines)]"))
        #expect(order.codes.count == count)
        #expect(order.lineDiscounts.map(\.code) == (0..<Int32(count)).map { $0 })
        #expect(order.lineDiscounts.map(\.line) == (0..<Int32(count)).map { $0 })
    }

    @Test func `one decoder fills one value again and again`() throws {
        let decoder = OrderDecoder()
        var order = Order()
        let rich = json(
            #""codes":[{"code":"a"},{"code":"b"}],"tips":1,"customer":{"id":1,"is_new":true}"#)
        for text in [rich, json(), rich, "{}", json()] {
            _ = withInput(text) { input in refusal(of: { try decoder.decode(input, into: &order) })
            }
        }
        let fresh = try decodedOrder(json())
        #expect(order.contentHash == fresh.contentHash)
        #expect(order.codes.isEmpty && order.customerID.isAbsent && order.customerIsNew == nil)
        #expect(order.tips == 0)
    }
}
