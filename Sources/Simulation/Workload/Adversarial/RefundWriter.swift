// Makes the adversarial shop's refunds, in every shape.

struct DraftRefund {
    var id: String
    var refundedAt: Int64
    var updatedAt: Int64
    var currency: String
    var decimals: Int
    var status: String?
    var lines: [(id: String, quantity: Int, amount: Int?, restocked: Bool?)] = []
    var hasEmptyLines = false
    var amount: Int?
    var shipping: Int?
    var tax: String?
    var reason: String?

    func json(order: String, version: Int?, _ spelling: inout Spelling) -> String {
        let lines = lines.map { line in
            spelling.object([
                ("line_id", spelling.id(line.id)),
                ("quantity", String(line.quantity)),
                ("amount", line.amount.map { spelling.money($0, decimals) }),
                ("restocked", line.restocked.map { $0 ? "true" : "false" }),
            ])
        }
        return spelling.object([
            ("refund_id", spelling.id(id)),
            ("order_id", spelling.id(order)),
            ("refunded_at", spelling.time(refundedAt)),
            ("currency", "\"\(currency)\""),
            ("version", version.map(String.init)),
            ("updated_at", version == nil ? spelling.time(updatedAt) : nil),
            ("status", status.map { "\"\($0)\"" }),
            ("lines", lines.isEmpty && !hasEmptyLines ? nil : spelling.list(lines)),
            ("amount", amount.map { spelling.money($0, decimals) }),
            ("shipping", shipping.map { spelling.money($0, decimals) }),
            ("tax", tax.map { "\"\($0)\"" }),
            ("reason", reason.map { spelling.text($0) }),
        ])
    }
}

struct RefundWriter {
    var numbers: SeededGenerator

    mutating func refund(_ id: String, of order: DraftOrder, latest: Int64) -> DraftRefund {
        var refund = draft(id, order, latest)
        switch numbers.number(0..<10) {
        case 0...4: addLines(&refund, order)
        case 5...7: addAmount(&refund, order)
        case 8: refund.shipping = numbers.number(0..<1500)
        default:
            addLines(&refund, order)
            refund.amount = numbers.number(0..<10_000)
        }
        if numbers.chance(150) { refund.shipping = numbers.number(0..<800) }
        if numbers.chance(150) { refund.tax = String(numbers.number(0..<9)) }
        return refund
    }

    /// Every unit of every line, in one refund a unit: together they give back exactly the net.
    mutating func unitByUnit(_ order: DraftOrder, latest: Int64) -> [DraftRefund] {
        var refunds: [DraftRefund] = []
        for line in order.lines {
            for unit in 0..<line.quantity {
                var refund = draft("u-\(order.id)-\(line.id)-\(unit)", order, latest)
                refund.currency = order.currency
                refund.lines = [(line.id, 1, nil, nil)]
                refund.status = nil
                refunds.append(refund)
            }
        }
        return refunds
    }

    private mutating func draft(_ id: String, _ order: DraftOrder, _ latest: Int64) -> DraftRefund {
        var date = order.placedAt + Int64(numbers.number(0..<25)) * 86_400_000
        if numbers.chance(400) { date += Int64(numbers.number(0..<86_400_000)) }
        if numbers.chance(50) { date = order.placedAt - Int64(numbers.number(1..<86_400_000)) }
        date = min(date, latest)
        let isForeign = numbers.chance(40)
        return DraftRefund(
            id: id, refundedAt: date, updatedAt: date,
            currency: isForeign ? (order.currency == "CHF" ? "SEK" : "CHF") : order.currency,
            decimals: isForeign ? 2 : order.decimals,
            status: numbers.pick([nil, nil, "succeeded", "succeeded", "pending", "failed"]),
            reason: numbers.pick([nil, nil, "damaged", "exchange", "Exchange"]))
    }

    private mutating func addLines(_ refund: inout DraftRefund, _ order: DraftOrder) {
        for _ in 0..<numbers.pick([1, 1, 2, 3]) {
            guard let line = order.lines.randomElement(using: &numbers) else { break }
            var quantity = numbers.number(0..<line.quantity + 1)
            if numbers.chance(60) { quantity += 5 }
            var amount: Int?
            if numbers.chance(500) {
                amount = line.quantity > 0 ? line.net * quantity / line.quantity : line.net
                if numbers.chance(100) { amount = (amount ?? 0) + 700 }
            }
            if numbers.chance(100) {
                quantity = 0
                amount = numbers.number(0..<500)
            }
            refund.lines.append((line.id, quantity, amount, numbers.pick([nil, true, false])))
        }
        if numbers.chance(60) { refund.lines.append(("no-such-line", 1, 100, nil)) }
    }

    private mutating func addAmount(_ refund: inout DraftRefund, _ order: DraftOrder) {
        let paid = order.lines.reduce(0) { $0 + $1.net } + (order.shipping ?? 0) + (order.tips ?? 0)
        refund.hasEmptyLines = numbers.chance(300)
        refund.amount = numbers.pick([
            paid, paid / 2, numbers.number(0..<paid + 1), paid * 3 + 1, 1, 0,
        ])
    }
}
