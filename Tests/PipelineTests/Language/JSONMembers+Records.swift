// The shapes of contract §1, written from statements. A line is `id:units x price`, less its
// discounts, with options: `line=1:2x40.00-10.00@MIA20-1.00,tax=3.20,cost=12.00,gift,sku=lip`.

extension JSONMembers {
    static func assignment(_ statement: Statement) throws -> JSONMembers {
        try statement.checkKeys([
            "code", "creator", "from", "until", "status", "status_at", "name", "handles",
            "campaign", "on", "redeemable", "priority", "recorded",
        ])
        var json = JSONMembers()
        json.add("code", statement["code"] ?? statement.name)
        json.add("creator_id", statement["creator"])
        json.add("valid_from", time: statement["from"])
        json.add("valid_until", time: statement["until"])
        json.add("status", statement["status"])
        json.add("status_at", time: statement["status_at"])
        json.add("creator_name", statement["name"])
        json.add("handles", list: list(statement["handles"]))
        json.add("campaign_id", statement["campaign"])
        json.add("channel", statement["on"])
        json.add("redeemable", list: list(statement["redeemable"]))
        json.add("priority", raw: statement["priority"])
        json.add("recorded_at", time: statement["recorded"])
        return json
    }

    static func order(_ statement: Statement) throws -> JSONMembers {
        try statement.checkKeys([
            "at", "currency", "version", "updated", "cancelled", "test", "channel", "customer",
            "codes", "taxes_included", "line", "ship", "tips", "store",
        ])
        var json = JSONMembers()
        json.add("order_id", statement.name)
        json.add("placed_at", time: try statement.required("at"))
        json.add("currency", statement["currency"] ?? "USD")
        json.add("version", raw: statement["version"])
        json.add("updated_at", time: statement["updated"])
        json.add("cancelled_at", time: statement["cancelled"])
        json.add("test", raw: statement["test"].map { _ in "true" })
        json.add("sales_channel", statement["channel"])
        json.add("store_id", statement["store"])
        if let customer = statement["customer"] {
            json.add("customer", raw: "{\"is_new\":\(customer == "new")}")
        }
        json.add("codes", list(statement["codes"]).map { .code($0) })
        json.add("taxes_included", raw: statement["taxes_included"].map { _ in "true" })
        let lines = try statement.all("line").map { try orderLine($0, statement) }
        json.add("lines", raw: "[\(lines.map(\.text).joined(separator: ","))]")
        if let ship = statement["ship"] {
            let priced = PricedText(ship)
            json.add("shipping", priced.price)
            json.add("shipping_discounts", priced.discounts)
            json.add("shipping_tax", priced.options["tax"])
        }
        json.add("tips", statement["tips"])
        return json
    }

    static func refund(_ statement: Statement) throws -> JSONMembers {
        try statement.checkKeys([
            "order", "at", "currency", "version", "updated", "status", "line", "amount",
            "shipping", "tax", "reason",
        ])
        var json = JSONMembers()
        json.add("refund_id", statement.name)
        json.add("order_id", statement["order"])
        json.add("refunded_at", time: try statement.required("at"))
        json.add("currency", statement["currency"] ?? "USD")
        json.add("version", raw: statement["version"])
        json.add("updated_at", time: statement["updated"])
        json.add("status", statement["status"])
        json.add("lines", try statement.all("line").map { try refundLine($0, statement) })
        json.add("amount", statement["amount"])
        json.add("shipping", statement["shipping"])
        json.add("tax", statement["tax"])
        json.add("reason", statement["reason"])
        return json
    }

    static func response(_ statement: Statement) throws -> JSONMembers {
        try statement.checkKeys(["order", "at", "version", "question", "choice", "answer"])
        var json = JSONMembers()
        json.add("response_id", statement.name)
        json.add("order_id", statement["order"])
        json.add("answered_at", time: try statement.required("at"))
        json.add("version", raw: statement["version"])
        json.add("question", statement["question"])
        json.add("choice", statement["choice"])
        json.add("answer", statement["answer"])
        return json
    }

    private static func orderLine(_ text: String, _ statement: Statement) throws -> JSONMembers {
        let parts = text.split(separator: ":", maxSplits: 1)
        let priced = PricedText(parts.count == 2 ? String(parts[1]) : "")
        let factors = priced.price.split(separator: "x")
        guard factors.count == 2 else { throw statement.failure("a line is id:UNITSxPRICE") }
        var json = JSONMembers()
        json.add("line_id", String(parts[0]))
        json.add("sku", priced.options["sku"])
        json.add("quantity", raw: String(factors[0]))
        json.add("unit_price", String(factors[1]))
        json.add("discounts", priced.discounts)
        json.add("tax", priced.options["tax"])
        json.add("unit_cost", priced.options["cost"])
        json.add("gift_card", raw: priced.options["gift"].map { _ in "true" })
        return json
    }

    /// `1:2`, or with an amount `1:2=18.00`; `1:2,lost` where the goods are not back in stock.
    private static func refundLine(_ text: String, _ statement: Statement) throws -> JSONMembers {
        let options = text.split(separator: ",").map(String.init)
        let parts = options[0].split(separator: ":")
        guard parts.count == 2 else {
            throw statement.failure("a line is id:UNITS or id:UNITS=SUM")
        }
        let figures = parts[1].split(separator: "=")
        var json = JSONMembers()
        json.add("line_id", String(parts[0]))
        json.add("quantity", raw: String(figures[0]))
        json.add("amount", figures.count > 1 ? String(figures[1]) : nil)
        json.add("restocked", raw: options.contains("lost") ? "false" : nil)
        return json
    }

    private static func code(_ code: String) -> JSONMembers {
        var json = JSONMembers()
        json.add("code", code)
        return json
    }

    private static func list(_ text: String?) -> [String] {
        text?.split(separator: ",").map(String.init) ?? []
    }
}

/// A price less discounts, and options: `5.00-5.00@FREE,tax=0.40`.
private struct PricedText {
    var price: String
    var discounts: [JSONMembers]
    var options: [String: String]

    init(_ text: String) {
        let parts = text.split(separator: ",").map(String.init)
        let amounts = (parts.first ?? "").split(separator: "-").map(String.init)
        price = amounts.first ?? ""
        discounts = amounts.dropFirst().map { amount in
            let parts = amount.split(separator: "@").map(String.init)
            var json = JSONMembers()
            json.add("code", parts.count > 1 ? parts[1] : nil)
            json.add("amount", parts[0])
            return json
        }
        options = [:]
        for option in parts.dropFirst() {
            let pair = option.split(separator: "=").map(String.init)
            options[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
    }
}
