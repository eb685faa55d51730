import Kafka
import Pipeline
import Simulation
import Streams

/// Sends the shop to the input topics, and learns from the oracle what must come of it.
struct ShopInput {
    /// What the oracle makes of the input.
    struct Expected: Equatable {
        var orders: Int128 = 0
        /// Minor units.
        var net: Int128 = 0
        /// Parts that are not zero: each is published once.
        var attributions = 0
    }

    /// Orders that one oracle holds; credit of one order does not depend on another's.
    private static let chunk = 20_000
    /// The shop refunds an order before so many more are placed.
    private static let longestDelay = 4096

    let shop: Shop
    let topics: Topics
    let partitions: Int32
    private(set) var expected = Expected()
    private(set) var orderBytes = 0
    private(set) var refunds = 0
    private let empty: Oracle
    private var open: [Int: Oracle] = [:]

    init(_ shop: Shop, _ topics: Topics, partitions: Int32) {
        self.shop = shop
        self.topics = topics
        self.partitions = partitions
        var settings = OracleSettings()
        settings.partitions = partitions
        var oracle = Oracle(settings)
        shop.forEachAssignment { key, value in
            oracle.add(
                RawRecord(
                    role: .registry, partition: 0, offset: 0, timestamp: shop.end,
                    key: Array(key), value: Array(value)))
        }
        empty = oracle
    }

    mutating func send(_ configuration: ClientConfiguration) throws {
        let producer = try KafkaProducer(
            configuration, topics: [topics.codeRegistry, topics.orders, topics.refunds])
        defer { producer.close() }
        var failure: (any Error)?
        func send(_ topic: String, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
            guard failure == nil else { return }
            do {
                try producer.produce(topic: topic, key: key, value: value)
            } catch {
                failure = error
            }
        }
        shop.forEachAssignment { send(topics.codeRegistry, $0, $1) }
        var sent = 0
        shop.forEachEvent { event, key, value in
            send(event == .order ? topics.orders : topics.refunds, key, value)
            foresee(event, key, value)
            guard event == .order else { return refunds += 1 }
            orderBytes += value.count
            sent += 1
            settle(before: sent - Self.longestDelay)
        }
        if let failure { throw failure }
        settle(before: .max)
        try producer.flush()
    }

    private mutating func foresee(
        _ event: ShopEvent, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) {
        // The id ends in the order's number.
        let number = key.suffix(8).reduce(0) { $0 * 10 + Int($1) - 0x30 }
        open[number / Self.chunk, default: empty].add(
            RawRecord(
                role: event == .order ? .orders : .refunds,
                partition: Streams.Murmur2.partition(of: key, partitions: partitions), offset: 0,
                timestamp: shop.end, key: Array(key), value: Array(value)))
    }

    /// Adds up the chunks whose orders all have a lower number.
    private mutating func settle(before number: Int) {
        for chunk in open.keys.sorted() where number >= (chunk + 1) * Self.chunk {
            guard var oracle = open.removeValue(forKey: chunk) else { continue }
            oracle.finish()
            precondition(oracle.refused.isEmpty, "the shop sent \(oracle.refused[0])")
            oracle.forEachCredit { credit, _ in
                for part in credit.parts where !part.measures.isZero {
                    expected.attributions += 1
                    expected.orders += part.measures[.orders]
                    expected.net += part.measures[.net]
                }
            }
        }
    }
}
