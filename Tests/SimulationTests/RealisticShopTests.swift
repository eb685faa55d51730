import Simulation
import Testing

@Suite struct RealisticShopTests {
    private let now: Int64 = 1_795_536_000_000

    @Test func `the oracle refuses nothing and credits half of the orders`() throws {
        let shop = RealisticShop(seed: 7, creators: 500)
        var oracle = Oracle(OracleSettings())
        for (offset, record) in shop.registry(validFrom: now - 90 * 86_400_000).enumerated() {
            oracle.add(
                RawRecord(
                    role: .registry, partition: 0, offset: Int64(offset), timestamp: now,
                    key: record.key, value: record.value))
        }
        var (orders, refunds, bytes) = (0, 0, 0)
        while orders < 1000 {
            let event = shop.next(
                at: RealisticShop.moment(orders, of: 1000, days: 30, before: now))
            let offset = event == .order ? orders : refunds
            if event == .order { orders += 1 } else { refunds += 1 }
            if event == .order { bytes += shop.withValue { $0.count } }
            oracle.add(
                RawRecord(
                    role: event == .order ? .orders : .refunds, partition: 0,
                    offset: Int64(offset), timestamp: now, key: shop.withKey { Array($0) },
                    value: shop.withValue { Array($0) }))
        }
        oracle.finish()
        #expect(oracle.refused.isEmpty)
        #expect(oracle.orderIDs.count == 1000)
        #expect((440...500).contains(bytes / orders))
        var credited = 0
        var returned: Int128 = 0
        oracle.forEachCredit { credit, _ in
            if credit.judgement.verdict == "credited" { credited += 1 }
            for part in credit.parts { returned += part.measures[.returned_orders] }
        }
        #expect((440...560).contains(credited))
        #expect(returned > 3)
    }

    @Test func `the same seed makes the same shop`() {
        func bytes(_ seed: UInt64) -> [UInt8] {
            let shop = RealisticShop(seed: seed, creators: 10)
            var all: [UInt8] = []
            for n in 0..<50 {
                _ = shop.next(at: now + Int64(n))
                all += shop.withValue { Array($0) }
            }
            return all
        }
        #expect(bytes(1) == bytes(1))
        #expect(bytes(1) != bytes(2))
    }

    @Test func `no two creators share a code, an id or a handle`() {
        let creators = ShopCreators(count: 20_000)
        let all = 0..<creators.count
        #expect(Set(all.map(creators.code)).count == creators.count)
        #expect(Set(all.map(creators.id)).count == creators.count)
        #expect(Set(all.map(creators.handle)).count == creators.count)
    }

    @Test func `the most popular creator sells more than a hundred of the last`() {
        let creators = ShopCreators(count: 5000)
        var numbers = SeededGenerator(seed: 3)
        var counts = [Int](repeating: 0, count: creators.count)
        for _ in 0..<100_000 { counts[creators.draw(&numbers)] += 1 }
        #expect(counts[0] > counts[4900...].reduce(0, +))
        #expect(counts.filter { $0 > 0 }.count > 4000)
    }
}
