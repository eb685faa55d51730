import Promo

/// Orders and refunds as a decoder could have read them: any, but within what it lets through.
struct RandomOrder {
    var numbers: SeededNumbers

    mutating func order() -> Order {
        var order = Order()
        order.currency = Currency("USD") ?? .none
        order.taxesIncluded = Bool.random(using: &numbers)
        order.shipping = pick([0, 500, 799])
        order.shippingTax = pick([0, 0, 41])
        order.tips = pick([0, 0, 250])
        for index in 0..<Int.random(in: 1...4, using: &numbers) {
            addLine(Int32(index), to: &order)
        }
        return order
    }

    private mutating func addLine(_ index: Int32, to order: inout Order) {
        let quantity = Int64.random(in: 0...5, using: &numbers)
        let price = quantity * pick([0, 1, 99, 1_000, 33_333])
        var left = price
        for _ in 0..<Int.random(in: 0...3, using: &numbers) {
            let amount = Int64.random(in: 0...left, using: &numbers)
            left -= amount
            order.lineDiscounts.append(OrderDiscount(line: index, code: -1, amount: amount))
        }
        let tax = Bool.random(using: &numbers) ? 0 : Int64.random(in: 0...left, using: &numbers)
        let hasCost = Bool.random(using: &numbers)
        order.lines.append(
            OrderLine(
                lineID: .absent, lineHash: UInt64(index) + 1, sku: .absent, quantity: quantity,
                price: price, tax: tax,
                cost: hasCost ? Int64.random(in: 0...9_999, using: &numbers) : nil,
                isGiftCard: pick([0, 0, 0, 1]) == 1))
    }

    /// A refund of some of the lines, of a line that is not there, or of a sum.
    mutating func refund(of order: Order) -> (fact: RefundFact, lines: [RefundLine]) {
        var refund = Refund()
        refund.currency = order.currency
        if pick([0, 0, 1]) == 1 {
            refund.amount = Int64.random(in: 0...60_000, using: &numbers)
        } else {
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                refund.lines.append(
                    RefundLine(
                        lineHash: UInt64.random(in: 1...5, using: &numbers),
                        quantity: Int64.random(in: 0...3, using: &numbers),
                        amount: pick([0, 1]) == 1
                            ? Int64.random(in: 0...40_000, using: &numbers) : nil,
                        restocked: Bool.random(using: &numbers)))
            }
        }
        if pick([0, 0, 1]) == 1 { refund.shipping = Int64.random(in: 0...900, using: &numbers) }
        if pick([0, 0, 1]) == 1 { refund.tax = Int64.random(in: 0...900, using: &numbers) }
        return (RefundFact(refund, refundID: .absent, firstLine: 0, offset: 0), refund.lines)
    }

    mutating func pick(_ choices: [Int64]) -> Int64 {
        choices[Int.random(in: choices.indices, using: &numbers)]
    }
}
