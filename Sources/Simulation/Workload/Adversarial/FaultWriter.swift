// Records that cannot be used: one for every reason and field the contract names.

struct FaultWriter {
    /// The moment of all records, ms.
    let now: Int64
    let partitions: Int32

    /// In place of a field's JSON.
    private let absent = ""

    init(now: Int64, partitions: Int32) {
        self.now = now
        self.partitions = partitions
    }

    /// A usable record's fields, of which one is spoilt.
    private func order(_ id: String, _ changes: [String: String]) -> String {
        object(
            [
                ("order_id", "\"\(id)\""), ("version", "1"),
                ("placed_at", time(now - 20 * 86_400_000)), ("currency", "\"USD\""),
                ("lines", "[\(line([:]))]"),
            ], changes)
    }

    private func refund(_ id: String, _ changes: [String: String]) -> String {
        object(
            [
                ("refund_id", "\"f\""), ("order_id", "\"\(id)\""), ("version", "1"),
                ("refunded_at", time(now - 20 * 86_400_000)), ("currency", "\"USD\""),
            ], changes)
    }

    private func response(_ id: String, _ changes: [String: String]) -> String {
        object(
            [
                ("response_id", "\"f\""), ("order_id", "\"\(id)\""),
                ("answered_at", time(now - 20 * 86_400_000)),
            ], changes)
    }

    private func assignment(_ changes: [String: String]) -> String {
        object(
            [
                ("code", "\"FAULT\""), ("creator_id", "\"crt-1\""),
                ("valid_from", time(now - 90 * 86_400_000)),
            ], changes)
    }

    private func line(_ changes: [String: String]) -> String {
        object([("line_id", "\"1\""), ("quantity", "2"), ("unit_price", "\"1.00\"")], changes)
    }

    private func object(_ fields: [(String, String)], _ changes: [String: String]) -> String {
        var all = fields.map { ($0.0, changes[$0.0] ?? $0.1) }
        for (name, json) in changes.sorted(by: { $0.key < $1.key })
        where !fields.contains(where: { $0.0 == name }) {
            all.append((name, json))
        }
        all.removeAll { $0.1 == absent }
        return "{" + all.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private func time(_ time: Int64) -> String { "\"\(PlainTime.write(time))\"" }

    /// All faults, in a fixed order; their orders' ids are of their own.
    func records() -> [ShopRecord] {
        var all: [ShopRecord] = []
        func add(_ role: InputRole, _ key: String?, _ value: String, _ partition: Int32? = nil) {
            all.append(
                ShopRecord(
                    role: role, key: key.map { Array($0.utf8) }, value: Array(value.utf8),
                    timestamp: now, partition: partition))
        }
        for (number, changes) in orderFaults.enumerated() {
            add(.orders, "f-\(number)", order("f-\(number)", changes))
        }
        for (number, changes) in lineFaults.enumerated() {
            let id = "l-\(number)"
            add(.orders, id, order(id, ["lines": "[\(line(changes))]"]))
        }
        for (number, changes) in refundFaults.enumerated() {
            add(.refunds, "f-\(number)", refund("f-\(number)", changes))
        }
        for (number, changes) in responseFaults.enumerated() {
            add(.responses, "f-\(number)", response("f-\(number)", changes))
        }
        for (number, changes) in assignmentFaults.enumerated() {
            add(.registry, "fault-\(number)", assignment(changes))
        }
        for value in [
            "", " ", "nope", "[1]", "1", "{\"a\":1}}", "{\"order_id\":\"x\",}", "{'a':1}",
        ] {
            for role in InputRole.allCases { add(role, "x", value) }
        }
        add(.orders, "x", order("x", ["currency": "\"USD\",\"currency\":\"USD\""]))
        add(.orders, "x", order("x", ["test": "null,\"t\\u0065st\":true"]))
        add(.registry, "x", assignment(["offer": "{\"kind\":\"gift\",\"kind\":\"gift\"}"]))
        add(.orders, "other", order("x", [:]))
        add(.orders, nil, order("x", [:]))
        add(.refunds, "other", refund("x", [:]))
        add(.registry, nil, assignment([:]))
        all.append(
            ShopRecord(role: .orders, key: [0x78], value: [0xFF, 0xFE, 0x00], timestamp: now))
        if partitions > 1 { addMisplaced(&all) }
        return all
    }

    private func addMisplaced(_ all: inout [ShopRecord]) {
        for (role, json) in [
            (InputRole.orders, order("p-1", [:])), (.refunds, refund("p-1", [:])),
            (.responses, response("p-1", [:])),
        ] {
            let right = Murmur2.partition(of: Array("p-1".utf8), among: partitions)
            all.append(
                ShopRecord(
                    role: role, key: Array("p-1".utf8), value: Array(json.utf8), timestamp: now,
                    partition: (right + 1) % partitions))
        }
    }

    private var orderFaults: [[String: String]] {
        [
            ["order_id": absent], ["order_id": "\"\""], ["order_id": "true"],
            ["order_id": "1.5"], ["placed_at": absent], ["placed_at": "\"yesterday\""],
            ["placed_at": "1764000000"], ["placed_at": "\"2026-02-30T00:00:00Z\""],
            ["placed_at": "\"2026-01-01T00:00:00\""], ["placed_at": "\"2026-01-01T24:00:00Z\""],
            ["currency": absent], ["currency": "\"ZZZ\""], ["currency": "\"usd\""],
            ["currency": "840"], ["version": "\"1\""], ["version": "1.5"],
            ["updated_at": "\"now\""], ["cancelled_at": "0"], ["test": "\"true\""],
            ["sales_channel": "\"telepathy\""], ["customer": "\"c\""],
            ["customer": "{\"id\":\"\"}"], ["customer": "{\"is_new\":\"yes\"}"],
            ["codes": "\"MIA1\""], ["codes": "[\"MIA1\"]"], ["taxes_included": "1"],
            ["lines": absent], ["lines": "null"], ["lines": "{}"], ["lines": "[1]"],
            ["lines": "[\(line([:])),\(line([:]))]"], ["shipping": "\"-1\""],
            ["shipping": "{}"], ["shipping_discounts": "[{\"code\":\"A\"}]"],
            ["shipping_tax": "\"x\""], ["tips": "1e2"], ["referrer": "[]"],
            ["referrer": "{\"creator_id\":\"\"}"], ["referrer": "{\"clicked_at\":\"?\"}"],
            ["placed_at": "\"2099-01-01T00:00:00Z\""],
            ["cancelled_at": "\"2099-01-01T00:00:00Z\""],
            ["tips": "\"92233720368547758.08\""],
            [
                "lines":
                    "[\(line([:])),"
                    + "\(line(["line_id": "\"2\"", "unit_price": "92233720368547758.07"]))]"
            ],
            ["placed_at": "\"2001-01-01T00:00:00Z\"", "updated_at": "\"2003-01-01T00:00:00Z\""],
            ["placed_at": "\"2019-01-01T00:00:00Z\""],
        ]
    }

    private var lineFaults: [[String: String]] {
        [
            ["line_id": absent], ["line_id": "\"\""], ["quantity": absent],
            ["quantity": "-1"], ["quantity": "1.5"], ["quantity": "\"1\""],
            ["unit_price": absent], ["unit_price": "\"1.005\""], ["unit_price": "\"1e3\""],
            ["unit_price": "-1"], ["unit_price": "\" 1\""], ["unit_price": "true"],
            ["unit_price": "\"99999999999999999999\""], ["quantity": "99999999999999999999"],
            ["discounts": "{}"], ["discounts": "[{\"code\":\"A\"}]"],
            ["discounts": "[{\"amount\":\"2.01\"}]"],
            ["discounts": "[{\"amount\":\"1.01\"},{\"amount\":\"1\"}]"], ["tax": "\"-0.01\""],
            ["unit_cost": "\"abc\""], ["unit_cost": "\"99999999999999999999999999.123\""],
            ["gift_card": "\"no\""],
        ]
    }

    private var refundFaults: [[String: String]] {
        [
            ["order_id": absent], ["refund_id": absent], ["refund_id": "\"\""],
            ["refunded_at": absent], ["refunded_at": "\"?\""], ["currency": "\"XXX\""],
            ["status": "\"maybe\""], ["lines": "[{\"line_id\":\"1\"}]"],
            ["lines": "[{\"line_id\":\"1\",\"quantity\":1,\"restocked\":0}]"],
            ["amount": "\"1.001\""], ["shipping": "[]"], ["tax": "\"1,5\""],
            ["refunded_at": "\"2099-01-01T00:00:00Z\""], ["amount": "99999999999999999999"],
        ]
    }

    private var responseFaults: [[String: String]] {
        [
            ["response_id": absent], ["answered_at": absent], ["answered_at": "\"?\""],
            ["version": "true"], ["customer_id": "{}"],
            ["answered_at": "\"2099-01-01T00:00:00Z\""],
        ]
    }

    private var assignmentFaults: [[String: String]] {
        [
            ["code": absent], ["code": "\" \""], ["creator_id": absent],
            ["creator_id": "\"\""], ["valid_from": absent], ["valid_from": "\"?\""],
            ["valid_until": time(now - 90 * 86_400_000)], ["status": "\"asleep\""],
            ["status_at": "1"], ["handles": "\"@a\""], ["redeemable": "[\"moon\"]"],
            ["offer": "[]"], ["offer": "{\"kind\":\"money\"}"], ["usage": "{\"kind\":\"none\"}"],
            ["usage": "{\"limit\":\"1\"}"], ["priority": "1.5"], ["recorded_at": "\"?\""],
        ]
    }
}
