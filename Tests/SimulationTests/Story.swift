import Simulation

/// A handful of records, and what the oracle makes of them.
struct Story {
    private var records: [ShopRecord] = []
    private let settings: OracleSettings

    init(_ stacking: Stacking = .single_winner) {
        var settings = OracleSettings()
        settings.stacking = stacking
        self.settings = settings
        assign("MIA20", to: "mia")
    }

    /// `fields` come on top of an order of `o1` in USD.
    mutating func order(_ fields: String, lines: String = line()) {
        send(
            .orders, "o1",
            """
            {"order_id":"o1","placed_at":"2026-11-01T12:00:00Z","currency":"USD",\
            "lines":[\(lines)],\(fields)}
            """)
    }

    /// One line of 2 × 50.00, less 10.00 by MIA20.
    static func line(
        _ id: String = "1", quantity: Int = 2, price: String = "50.00", discount: String = "10.00",
        _ more: String = ""
    ) -> String {
        """
        {"line_id":"\(id)","quantity":\(quantity),"unit_price":"\(price)",\
        "discounts":[{"code":"MIA20","amount":"\(discount)"}]\(more)}
        """
    }

    mutating func refund(_ id: String, _ fields: String, day: Int = 5, currency: String = "USD") {
        send(
            .refunds, "o1",
            """
            {"refund_id":"\(id)","order_id":"o1","refunded_at":"2026-11-0\(day)T12:00:00Z",\
            "currency":"\(currency)",\(fields)}
            """)
    }

    mutating func assign(
        _ code: String, to creator: String, _ more: String = "", key: String? = nil
    ) {
        send(
            .registry, key ?? code,
            """
            {"code":"\(code)","creator_id":"\(creator)","valid_from":"2026-01-01T00:00:00Z"\(more)}
            """)
    }

    mutating func send(_ role: InputRole, _ key: String, _ json: String?) {
        records.append(
            ShopRecord(
                role: role, key: Array(key.utf8), value: json.map { Array($0.utf8) },
                timestamp: shopNow))
    }

    var oracle: Oracle { SimulationTests.oracle(records.asProduced(partitions: 1), settings) }

    /// `cause: measure amount …` of each part; counters of customers and channels left out.
    var parts: [String] {
        oracle.credit(of: "o1").map { credit in
            credit.parts.map { part in
                let figures = Measure.allCases.prefix { $0 != .new_customers }.compactMap {
                    measure -> String? in
                    let figure = part.measures[measure]
                    guard figure != 0 else { return nil }
                    let text = measure.isMoney ? credit.order.currency.text(figure) : "\(figure)"
                    return "\(measure.name) \(text)"
                }
                let holder = part.holder.creator.map(\.description) ?? "nobody"
                return "\(holder) \(part.cause): " + figures.joined(separator: ", ")
            }
        } ?? []
    }

    var verdict: String? { oracle.credit(of: "o1")?.judgement.verdict }
}
