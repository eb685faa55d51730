import Streams

/// A stage whose right answer is a plain sum: each input record adds its amount to its key's total,
/// writes one receipt, and at the end of the transaction one card for each key that changed. A
/// record of the global topic has every key's card written again, in slices.
final class CountingStage: Stage {
    static let receipts = 0
    static let cards = 1
    static let deadLetters = 2

    var description = StageDescription(
        name: "count", inputs: ["a", "b"], outputs: ["receipts", "cards", "dead-letters"],
        globals: ["rules"], stateTopic: "app-count-state")
    /// The last record of the global topic.
    private(set) var rule: Int64 = 0
    var tasks: [Int32: CountingTask] = [:]
    var keepsSettings: Int64 = 0
    var takesDeadLetters = true

    func applyGlobal(_ record: Record) { rule = record.offset + 1 }

    func makeTask(partition: Int32, partitions: Int32, store: StateTable) -> any StageTask {
        let task = CountingTask(stage: self, store: store)
        tasks[partition] = task
        return task
    }

    func setAside(_ record: Record, why: String, into outbox: Outbox) -> Bool {
        guard takesDeadLetters else { return false }
        outbox.emit(output: CountingStage.deadLetters, key: record.key, value: record.value)
        return true
    }
}

/// What the state holds of one key.
struct Tally: Equatable {
    var key: Int64
    var total: Int64
    var records: Int64
    /// Grows by one with each card.
    var version: Int64
    /// The rule that the last card was written under.
    var rule: Int64
    // Mostly nothing, as a real state.
    var spare: (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)

    static func == (a: Tally, b: Tally) -> Bool {
        (a.key, a.total, a.records, a.version, a.rule)
            == (b.key, b.total, b.records, b.version, b.rule)
    }
}

final class CountingTask: StageTask {
    private let stage: CountingStage
    let store: StateTable
    private var changed: Set<Int64> = []
    private var cursor: StateKey?
    private var cursorBefore: StateKey?
    private(set) var applied = 0
    /// Cards are not due before this time.
    var dueAt: Int64 = 0

    init(stage: CountingStage, store: StateTable) {
        self.stage = stage
        self.store = store
        // Written under which rules is in the state; a start looks at all of it.
        cursor = .lowest
        cursorBefore = .lowest
    }

    static func stateKey(_ key: Int64) -> StateKey {
        let mixed = UInt64(bitPattern: key) &* 0x9e37_79b9_7f4a_7c15
        return StateKey(high: mixed ^ (mixed >> 29), low: UInt64(bitPattern: key))
    }

    func tally(_ key: Int64) -> Tally? {
        store.value(of: CountingTask.stateKey(key))?.loadUnaligned(as: Tally.self)
    }

    private func put(_ tally: Tally) {
        withUnsafeBytes(of: tally) { store.set(CountingTask.stateKey(tally.key), $0) }
    }

    func process(_ record: Record, into outbox: Outbox) {
        applied += 1
        let key = record.key!.loadUnaligned(as: Int64.self)
        let id = record.value!.loadUnaligned(as: Int64.self)
        let amount = record.value!.loadUnaligned(fromByteOffset: 8, as: Int64.self)
        if amount == 0 { return store.remove(CountingTask.stateKey(key)) }
        var tally =
            tally(key) ?? Tally(key: key, total: 0, records: 0, version: 0, rule: stage.rule)
        tally.total += amount
        tally.records += 1
        put(tally)
        store.setRegister(0, store.register(0) + 1)
        changed.insert(key)
        // The receipt is as long as the record, so that a large record makes a large one.
        withUnsafeBytes(of: id) { id in
            outbox.emit(output: CountingStage.receipts, key: id, value: record.value)
        }
    }

    func globalsChanged() { cursor = .lowest }

    func hasWork(now: Int64) -> Bool { cursor != nil }

    func work(budget: Int, now: Int64, into outbox: Outbox) {
        guard let start = cursor else { return }
        var stale: [Int64] = []
        cursor = store.scan(from: start, limit: min(budget, 5)) { _, bytes in
            let tally = bytes.loadUnaligned(as: Tally.self)
            if tally.rule != stage.rule { stale.append(tally.key) }
        }
        for key in stale {
            var tally = tally(key)!
            tally.rule = stage.rule
            put(tally)
            changed.insert(key)
        }
    }

    /// A few cards at a time, as if the outbox were full then.
    func flush(now: Int64, into outbox: Outbox) {
        for key in changed.sorted().prefix(3) {
            changed.remove(key)
            guard var tally = tally(key) else { continue }
            tally.version += 1
            put(tally)
            withUnsafeBytes(of: key) { key in
                withUnsafeBytes(of: tally) { value in
                    outbox.emit(output: CountingStage.cards, key: key, value: value)
                }
            }
        }
    }

    var isFlushed: Bool { changed.isEmpty }

    func rolledBack() {
        changed.removeAll()
        cursor = .lowest
    }

    func committed() { cursorBefore = cursor }

    var startsFromBeginning: Bool {
        stage.keepsSettings != 0 && store.register(1) != stage.keepsSettings
    }

    func beginAnew() {
        var keys: [StateKey] = []
        store.forEach { key, _ in keys.append(key) }
        for key in keys { store.remove(key) }
        store.setRegister(1, stage.keepsSettings)
    }
}
