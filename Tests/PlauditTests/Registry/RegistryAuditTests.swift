import Codec
import Promo
import Testing
import plaudit

@Suite struct RegistryAuditTests {
    private func attribution(
        _ order: String, _ code: String, orders: Int, creator: String? = "mia",
        reason: String = "credited", placed: String = "2026-11-24T12:00:00.000Z"
    ) -> [UInt8] {
        let creator = creator.map { "\"\($0)\"" } ?? "null"
        return Array(
            """
            {"creator_id":\(creator),"code":"\(code)","order_id":"\(order)","orders":\(orders),\
            "reason":"\(reason)","order_placed_at":"\(placed)"}
            """.utf8)
    }

    private func lines(
        _ assignments: [Assignment], _ attributions: [[UInt8]],
        customers: [String: String] = [:]
    ) -> [String] {
        var usage = CodeUsage(limited: RegistryAudit.limited(assignments))
        for attribution in attributions { usage.apply(attribution) }
        return RegistryAudit(assignments, usage: usage, customers: customers).lines
    }

    private func approved(_ code: String, _ more: String = "") throws -> Assignment {
        try assignment(
            code, #""approved_by":"finance""# + (more.isEmpty ? "" : ",\(more)"))
    }

    @Test func `a code that nobody used is named, one that was used is not`() throws {
        let assignments = [try approved("MIA20"), try approved("LEO10")]
        #expect(
            lines(assignments, [attribution("o1", "MIA20", orders: 1)]) == ["never used  LEO10"])
    }

    @Test func `codes that are typed in vain are counted by verdict`() throws {
        let found = lines(
            [try approved("MIA20")],
            [
                attribution("o1", "MIA20", orders: 1, creator: nil, reason: "expired"),
                attribution(
                    "o2", "MIA20", orders: 1, creator: nil, reason: "expired",
                    placed: "2026-11-25T12:00:00.000Z"),
                attribution("o3", "MIA20", orders: 1, creator: nil, reason: "wrong_channel"),
            ])
        #expect(
            found == [
                "still typed after its end  MIA20: 2 orders, the last placed "
                    + "2026-11-25T12:00:00.000Z",
                "typed but wrong_channel  MIA20: 1 orders, the last placed "
                    + "2026-11-24T12:00:00.000Z",
            ])
    }

    /// The record that takes a rejection back says the new verdict, not the old one.
    @Test func `a rejection that was taken back counts no more`() throws {
        let found = lines(
            [try approved("MIA20")],
            [
                attribution("o1", "MIA20", orders: 1, creator: nil, reason: "unknown"),
                attribution("o1", "MIA20", orders: -1, creator: nil),
                attribution("o1", "MIA20", orders: 1),
            ])
        #expect(found == [])
    }

    @Test func `a code that is typed often and known to nobody may be a near miss`() throws {
        let assignments = [try approved("MIA20")]
        let typed = ["o1", "o2", "o3"].map {
            attribution(
                $0, $0 == "o3" ? "MIA99" : "MIA2O", orders: 1, creator: nil, reason: "unknown")
        }
        #expect(
            lines(assignments, typed).last
                == "near miss  MIA2O was typed 2 times; MIA20 is one edit away")
        #expect(lines(assignments, [typed[0]]) == ["never used  MIA20"])
    }

    @Test(arguments: [
        ("MIA20", "MIA2O", true), ("MIA20", "MIA2", true), ("MIA2", "MIA20", true),
        ("MIA20", "IMA20", true), ("MIA20", "MAI20", true), ("MIA20", "MIA02", true),
        ("MIA20", "XMIA20", true), ("MIA20", "MIA20", false), ("MIA20", "MIA", false),
        ("MIA20", "MIX2O", false), ("MIA20", "AMI20", false), ("", "A", true), ("", "", false),
        ("AB", "BA", true), ("ABC", "CBA", false),
    ])
    func `one edit is a letter more, less or other, or two that changed places`(
        one: String, other: String, isOneEdit: Bool
    ) {
        #expect(RegistryAudit.isOneEdit(one, other) == isOneEdit)
        #expect(RegistryAudit.isOneEdit(other, one) == isOneEdit)
    }

    @Test func `limits are held against the orders that stand`() throws {
        let assignments = [
            try approved("ONCE", #""usage":{"kind":"single"}"#),
            try approved("TWICE", #""usage":{"limit":2}"#),
        ]
        let once = [attribution("o1", "ONCE", orders: 1), attribution("o2", "ONCE", orders: 1)]
        let twice = (1...3).map { attribution("p\($0)", "TWICE", orders: 1) }
        #expect(
            lines(assignments, once + twice) == [
                "single use  ONCE was used on 2 orders",
                "over its limit  TWICE: 3 orders, allowed 2",
            ])
        let cancelled = [
            attribution("o2", "ONCE", orders: -1), attribution("p3", "TWICE", orders: -1),
        ]
        #expect(lines(assignments, once + twice + cancelled) == [])
    }

    @Test func `the limit of each customer is held against that customer's orders`() throws {
        let assignments = [
            try approved("MIA20", #""usage":{"per_customer":1}"#), try approved("LEO10"),
        ]
        let orders =
            ["o1", "o2", "o3", "o4", "o5", "o6"].map { attribution($0, "MIA20", orders: 1) }
            + [attribution("o7", "LEO10", orders: 1), attribution("o5", "MIA20", orders: -1)]
        let customers = [
            "o1": "ann", "o2": "ann", "o3": "ben", "o4": "ann", "o5": "ben", "o7": "ben",
        ]
        #expect(
            lines(assignments, orders, customers: customers)
                == ["over its limit for a customer  MIA20: 3 orders of ann, allowed 1"])
    }

    /// Seven days with two orders, then one with so many.
    @Test(arguments: [(19, false), (20, true)])
    func `a day with far more orders than usual may mean a leak`(
        orders: Int, isSpike: Bool
    ) throws {
        func placed(_ day: Int, _ count: Int) -> [[UInt8]] {
            (0..<count).map {
                attribution(
                    "o\(day)-\($0)", "MIA20", orders: 1,
                    placed: "2026-11-\(day + 10)T12:00:00.000Z")
            }
        }
        let usual = (0..<7).flatMap { placed($0, 2) }
        #expect(
            lines([try approved("MIA20")], usual + placed(7, orders))
                == (isSpike
                    ? ["may have leaked  MIA20: 20 orders on 2026-11-17, 2 on a usual day before"]
                    : []))
        // Of a code that is new nobody knows what is usual.
        #expect(lines([try approved("MIA20")], placed(0, 2) + placed(7, orders)) == [])
    }

    @Test func `who has not approved it, who shares it, and what leaked`() throws {
        let assignments = [
            try assignment("MIA20", key: "k1", #""status":"compromised""#),
            try assignment("GLOW", key: "k2", #""approved_by":"x""#),
            try assignment("GLOW", key: "k3", #""creator_id":"leo","approved_by":"x""#),
        ]
        #expect(
            lines(assignments, [attribution("o1", "GLOW", orders: 1)]) == [
                "conflict  code GLOW: k2 (creator mia) and k3 (creator leo) hold it at the same "
                    + "time",
                "never used  MIA20",
                "compromised  MIA20: `plaudit registry rotate` gives a new one",
                "not approved  MIA20 (k1): no approver recorded",
            ])
    }

    @Test func `watermarks, surveys and what is no attribution are passed over`() throws {
        let found = lines(
            [try approved("MIA20")],
            [
                Array(#"{"kind":"watermark","creator_id":null,"partition":0}"#.utf8),
                Array(#"{"kind":"survey","creator_id":"mia","code":null,"order_id":"o1"}"#.utf8),
                Array("no JSON".utf8),
            ])
        #expect(found == ["never used  MIA20"])
    }
}
