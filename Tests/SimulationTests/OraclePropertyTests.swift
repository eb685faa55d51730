// What must hold of the oracle itself, whatever the input.
import Simulation
import Testing

@Suite struct OraclePropertyTests {
    /// Without records that a later one of the same id and version contradicts: which of those came
    /// later may show.
    private func peacefulRecords(seed: UInt64) throws -> [ShopRecord] {
        let shop = AdversarialShop(seed: seed, orders: 120, now: shopNow, partitions: 4)
        var seen: Set<String> = []
        let records = shop.records().reversed().filter { record in
            guard record.role != .registry, let value = record.value,
                let fields = try? PlainReader.value(of: value)
            else { return true }
            let id = fields["refund_id"] ?? fields["response_id"]
            let version = (fields["version"] ?? fields["updated_at"]).flatMap(\.digits) ?? []
            let moment = PlainTime.read(version).map(String.init)
            let answered = fields["answered_at"]?.digits.flatMap(PlainTime.read) ?? 0
            let text = moment ?? String(decoding: version, as: UTF8.self)
            return seen.insert(
                "\(record.role) \(record.key ?? []) \(id?.digits ?? []) \(text) \(answered)"
            ).inserted
        }
        return records.reversed()
    }

    /// In another order; the registry's records of one key keep theirs.
    private func permuted(_ records: [ShopRecord], seed: UInt64) -> [ShopRecord] {
        var numbers = SeededGenerator(seed: seed)
        var others = records.filter { $0.role != .registry }
        others.shuffle(using: &numbers)
        var registry = records.filter { $0.role == .registry }[...]
        var all: [ShopRecord] = []
        while let other = others.popLast() {
            while !registry.isEmpty, numbers.chance(100) { all.append(registry.removeFirst()) }
            all.append(other)
        }
        return all + registry
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [Stacking.single_winner, .split_by_discount])
    func `in which order the records came does not show`(seed: UInt64, stacking: Stacking) throws {
        let records = try peacefulRecords(seed: seed)
        let settings = shopSettings(stacking)
        let expected = credits(oracle(records.asProduced(partitions: 4), settings))
        #expect(expected.count >= 115)
        for permutation: UInt64 in 0..<2 {
            let other = permuted(records, seed: seed * 10 + permutation)
            let found = credits(oracle(other.asProduced(partitions: 4), settings))
            #expect(found == expected)
        }
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `how often a record came does not show`(seed: UInt64) throws {
        let records = try peacefulRecords(seed: seed)
        let doubled = records + records.filter { $0.role != .registry }
        let expected = credits(oracle(records.asProduced(partitions: 4), shopSettings()))
        #expect(credits(oracle(doubled.asProduced(partitions: 4), shopSettings())) == expected)
    }

    /// Read once: which creators win is asked of its facts again and again.
    private static let shop = oracle(
        AdversarialShop(seed: 8, orders: 500, now: shopNow, partitions: 4).records()
            .asProduced(partitions: 4), shopSettings())

    private func forEachOrder(
        _ stacking: Stacking, _ body: (OrderFacts, OrderCredit) -> Void
    ) {
        for id in Self.shop.orderIDs {
            guard let facts = Self.shop.facts(of: id) else { continue }
            body(facts, Crediting.credit(facts, Self.shop.registry, stacking))
        }
    }

    private func sum(_ parts: [Part]) -> Measures {
        var sum = Measures()
        for part in parts { sum += part.measures }
        return sum
    }

    @Test(arguments: Stacking.allCases)
    func `a cancelled order comes to nothing but its cancellation`(stacking: Stacking) {
        var cancelled = 0
        forEachOrder(stacking) { facts, credit in
            guard facts.order.cancelledAt != nil, !credit.parts.isEmpty else { return }
            cancelled += 1
            let sum = sum(credit.parts)
            for measure in Measure.allCases {
                #expect(sum[measure] == (measure == .cancelled_orders ? 1 : 0))
            }
        }
        #expect(cancelled > 20)
    }

    @Test(arguments: Stacking.allCases)
    func `returning every unit returns exactly the net, the units and the cost`(
        stacking: Stacking
    ) {
        var returned = 0
        forEachOrder(stacking) { facts, credit in
            let isFree = facts.order.lines.contains { $0.quantity == 0 && !$0.isGiftCard }
            guard facts.order.cancelledAt == nil, !credit.parts.isEmpty, !isFree else { return }
            var facts = facts
            facts.refunds = facts.order.lines.flatMap { line in
                (0..<Int(line.quantity)).compactMap { refund(of: line.id, $0, facts.order) }
            }
            let sum = sum(Crediting.credit(facts, Self.shop.registry, stacking).parts)
            returned += 1
            #expect(sum[.net] == 0)
            #expect(sum[.returned_units] == sum[.units])
            #expect(sum[.cost] == 0)
            #expect(sum[.uncosted_units] == 0)
        }
        #expect(returned > 100)
    }

    @Test(arguments: Stacking.allCases)
    func `the parts of all winners add up to the order`(stacking: Stacking) {
        forEachOrder(stacking) { facts, credit in
            guard credit.judgement.verdict == "credited" else { return }
            let whole = sum(Crediting.credit(facts, Self.shop.registry, .first).parts)
            let found = sum(credit.parts)
            for measure in Measure.allCases where measure != .code_discount {
                #expect(found[measure] == whole[measure], "\(measure) \(facts.order.id)")
            }
        }
    }

    private func refund(of line: Bytes, _ unit: Int, _ order: PlainOrder) -> PlainRefund? {
        let json = """
            {"refund_id":"u-\(line)-\(unit)","refunded_at":"2026-11-20T00:00:00Z",\
            "currency":"\(order.currency.code)","lines":[{"line_id":"\(line)","quantity":1}]}
            """
        return (try? PlainReader.value(of: Array(json.utf8))).flatMap { try? PlainRefund($0) }
    }
}
