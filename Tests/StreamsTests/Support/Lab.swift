import Simulation
import Streams
import Testing

/// A broker, some workers on it, and what they should make of the input.
final class Lab {
    let broker: SimulatedBroker
    let partitions: Int
    private(set) var clients: [String: SimulatedClient] = [:]
    private(set) var workers: [String: Worker] = [:]
    private(set) var stages: [String: CountingStage] = [:]
    var settings = WorkerSettings(applicationID: "app", instance: "")
    /// What the workers have thrown at last.
    private(set) var errors: [String: StreamError] = [:]

    private var expected: [Int64: (total: Int64, records: Int64)] = [:]
    private var ids: Set<Int64> = []
    private var nextID: Int64 = 1
    var prepareStage: (CountingStage) -> Void = { _ in }

    static let group = "app-count"
    static let state = "app-count-state"

    init(seed: UInt64 = 0, partitions: Int = 2) {
        broker = SimulatedBroker(seed: seed)
        self.partitions = partitions
        for topic in ["a", "b", "cards", "receipts", "dead-letters", Lab.state] {
            broker.createTopic(topic, partitions: partitions)
        }
        broker.createTopic("rules", partitions: 1)
        settings.trimInterval = 0
    }

    // MARK: - Input

    /// Keys belong to partition key % partitions.
    @discardableResult
    func add(key: Int64, amount: Int64, to topic: String = "a", size: Int = 16) -> Int64 {
        let id = nextID
        nextID += 1
        var value = Array(repeating: UInt8(0), count: size)
        value.withUnsafeMutableBytes {
            $0.storeBytes(of: id, as: Int64.self)
            $0.storeBytes(of: amount, toByteOffset: 8, as: Int64.self)
        }
        broker.append(
            topic, partition: Int32(key % Int64(partitions)),
            key: withUnsafeBytes(of: key, Array.init), value: value)
        ids.insert(id)
        let sum = expected[key] ?? (0, 0)
        expected[key] = (sum.total + amount, sum.records + 1)
        return id
    }

    func addMany(_ count: Int, keys: Int64 = 40, random: inout SeededNumbers) {
        for _ in 0..<count {
            add(
                key: Int64.random(in: 0..<keys, using: &random),
                amount: Int64.random(in: 1...1000, using: &random),
                to: Bool.random(using: &random) ? "a" : "b")
        }
    }

    func addRule() { broker.append("rules", partition: 0, key: [1], value: [1]) }

    // MARK: - Workers

    @discardableResult
    func start(_ name: String, from settings: WorkerSettings? = nil) throws(StreamError) -> Worker {
        let client = broker.client(name)
        clients[name] = client
        errors[name] = nil
        workers[name] = nil
        var settings = settings ?? self.settings
        settings.instance = name
        let stage = CountingStage()
        prepareStage(stage)
        stages[name] = stage
        let worker = try Worker(
            stage: stage, broker: client, clock: broker.clock, settings: settings)
        try worker.open()
        workers[name] = worker
        return worker
    }

    /// Gone without a word, as by `kill -9`.
    func kill(_ name: String) {
        clients[name]?.kill()
        workers[name] = nil
    }

    /// One turn; a worker that throws is gone.
    func step(_ name: String) {
        guard let worker = workers[name] else { return }
        do throws(StreamError) {
            try worker.step()
        } catch {
            errors[name] = error
            clients[name]?.kill()
            workers[name] = nil
        }
    }

    var living: [String] { workers.keys.sorted() }

    /// Turns of all workers until none has anything to do.
    func settle(turns: Int = 5000) {
        for turn in 0..<turns {
            for name in living { step(name) }
            if turn >= 5, isAtRest {
                broker.clock.advance(by: broker.markerDelay)
                return
            }
        }
        Issue.record("the workers do not come to rest: \(errors)")
    }

    private var isAtRest: Bool {
        let statuses = living.map { workers[$0]!.monitor.current }
        return statuses.flatMap(\.partitions).count == partitions
            && statuses.allSatisfy {
                $0.state == .running && $0.isIdle && $0.isCaughtUp(to: ends)
            }
    }

    var ends: [InputPosition] {
        ["a", "b"].flatMap { topic in
            (0..<Int32(partitions)).map { partition in
                InputPosition(
                    topic: topic, partition: partition,
                    offset: broker.log(topic, partition).lastStable, metadata: "")
            }
        }
    }

    func number(_ partition: Int32) -> Int {
        let metadata = broker.committedPositions(of: Lab.group)
            .first { $0.partition == partition }?.metadata
        return metadata.flatMap { Int($0.split(separator: "=").last ?? "") } ?? 0
    }

    // MARK: - What came out

    var receipts: [Int64] {
        broker.committedRecords(of: "receipts").joined().map {
            $0.key!.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        }
    }

    /// Cards by key, in the order written.
    var cards: [Int64: [Tally]] {
        var cards: [Int64: [Tally]] = [:]
        for record in broker.committedRecords(of: "cards").joined() {
            let tally = record.value!.withUnsafeBytes { $0.loadUnaligned(as: Tally.self) }
            cards[tally.key, default: []].append(tally)
        }
        return cards
    }

    /// Every input record counts once, in the receipts, in the cards, in the versions.
    func expectExactlyOnce(
        _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let receipts = receipts
        #expect(
            receipts.count == Set(receipts).count, "a receipt twice; \(comment ?? "")",
            sourceLocation: sourceLocation)
        let missing = ids.subtracting(receipts).sorted()
        #expect(missing.isEmpty, "no receipt; \(comment ?? "")", sourceLocation: sourceLocation)
        let cards = cards
        let wrong = expected.filter { key, sum in
            cards[key]?.last?.total != sum.total || cards[key]?.last?.records != sum.records
        }
        #expect(wrong.isEmpty, "wrong totals; \(comment ?? "")", sourceLocation: sourceLocation)
        let applied = living.flatMap { name in
            workers[name]!.monitor.current.partitions.map {
                stages[name]!.tasks[$0]!.store.register(0)
            }
        }
        #expect(
            applied.reduce(0, +) == Int64(ids.count), "registers; \(comment ?? "")",
            sourceLocation: sourceLocation)
        let torn = cards.filter { $1.map(\.version) != Array(1...Int64($1.count)) }
        #expect(torn.isEmpty, "versions; \(comment ?? "")", sourceLocation: sourceLocation)
    }
}
