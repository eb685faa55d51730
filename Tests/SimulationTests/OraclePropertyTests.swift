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

    @Test(arguments: Stacking.allCases)
    func `a cancelled order comes to nothing but its cancellation`(stacking: Stacking) {
        let records = AdversarialShop(seed: 7, orders: 200, now: shopNow, partitions: 4).records()
        let oracle = oracle(records.asProduced(partitions: 4), shopSettings(stacking))
        var cancelled = 0
        oracle.forEachCredit { credit, _ in
            guard credit.order.cancelledAt != nil, !credit.parts.isEmpty else { return }
            cancelled += 1
            var sum = Measures()
            for part in credit.parts { sum += part.measures }
            for measure in Measure.allCases {
                #expect(sum[measure] == (measure == .cancelled_orders ? 1 : 0))
            }
        }
        #expect(cancelled > 10)
    }

    @Test(arguments: Stacking.allCases)
    func `returning every unit returns exactly the net, the units and the cost`(
        stacking: Stacking
    ) {
        let records = AdversarialShop(seed: 8, orders: 500, now: shopNow, partitions: 4).records()
        let oracle = oracle(records.asProduced(partitions: 4), shopSettings(stacking))
        var returned = 0
        oracle.forEachCredit { credit, _ in
            guard var facts = oracle.facts(of: credit.order.id), credit.order.cancelledAt == nil,
                !credit.parts.isEmpty, facts.refunds.contains(where: { $0.id.bytes.first == 0x75 })
            else { return }
            facts.refunds = credit.order.lines.flatMap { line in
                (0..<Int(line.quantity)).compactMap { unit in
                    self.refund(of: line.id, unit, credit.order)
                }
            }
            let parts = Crediting.credit(facts, oracle.registry, stacking).parts
            var sum = Measures()
            for part in parts { sum += part.measures }
            let paid = credit.order.lines.filter { $0.quantity == 0 && !$0.isGiftCard }
            guard paid.isEmpty, sum[.orders] == 1 else { return }
            returned += 1
            #expect(sum[.net] == 0)
            #expect(sum[.returned_units] == sum[.units])
            #expect(sum[.cost] == 0)
            #expect(sum[.uncosted_units] == 0)
        }
        #expect(returned > 5)
    }

    private func refund(of line: Bytes, _ unit: Int, _ order: PlainOrder) -> PlainRefund? {
        let json = """
            {"refund_id":"u-\(line)-\(unit)","refunded_at":"2026-11-20T00:00:00Z",\
            "currency":"\(order.currency.code)","lines":[{"line_id":"\(line)","quantity":1}]}
            """
        return (try? PlainReader.value(of: Array(json.utf8))).flatMap { try? PlainRefund($0) }
    }

    @Test(arguments: Stacking.allCases)
    func `the parts of all winners add up to the order`(stacking: Stacking) {
        let records = AdversarialShop(seed: 9, orders: 200, now: shopNow, partitions: 4).records()
        let settings = shopSettings(stacking)
        let oracle = oracle(records.asProduced(partitions: 4), settings)
        oracle.forEachCredit { credit, _ in
            guard credit.judgement.verdict == "credited",
                let facts = oracle.facts(of: credit.order.id)
            else { return }
            let whole = Crediting.credit(facts, oracle.registry, .first)
            for measure in Measure.allCases where measure != .code_discount {
                let sum = { (parts: [Part]) in parts.reduce(0) { $0 + $1.measures[measure] } }
                #expect(sum(credit.parts) == sum(whole.parts), "\(measure) \(credit.order.id)")
            }
        }
    }
}
