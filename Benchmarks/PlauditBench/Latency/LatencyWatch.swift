import Glibc
import Kafka
import Pipeline
import Streams

/// A subscriber that reads what is committed, and says how long after its order it came: each
/// order's first attribution, and the first scorecard of its creator that has it.
final class LatencyWatch {
    /// A creator's redemptions in the order in which SCORE takes them.
    private struct Creator {
        var sent: [Int64] = []
        /// Of `sent`, how many a scorecard has shown.
        var shown = 0
        /// Scorecards that came before the attributions that they count.
        var early: [(orders: Int, at: Int64)] = []
    }

    /// ns. Those of orders sent at `since` or later.
    private(set) var attributions: [Int64] = []
    private(set) var scorecards: [Int64] = []
    /// Redemptions seen so far, and of how many a scorecard was seen.
    private(set) var redemptions = 0
    private(set) var shown = 0
    /// When the last attribution that was seen had been sent, and when it came.
    private(set) var last: (sent: Int64, at: Int64) = (0, 0)
    var since = Int64.max

    private let reader: KafkaReader
    private let shop: SteadyShop
    private var creators: [[UInt8]: Creator] = [:]

    init(_ topics: Topics, _ configuration: ClientConfiguration, _ shop: SteadyShop) throws {
        self.shop = shop
        reader = try KafkaReader(configuration, topics: [topics.attributions, topics.scorecards])
    }

    func close() { reader.close() }

    /// Reads what is there, after waiting up to `timeout` ms for it.
    func look(timeout: Int32 = 5) throws {
        try reader.followBorrowed(timeout: timeout) { record in
            guard let key = record.key, let value = record.value else { return }
            if record.topic == 0 {
                attribution(key, value)
            } else {
                scorecard(key, value)
            }
        }
    }

    private func attribution(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        guard value.text(after: "\"kind\":\"")?.elementsEqual("redemption".utf8) == true,
            let order = value.text(after: "\"order_id\":\"")
        else { return }
        // The id ends in the order's number.
        let number = order.suffix(8).reduce(0) { $0 * 10 + Int($1) - 0x30 }
        let (sent, now) = (shop.time(of: number), Nanoseconds.now)
        redemptions += 1
        last = (sent, now)
        if sent >= since { attributions.append(now - sent) }
        let name = Array(key)
        creators[name, default: Creator()].sent.append(sent)
        settle(name)
    }

    private func scorecard(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        guard let bar = key.firstIndex(of: UInt8(ascii: "|")),
            key[bar...].elementsEqual("|all|all|USD".utf8),
            let orders = value.number(after: "\"cohort\":{\"orders\":")
        else { return }
        let name = Array(key[..<bar])
        creators[name, default: Creator()].early.append((orders, Nanoseconds.now))
        settle(name)
    }

    private func settle(_ name: [UInt8]) {
        guard var creator = creators.removeValue(forKey: name) else { return }
        while let card = creator.early.first, card.orders <= creator.sent.count {
            creator.early.removeFirst()
            guard card.orders > creator.shown else { continue }
            for sent in creator.sent[creator.shown..<card.orders] where sent >= since {
                scorecards.append(card.at - sent)
            }
            shown += card.orders - creator.shown
            creator.shown = card.orders
        }
        creators[name] = creator
    }
}

extension UnsafeRawBufferPointer {
    /// What stands behind the first `mark`, up to the next quotation mark.
    fileprivate func text(after mark: StaticString) -> Slice<UnsafeRawBufferPointer>? {
        guard let start = end(of: mark) else { return nil }
        let end = self[start...].firstIndex(of: UInt8(ascii: "\"")) ?? count
        return self[start..<end]
    }

    fileprivate func number(after mark: StaticString) -> Int? {
        guard let start = end(of: mark) else { return nil }
        return self[start...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            .reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    /// With libc's search: this process must not take the time that it measures.
    private func end(of mark: StaticString) -> Int? {
        guard let base = baseAddress else { return nil }
        let (first, length) = (Int32(mark.utf8Start.pointee), mark.utf8CodeUnitCount)
        var start = base
        while let found = memchr(start, first, count - (start - base)) {
            let place = UnsafeRawPointer(found)
            guard place - base + length <= count else { return nil }
            if memcmp(place, mark.utf8Start, length) == 0 { return place - base + length }
            start = place + 1
        }
        return nil
    }
}
