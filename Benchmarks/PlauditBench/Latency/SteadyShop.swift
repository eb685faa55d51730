import Foundation
import Kafka
import Pipeline
import Simulation
import Synchronization

/// Sends orders on a thread of its own, and knows when it sent each: first `open` of them as fast
/// as they go, then, once told to, at a steady rate.
final class SteadyShop: Sendable {
    private let topics: Topics
    private let configuration: ClientConfiguration
    private let sentAt: SentTimes
    private let isSteady = Atomic(false)
    private let isEnded = Atomic(false)
    private let placed = Atomic(0)
    private let failure = Mutex<String?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// - Parameter capacity: orders that it may send in all.
    init(_ topics: Topics, _ configuration: ClientConfiguration, capacity: Int) {
        self.topics = topics
        self.configuration = configuration
        sentAt = SentTimes(capacity: capacity)
    }

    /// Orders sent so far.
    var count: Int { placed.load(ordering: .acquiring) }

    /// When the order was handed to the client, in ns.
    func time(of number: Int) -> Int64 { sentAt[number] }

    /// - Parameter rate: orders a second, once `goOn` was called.
    func start(open: Int, rate: Int) {
        let thread = Thread { [self] in
            do {
                try send(open: open, rate: rate)
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            finished.signal()
        }
        thread.start()
    }

    func goOn() { isSteady.store(true, ordering: .releasing) }

    /// Sends no more, and waits until all is in the topics.
    func end() throws {
        isEnded.store(true, ordering: .releasing)
        finished.wait()
        if let text = failure.withLock({ $0 }) { throw BenchFailure("sending: \(text)") }
    }

    private var isOver: Bool { isEnded.load(ordering: .acquiring) }

    private func send(open: Int, rate: Int) throws {
        let producer = try KafkaProducer(
            configuration, topics: [topics.codeRegistry, topics.orders, topics.refunds])
        defer { producer.close() }
        try Shop(orders: 0, end: Shop.wall).forEachAssignment { key, value in
            try producer.produce(topic: topics.codeRegistry, key: key, value: value)
        }
        let shop = RealisticShop(seed: 7, creators: Shop.creators)
        while count < open, !isOver { try sendNext(shop, producer) }
        try producer.flush()
        while !isSteady.load(ordering: .acquiring), !isOver { usleep(1000) }
        let begun = Nanoseconds.now
        while !isOver, count < sentAt.capacity {
            let due = begun + Int64(count - open) * 1_000_000_000 / Int64(rate)
            let early = due - Nanoseconds.now
            if early > 500_000 { usleep(UInt32(min(early / 1000, 2000))) }
            try sendNext(shop, producer)
        }
        try producer.flush()
    }

    private func sendNext(_ shop: RealisticShop, _ producer: KafkaProducer) throws {
        let event = shop.next(at: Shop.wall)
        let number = count
        if event == .order { sentAt[number] = Nanoseconds.now }
        try shop.withKey { key in
            try shop.withValue { value in
                try producer.produce(
                    topic: event == .order ? topics.orders : topics.refunds, key: key,
                    value: value)
            }
        }
        if event == .order { placed.store(number + 1, ordering: .releasing) }
    }
}

/// Written by the sender before it sends, read by whoever has seen the order come back.
private final class SentTimes: @unchecked Sendable {
    let capacity: Int
    private let times: UnsafeMutablePointer<Int64>

    init(capacity: Int) {
        self.capacity = capacity
        times = .allocate(capacity: capacity)
        times.initialize(repeating: 0, count: capacity)
    }

    deinit { times.deallocate() }

    subscript(number: Int) -> Int64 {
        get { times[number] }
        set { times[number] = newValue }
    }
}

enum Nanoseconds {
    /// Of a clock that only goes forward.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
