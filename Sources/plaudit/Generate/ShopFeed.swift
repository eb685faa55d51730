import Foundation
import Kafka
import Pipeline
import Simulation
import Streams
import Synchronization

/// Sends the events of a generated shop to the input topics.
final class ShopFeed: Sendable {
    struct Plan {
        var seed: UInt64
        var creators = 40
        /// nil = until it is stopped.
        var orders: Int?
        /// Orders a second, placed as they are sent; nil = as fast as it goes, and spread over the
        /// `days` before now.
        var rate: Int?
        var days = 30
    }

    private let cluster: Cluster
    private let plan: Plan
    private let ordersSent = Atomic(0)
    private let refundsSent = Atomic(0)
    private let isStopping = Atomic(false)
    private let ending = Mutex<Result<Void, StreamError>?>(nil)

    init(_ cluster: Cluster, _ plan: Plan) {
        self.cluster = cluster
        self.plan = plan
    }

    var orders: Int { ordersSent.load(ordering: .relaxed) }
    var refunds: Int { refundsSent.load(ordering: .relaxed) }

    /// Runs on a thread of its own.
    func start() {
        let thread = Thread { [self] in
            do throws(StreamError) {
                try run { isStopping.load(ordering: .relaxed) }
                ending.withLock { $0 = .success(()) }
            } catch {
                ending.withLock { $0 = .failure(error) }
            }
        }
        thread.name = "shop"
        thread.start()
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }

    /// True once all that it sent is delivered.
    var isDone: Bool { ending.withLock { $0 != nil } }

    var failure: StreamError? {
        ending.withLock { ending in
            if case .failure(let error) = ending { error } else { nil }
        }
    }

    /// Sends the shop's code registry, then its events, until the plan is done or `isStopped`.
    func run(isStopped: () -> Bool) throws(StreamError) {
        let topics = cluster.topics
        let producer = try KafkaProducer(
            cluster.client, topics: [topics.codeRegistry, topics.orders, topics.refunds])
        defer { producer.close() }
        let clock = SystemClock()
        let begun = clock.wall
        let shop = RealisticShop(seed: plan.seed, creators: plan.creators)
        for record in shop.registry(validFrom: begun - 365 * 86_400_000) {
            try producer.produce(topic: topics.codeRegistry, key: record.key, value: record.value)
        }
        try producer.flush()
        let start = clock.monotonic
        while plan.orders.map({ orders < $0 }) ?? true, !isStopped() {
            if let rate = plan.rate {
                let due = Int64(orders) * 1000 / Int64(rate) + start
                let early = due - clock.monotonic
                if early > 0 {
                    clock.sleep(milliseconds: min(early, 20))
                    continue
                }
            }
            let moment =
                plan.rate == nil
                ? RealisticShop.moment(
                    orders, of: plan.orders ?? 1, days: plan.days, before: begun) : clock.wall
            try send(shop, shop.next(at: moment), producer)
        }
        try producer.flush()
    }

    private func send(
        _ shop: RealisticShop, _ event: ShopEvent, _ producer: KafkaProducer
    ) throws(StreamError) {
        let topic = event == .order ? cluster.topics.orders : cluster.topics.refunds
        let result = shop.withKey { key in
            shop.withValue { value -> Result<Void, StreamError> in
                do throws(StreamError) {
                    return .success(
                        try producer.produce(topic: topic, key: key, value: value))
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
        switch event {
        case .order: ordersSent.add(1, ordering: .relaxed)
        case .refund: refundsSent.add(1, ordering: .relaxed)
        }
    }
}
