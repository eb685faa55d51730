import Codec
import Promo

/// Facts of every shape that a task could keep: known orders and orphans, with anything absent.
struct RandomFacts {
    var numbers: SeededNumbers

    mutating func facts() -> Facts {
        var facts = Facts()
        facts.orderID = text(&facts.text) ?? .absent
        if facts.orderID.isAbsent { facts.orderID = keep([0x61], &facts.text) }
        facts.hasOrder = chance(3)
        facts.attributions = amount()
        facts.fingerprint = numbers.next()
        facts.raised = OrderAlerts(rawValue: UInt8.random(in: 0...3, using: &numbers))
        if facts.hasOrder {
            addOrder(&facts)
            facts.isOrderOnRefunds = chance(2)
        }
        for _ in 0..<Int.random(in: 0...3, using: &numbers) { addRefund(&facts) }
        for _ in 0..<Int.random(in: 0...2, using: &numbers) { addResponse(&facts) }
        if facts.hasOrder {
            facts.published = credit()
        } else {
            for _ in 0..<Int.random(in: 0...3, using: &numbers) { addWaiting(&facts) }
        }
        return facts
    }

    private mutating func addOrder(_ facts: inout Facts) {
        var order = Order()
        order.version = integer()
        order.contentHash = numbers.next()
        order.placedAt = time()
        order.cancelledAt = chance(2) ? time() : nil
        order.isTest = chance(2)
        order.currency = currency()
        order.salesChannel =
            SalesChannel(rawValue: UInt8.random(in: 0...2, using: &numbers)) ?? .pos
        order.customerID = text(&order.text) ?? .absent
        order.customerIsNew = chance(2) ? chance(2) : nil
        order.taxesIncluded = chance(2)
        for _ in 0..<Int.random(in: 0...3, using: &numbers) {
            let normal = keep([0x41, 0x42], &order.text)
            let typed = chance(2) ? normal : keep([0x61, 0x62, 0x63], &order.text)
            order.codes.append(OrderCode(typed: typed, normal: normal, hash: numbers.next()))
        }
        for index in 0..<Int32.random(in: 0...3, using: &numbers) {
            order.lines.append(
                OrderLine(
                    lineID: .absent, lineHash: numbers.next(),
                    sku: text(&order.text) ?? .absent, quantity: amount(), price: amount(),
                    tax: amount(), cost: chance(2) ? amount() : nil, isGiftCard: chance(2)))
            order.lineDiscounts.append(
                OrderDiscount(line: index, code: index - 1, amount: amount()))
        }
        order.shipping = amount()
        if chance(2) {
            order.shippingDiscounts = [OrderDiscount(line: -1, code: -1, amount: amount())]
        }
        order.shippingTax = amount()
        order.tips = amount()
        if chance(2) {
            order.referrerCreatorID = text(&order.text) ?? .absent
            order.referrerSource = text(&order.text) ?? .absent
            order.referrerClickedAt = chance(2) ? time() : nil
        }
        facts.order = order
        facts.orderOffset = integer()
    }

    private mutating func addRefund(_ facts: inout Facts) {
        var refund = Refund()
        refund.version = integer()
        refund.contentHash = numbers.next()
        refund.refundedAt = time()
        refund.currency = currency()
        refund.status = RefundStatus(rawValue: UInt8.random(in: 0...2, using: &numbers)) ?? .failed
        refund.isExchange = chance(2)
        refund.amount = chance(2) ? amount() : nil
        refund.shipping = chance(2) ? amount() : nil
        refund.tax = chance(2) ? amount() : nil
        for _ in 0..<Int.random(in: 0...2, using: &numbers) {
            refund.lines.append(
                RefundLine(
                    lineHash: numbers.next(), quantity: amount(),
                    amount: chance(2) ? amount() : nil, restocked: chance(2)))
        }
        var fact = RefundFact(
            refund, refundID: keep([0x72], &facts.text),
            firstLine: Int32(facts.refundLines.count), offset: integer())
        fact.raised = RecordAlerts(rawValue: UInt8.random(in: 0...15, using: &numbers))
        fact.isOnOrders = chance(2)
        facts.refundLines.append(contentsOf: refund.lines)
        facts.refunds.append(fact)
    }

    private mutating func addResponse(_ facts: inout Facts) {
        var fact = ResponseFact(
            responseID: keep([0x73], &facts.text), version: integer(),
            contentHash: numbers.next(), answeredAt: time(),
            question: text(&facts.text) ?? .absent, choice: text(&facts.text) ?? .absent,
            answer: text(&facts.text) ?? .absent, offset: integer())
        fact.raised = RecordAlerts(rawValue: UInt8.random(in: 0...15, using: &numbers))
        facts.responses.append(fact)
    }

    private mutating func addWaiting(_ facts: inout Facts) {
        let values: [[UInt8]] = [[0x7B, 0x7D], [0x7B, 0x20, 0x7D], []]
        let value = values[Int.random(in: values.indices, using: &numbers)]
        let record = WaitingRecord(
            origin: WaitingRecord.Origin(rawValue: UInt8.random(in: 0...2, using: &numbers))
                ?? .surveys,
            isRefused: chance(2), offset: integer(), timestamp: time(), date: time())
        value.withUnsafeBytes { facts.wait(record, value: $0) }
    }

    private mutating func credit() -> Credit {
        var credit = Credit()
        for index in 0..<Int32.random(in: 0...2, using: &numbers) {
            credit.shares.append(
                Share(
                    creator: text(&credit.text) ?? .absent, code: text(&credit.text) ?? .absent,
                    campaign: text(&credit.text) ?? .absent,
                    channel: text(&credit.text) ?? .absent,
                    customer: CustomerKind(rawValue: UInt8.random(in: 0...2, using: &numbers))
                        ?? .new,
                    salesChannel: .app, placedAt: time(), currency: currency()))
            for cause in 0..<UInt32.random(in: 0...3, using: &numbers) {
                var measures = Measures()
                for place in 0..<Measures.count where chance(3) {
                    measures.values[place] = integer()
                }
                var part = Part(
                    share: index, cause: Cause(code: cause), occurredAt: time(),
                    measures: measures)
                part.firstProduct = Int32(credit.products.count)
                part.productCount = Int32.random(in: 0...2, using: &numbers)
                for _ in 0..<part.productCount {
                    credit.products.append(
                        Product(sku: keep([0x6B], &credit.text), units: integer(), net: integer()))
                }
                credit.parts.append(part)
            }
        }
        if chance(2) {
            var counts = SurveyCounts()
            counts.values[Int.random(in: 0..<SurveyCounts.count, using: &numbers)] = 1
            credit.surveys.append(
                SurveyPart(
                    creator: keep([0x6D], &credit.text), placedAt: time(), currency: currency(),
                    counts: counts, customer: chance(2) ? .new : .unknown,
                    salesChannel: chance(2) ? .pos : .online))
        }
        return credit
    }

    // MARK: - Values

    private mutating func chance(_ one: Int) -> Bool {
        Int.random(in: 0..<one, using: &numbers) > 0
    }

    private mutating func integer() -> Int64 {
        let extremes: [Int64] = [0, 1, -1, .max, .min, 127, 128]
        return chance(3)
            ? Int64.random(in: -1_000_000...1_000_000, using: &numbers)
            : extremes[Int.random(in: extremes.indices, using: &numbers)]
    }

    private mutating func amount() -> Int64 {
        chance(4) ? Int64.random(in: 0...99_999, using: &numbers) : [0, .max][chance(2) ? 0 : 1]
    }

    private mutating func time() -> EventTime {
        EventTime(milliseconds: Int64.random(in: 0...2_000_000_000_000, using: &numbers))
    }

    private mutating func currency() -> Currency {
        Currency(["USD", "EUR", "JPY"][Int.random(in: 0..<3, using: &numbers)]) ?? .none
    }

    /// nil for an absent text; an empty one is not absent.
    private mutating func text(_ arena: inout TextArena) -> Text? {
        textBytes().map { arena.add($0) }
    }

    private mutating func textBytes() -> [UInt8]? {
        guard chance(3) else { return nil }
        return (0..<Int.random(in: 0...20, using: &numbers)).map { _ in
            UInt8.random(in: 0...255, using: &numbers)
        }
    }

    private func keep(_ bytes: [UInt8], _ arena: inout TextArena) -> Text { arena.add(bytes) }

    /// Flips, cuts, repeats or fills some bytes.
    mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: bytes.indices, using: &numbers)
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &numbers)
        case 1: bytes[place] = 0xFF
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.insert(contentsOf: bytes[place...].prefix(16), at: place)
        default:
            for index in place..<min(place + 9, bytes.count) { bytes[index] = 0xFF }
        }
    }
}
