// The contract's sentences that the acceptance examples leave open, one by one.
import Simulation
import Testing

@Suite struct OracleScenarioTests {
    private let coded = "\"codes\":[{\"code\":\"mia20\"}]"
    private let order =
        "mia order: orders 1, units 2, gross 100.00, discount 10.00, code_discount 10.00, "

    @Test func `goods that are lost keep their cost`() {
        var story = Story()
        story.order(
            coded, lines: Story.line("1", quantity: 3, price: "40.00", ",\"unit_cost\":\"5.01\""))
        story.refund(
            "a", "\"lines\":[{\"line_id\":\"1\",\"quantity\":1,\"restocked\":false}]", day: 5)
        story.refund("b", "\"lines\":[{\"line_id\":\"1\",\"quantity\":2}]", day: 6)
        #expect(
            story.parts.dropFirst() == [
                "mia refund a: returned_units 1, returns 36.67, net -36.67, returned_orders 1",
                "mia refund b: returned_units 2, returns 73.33, net -73.33, cost -10.02",
            ])
    }

    @Test func `uncosted goods that are lost stay uncosted`() {
        var story = Story()
        story.order(coded)
        story.refund(
            "a", "\"lines\":[{\"line_id\":\"1\",\"quantity\":1,\"restocked\":false}]", day: 5)
        story.refund("b", "\"lines\":[{\"line_id\":\"1\",\"quantity\":1}]", day: 6)
        #expect(
            story.parts == [
                order + "net 90.00, uncosted_units 2",
                "mia refund a: returned_units 1, returns 45.00, net -45.00, returned_orders 1",
                "mia refund b: returned_units 1, returns 45.00, net -45.00, uncosted_units -1",
            ])
    }

    @Test func `an absent tax goes with the lines' money, gift cards too`() {
        var story = Story()
        let gift = Story.line(
            "2", quantity: 1, price: "90.00", discount: "0.00",
            ",\"gift_card\":true,\"tax\":\"9.01\"")
        story.order(coded + ",\"tips\":\"1.00\"", lines: Story.line() + "," + gift)
        // Half of all net takes half of the tax, half up: 4.51 of 9.01. What is left is 90.00 of
        // merchandise, 4.50 of tax and 1.00 of tips: of half of that half is merchandise.
        story.refund("a", "\"lines\":[{\"line_id\":\"2\",\"quantity\":1}]", day: 5)
        story.refund("b", "\"amount\":\"47.75\"", day: 6)
        story.refund("c", "\"amount\":\"47.75\"", day: 7)
        story.refund("d", "\"amount\":\"0.01\"", day: 8)
        #expect(
            story.parts.dropFirst() == [
                "mia refund b: returns 45.00, net -45.00",
                "mia refund c: returns 45.00, net -45.00, returned_orders 1",
            ])
    }

    @Test func `a stated tax is no part of what the rest is spread over`() {
        var story = Story()
        story.order(coded, lines: Story.line("1", ",\"tax\":\"9.00\""))
        story.refund("a", "\"amount\":\"49.50\",\"tax\":\"4.50\"")
        #expect(story.parts.last == "mia refund a: returns 45.00, net -45.00")
    }

    @Test func `discounts compete as they were sent, with the tax in them`() {
        var story = Story()
        story.assign("LEO5", to: "leo")
        let other =
            "{\"line_id\":\"2\",\"quantity\":1,\"unit_price\":\"50\","
            + "\"discounts\":[{\"code\":\"LEO5\",\"amount\":\"9\"}]}"
        story.order(
            "\"codes\":[{\"code\":\"LEO5\"},{\"code\":\"MIA20\"}],\"taxes_included\":true",
            lines: Story.line("1", ",\"tax\":\"40.00\"") + "," + other)
        // MIA20's 10.00 of a line that is 45 % tax come to 5.56, and win.
        #expect(story.parts.first?.hasPrefix("mia order") == true)
        #expect(story.parts.first?.contains("code_discount 5.56") == true)
    }

    @Test func `a refund in another currency does not count`() {
        var story = Story()
        story.order(coded)
        story.refund("a", "\"lines\":[{\"line_id\":\"1\",\"quantity\":1}]", currency: "EUR")
        #expect(story.parts.count == 1)
    }

    @Test func `a refund at the moment of the cancellation does not count`() {
        var story = Story()
        story.order(coded + ",\"cancelled_at\":\"2026-11-05T12:00:00Z\"")
        story.refund("a", "\"amount\":\"5.00\"", day: 5)
        story.refund("b", "\"amount\":\"5.00\"", day: 4)
        #expect(
            story.parts.map { $0.prefix(14) } == [
                "mia order: ord", "mia refund b: ", "mia cancellati",
            ])
    }

    @Test func `of refunds with equal versions the later one holds`() {
        var story = Story()
        story.order(coded)
        story.refund("a", "\"version\":3,\"amount\":\"5.00\"")
        story.refund("a", "\"version\":3,\"amount\":\"7.00\"")
        story.refund("a", "\"version\":2,\"amount\":\"9.00\"")
        #expect(story.parts.last == "mia refund a: returns 7.00, net -7.00")
    }

    @Test func `a code is off from the moment of its status on`() {
        for (moment, verdict) in [("12:00:00Z", "disabled"), ("12:00:00.001Z", "credited")] {
            var story = Story()
            story.order(coded)
            story.assign(
                "MIA20", to: "mia",
                ",\"status\":\"compromised\",\"status_at\":\"2026-11-01T\(moment)\"")
            #expect(story.verdict == verdict)
        }
    }

    @Test func `where spans meet the earlier record holds, then the smaller key`() {
        let recorded = { (day: Int) in ",\"recorded_at\":\"2026-01-0\(day)T00:00:00Z\"" }
        var story = Story()
        story.order(coded)
        story.send(.registry, "MIA20", nil)
        story.assign("MIA20", to: "leo", recorded(3), key: "a")
        story.assign("mia20", to: "zoe", recorded(2), key: "c")
        #expect(story.parts.first?.hasPrefix("zoe") == true)
        story.assign("MIA20", to: "kai", recorded(2), key: "b")
        #expect(story.parts.first?.hasPrefix("kai") == true)
        story.assign("MIA20", to: "ava", key: "z")
        #expect(story.parts.first?.hasPrefix("ava") == true)
        story.assign("MIA20", to: "ava", ",\"redeemable\":[\"pos\"]", key: "z")
        #expect(story.parts.first?.hasPrefix("kai") == true)
    }

    @Test func `a refund is split over what is left of each creator's own`() {
        var story = Story(.split_by_discount)
        story.assign("LEO5", to: "leo")
        let discounts =
            "\"discounts\":[{\"code\":\"MIA20\",\"amount\":\"3\"},"
            + "{\"code\":\"LEO5\",\"amount\":\"1\"}]"
        story.order(
            "\"codes\":[{\"code\":\"LEO5\"},{\"code\":\"MIA20\"}]",
            lines: "{\"line_id\":\"1\",\"quantity\":3,\"unit_price\":\"10\",\(discounts)}")
        for (refund, day) in [("a", 5), ("b", 6), ("c", 7)] {
            story.refund(refund, "\"lines\":[{\"line_id\":\"1\",\"quantity\":1}]", day: day)
        }
        #expect(
            story.parts == [
                "leo order: units 1, gross 7.50, discount 1.00, code_discount 1.00, net 6.50, "
                    + "uncosted_units 1",
                "mia order: orders 1, units 2, gross 22.50, discount 3.00, code_discount 3.00, "
                    + "net 19.50, uncosted_units 2",
                "leo refund a: returns 2.17, net -2.17",
                "mia refund a: returned_units 1, returns 6.50, net -6.50, uncosted_units -1, "
                    + "returned_orders 1",
                "leo refund b: returned_units 1, returns 2.17, net -2.17, uncosted_units -1",
                "mia refund b: returns 6.50, net -6.50",
                "leo refund c: returns 2.16, net -2.16",
                "mia refund c: returned_units 1, returns 6.50, net -6.50, uncosted_units -1",
            ])
    }

    @Test func `first, last and priority show the code they chose`() {
        let both = "\"codes\":[{\"code\":\"MIA5\"},{\"code\":\"MIA20\"},{\"code\":\"LEO5\"}]"
        let codes: [Stacking: Bytes] = [
            .first: "MIA5", .last: "LEO5", .priority: "LEO5", .single_winner: "MIA20",
        ]
        for (stacking, code) in codes {
            var story = Story(stacking)
            story.assign("MIA5", to: "mia")
            story.assign("LEO5", to: "leo", ",\"priority\":1")
            story.order(both)
            let part = story.oracle.credit(of: "o1")?.parts.first
            #expect(part?.holder.code == code)
            #expect(part?.measures[.code_discount] == (part?.holder.creator == "mia" ? 1000 : 0))
        }
    }

    @Test func `what is dated after retention is too old, with and without a code`() {
        for (fields, refused) in [(coded, 0), ("\"test\":false", 1)] {
            var story = Story()
            let placed =
                "{\"order_id\":\"o1\",\"placed_at\":\"2026-06-01T00:00:00Z\",\"currency\":\"USD\","
            story.send(.orders, "o1", placed + "\"lines\":[\(Story.line())],\(fields)}")
            story.refund("a", "\"amount\":\"5.00\"")
            #expect(story.oracle.refused.filter { $0.reason == .too_old }.count == refused)
        }
    }

    @Test func `a record that cannot be used removes its assignment`() {
        var story = Story()
        story.order(coded)
        story.send(.registry, "MIA20", "{\"code\":\"MIA20\"}")
        #expect(story.verdict == "unknown")
    }
}
