// Makes the adversarial shop's orders, and edits them.

struct OrderWriter {
    var numbers: SeededGenerator
    /// Orders are placed in this span, ms.
    let span: Range<Int64>
    /// Codes as they are typed, good and bad ones.
    let codes: [String]

    mutating func order(id: String) -> DraftOrder {
        let (currency, decimals) = numbers.pick([
            ("USD", 2), ("USD", 2), ("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3),
        ])
        let placedAt = moment()
        var order = DraftOrder(
            id: id, placedAt: placedAt, updatedAt: placedAt + Int64(numbers.number(0..<60_000)),
            currency: currency, decimals: decimals,
            channel: numbers.pick([nil, "online", "online", "app", "pos"]),
            customer: numbers.chance(800) ? "c-\(numbers.number(0..<400))" : nil,
            isNew: numbers.pick([nil, true, false]), codes: typedCodes(),
            taxesIncluded: numbers.chance(250), lines: [], shipping: nil, shippingDiscounts: [])
        for number in 1...numbers.pick([1, 1, 2, 2, 3, 5]) {
            order.lines.append(line("\(number)", order))
        }
        if numbers.chance(30) { order.lines = [] }
        addShipping(&order)
        order.tips = numbers.chance(150) ? numbers.number(0..<2000) : nil
        order.isTest = numbers.chance(20)
        if numbers.chance(30) {
            for index in order.lines.indices { order.lines[index].isGiftCard = true }
        }
        return order
    }

    /// Half of them near midnights and months' ends, where windows meet.
    private mutating func moment() -> Int64 {
        let moment = Int64.random(in: span, using: &numbers)
        guard numbers.chance(300) else { return moment }
        let day = PlainTime.floorDivide(moment, 86_400_000) * 86_400_000
        let edge = numbers.pick([
            0, 1, -1, 14_400_000, 14_399_999, 18_000_000, 17_999_999, 21_600_000,
        ])
        return min(max(day + Int64(edge), span.lowerBound), span.upperBound - 1)
    }

    private mutating func typedCodes() -> [String] {
        var typed: [String] = []
        for _ in 0..<numbers.pick([0, 0, 1, 1, 1, 1, 2, 2, 3]) { typed.append(numbers.pick(codes)) }
        if numbers.chance(40) { typed.append(numbers.pick(["", "  ", "\u{200B}"])) }
        if let first = typed.first, numbers.chance(60) { typed.append(first.lowercased() + " ") }
        return typed
    }

    private mutating func line(_ id: String, _ order: DraftOrder) -> DraftLine {
        let scale = [1, 10, 100, 1000][order.decimals]
        var line = DraftLine(
            id: id, sku: numbers.chance(900) ? "SKU-\(numbers.number(0..<25))" : nil,
            quantity: numbers.pick([0, 1, 1, 1, 2, 3, 7]),
            unitPrice: numbers.chance(40) ? 0 : numbers.number(1..<300 * scale), discounts: [],
            tax: nil, unitCost: nil, isGiftCard: numbers.chance(60))
        var left = line.quantity * line.unitPrice
        for _ in 0..<numbers.pick([0, 1, 1, 2, 3]) where left > 0 {
            let isWhole = numbers.chance(60)
            let amount = isWhole ? left : numbers.number(0..<left / 3 + 1)
            let code = numbers.chance(750) ? order.codes.randomElement(using: &numbers) : nil
            line.discounts.append(DraftDiscount(code: code, amount: amount))
            left -= amount
        }
        if numbers.chance(850) { line.tax = tax(of: left, order) }
        if numbers.chance(800) {
            line.unitCost = decimal(line.unitPrice * numbers.number(0..<70) / 100, order.decimals)
            if numbers.chance(200) { line.unitCost! += order.decimals == 0 ? ".5" : "05" }
        }
        return line
    }

    /// Contained tax must fit into what was paid.
    private mutating func tax(of paid: Int, _ order: DraftOrder) -> String {
        let tax = paid * numbers.number(0..<25) / 100
        guard !order.taxesIncluded else { return decimal(tax, order.decimals) }
        let finer = order.decimals == 0 ? ".5" : "5"
        return decimal(tax, order.decimals) + (numbers.chance(150) ? finer : "")
    }

    private mutating func addShipping(_ order: inout DraftOrder) {
        guard numbers.chance(700) else { return }
        let shipping = numbers.number(0..<1500)
        order.shipping = shipping
        if numbers.chance(250) {
            let code = numbers.chance(800) ? order.codes.randomElement(using: &numbers) : nil
            let amount = numbers.chance(500) ? shipping : numbers.number(0..<shipping + 1)
            order.shippingDiscounts = [DraftDiscount(code: code, amount: amount)]
        }
        let paid = shipping - order.shippingDiscounts.reduce(0) { $0 + $1.amount }
        if numbers.chance(600) { order.shippingTax = decimal(paid * 8 / 100, order.decimals) }
    }

    private func decimal(_ amount: Int, _ decimals: Int) -> String {
        guard decimals > 0 else { return String(amount) }
        var token = String(amount)
        while token.count <= decimals { token = "0" + token }
        token.insert(".", at: token.index(token.endIndex, offsetBy: -decimals))
        return token
    }

    /// The next version: one or two things change.
    mutating func edit(_ order: inout DraftOrder) {
        order.updatedAt += Int64(numbers.number(1..<3 * 86_400_000))
        for _ in 0..<numbers.pick([0, 1, 1, 2]) { editOnce(&order) }
    }

    private mutating func editOnce(_ order: inout DraftOrder) {
        switch numbers.number(0..<12) {
        case 0: order.codes = typedCodes()
        case 1: order.isNew = numbers.pick([nil, true, false])
        case 2: order.channel = numbers.pick(["online", "app", "pos"])
        case 3: order.placedAt = moment()
        case 4: order.lines.append(line("\(order.lines.count + 1)", order))
        case 5 where !order.lines.isEmpty: order.lines.removeLast()
        case 6 where !order.lines.isEmpty:
            let index = numbers.number(0..<order.lines.count)
            order.lines[index] = line(order.lines[index].id, order)
        case 7: order.isTest.toggle()
        case 8: addShipping(&order)
        case 9 where order.decimals == 2: order.currency = order.currency == "USD" ? "EUR" : "USD"
        case 10: order.codes.reverse()
        default: order.customer = "c-\(numbers.number(0..<400))"
        }
    }

    /// Cancelled some time after it was placed, or no longer so.
    mutating func cancel(_ order: inout DraftOrder) {
        order.updatedAt += 60_000
        order.cancelledAt =
            order.cancelledAt == nil || numbers.chance(500)
            ? order.placedAt + Int64(numbers.number(0..<7 * 86_400_000)) : nil
    }
}
