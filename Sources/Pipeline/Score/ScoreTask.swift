import Codec
import Promo
import Streams

// The state machine of one partition of creators. An attribution is added in place to the
// scorecards of its windows; a scorecard that changed is published once a transaction, and at most
// once a publish interval.

final class ScoreTask: StageTask {
    enum Output { static let scorecards = 0, deadLetters = 1 }
    /// Places in the store's registers.
    enum Register { static let settings = 0 }

    private let stage: ScoreStage
    private let store: StateTable
    private let reader = AttributionReader()
    private var attribution = Attribution()
    private let packed = StateWriter()
    private let scorecards: ScorecardWriter
    /// Cards that changed and are still to be published; each once (its `isPending` says so).
    private var pending: [StateKey] = []
    private var pendingAtCommit: [StateKey] = []
    private var nextDue = Int64.max
    /// Creators with a new name, whose cards are to be published again.
    private var renamed: Set<ByteString> = []
    private var areRenamedMarked = false

    init(stage: ScoreStage, store: StateTable) {
        self.stage = stage
        self.store = store
        scorecards = ScorecardWriter(calendar: stage.calendar)
        if store.count == 0, store.register(Register.settings) == 0 {
            store.setRegister(Register.settings, stage.settings.scorecardFingerprint)
        }
        collectPending()
    }

    /// The kept scorecards were cut by another zone or other windows: they are folded anew, from the
    /// first attribution on.
    var startsFromBeginning: Bool {
        store.register(Register.settings) != stage.settings.scorecardFingerprint
    }

    /// Empties every card and marks it to be published; the runtime reads from the beginning.
    func beginAnew() {
        var keys: [StateKey] = []
        store.forEach { key, _ in keys.append(key) }
        for key in keys {
            guard let bytes = store.mutableValue(of: key), let card = CardLayout(bytes) else {
                continue
            }
            card.clear()
            markPending(card, key)
        }
        store.setRegister(Register.settings, stage.settings.scorecardFingerprint)
    }

    func process(_ record: Record, into outbox: Outbox) {
        guard let value = record.value else { return }
        do throws(Refusal) {
            guard try reader.read(value, into: &attribution) else { return }
            try score()
        } catch {
            DeadLetter.emit(
                error, of: record, topic: stage.description.inputs[0],
                output: Output.deadLetters, into: outbox)
        }
    }

    /// Adds the attribution to its windows, by placed_at in the cohort view and by the part's own
    /// date in the activity view.
    private func score() throws(Refusal) {
        for kind in stage.settings.windows {
            let cohort = stage.calendar.window(kind, at: attribution.placedAt)
            let activity =
                attribution.occurredAt == attribution.placedAt
                ? cohort : stage.calendar.window(kind, at: attribution.occurredAt)
            if cohort == activity {
                try add(to: cohort, cohort: true, activity: true)
            } else {
                try add(to: cohort, cohort: true, activity: false)
                try add(to: activity, cohort: false, activity: true)
            }
        }
    }

    private func add(to window: Window, cohort: Bool, activity: Bool) throws(Refusal) {
        let key = cardKey(window)
        var bytes = store.mutableValue(of: key)
        if bytes == nil {
            attribution.withCreator { creator in
                CardLayout.make(window, attribution.currency, creator: creator, into: packed)
            }
            store.set(key, packed.bytes)
            bytes = store.mutableValue(of: key)
        }
        guard let bytes, let card = CardLayout(bytes) else { return }
        guard card.add(attribution.measures, cohort: cohort, activity: activity) else {
            throw Refusal(
                reason: .overflow, detail: "a scorecard's sum would pass Int64 minor units")
        }
        card.updatedAt = max(card.updatedAt, attribution.occurredAt)
        markPending(card, key)
    }

    private func cardKey(_ window: Window) -> StateKey {
        packed.reset()
        packed.byte(CardLayout.kind)
        packed.byte(window.kind.rawValue)
        packed.byte(attribution.currency.index)
        packed.fixed32(UInt32(truncatingIfNeeded: Int32(window.offsetMinutes)))
        packed.fixed(UInt64(bitPattern: window.index))
        attribution.withCreator { packed.raw($0) }
        let hash = Hash.key128(packed.bytes)
        return StateKey(high: hash.high, low: hash.low)
    }

    private func markPending(_ card: CardLayout, _ key: StateKey) {
        guard !card.isPending else { return }
        card.isPending = true
        pending.append(key)
        nextDue = .min
    }

    // MARK: - Publishing

    func flush(now: Int64, into outbox: Outbox) {
        guard now >= nextDue else { return }
        let interval = stage.settings.publishInterval
        var left = 0
        nextDue = .max
        for index in pending.indices {
            let key = pending[index]
            guard let bytes = store.value(of: key), let card = CardLayout(reading: bytes) else {
                continue
            }
            // The mark of another process's clock may lie ahead of ours: then it was long ago.
            let due = card.publishedAt > now ? now : card.publishedAt + interval
            if card.publishedAt != 0, due > now {
                nextDue = min(nextDue, due)
                pending[left] = key
                left += 1
            } else {
                publish(key, now: now, into: outbox)
            }
        }
        pending.removeSubrange(left...)
    }

    private func publish(_ key: StateKey, now: Int64, into outbox: Outbox) {
        guard let bytes = store.mutableValue(of: key), let card = CardLayout(bytes) else { return }
        card.isPending = false
        card.version += 1
        card.publishedAt = now
        let creator = ByteString(card.creator)
        scorecards.write(card, name: stage.registry.name(ofCreator: creator))
        scorecards.withKey {
            outbox.emit(output: Output.scorecards, key: $0, value: scorecards.value)
        }
    }

    func hasWork(now: Int64) -> Bool {
        (!renamed.isEmpty && !areRenamedMarked) || (!pending.isEmpty && now >= nextDue)
    }

    /// What is due goes out in the flush that ends the transaction.
    func work(budget: Int, now: Int64, into outbox: Outbox) {
        guard !renamed.isEmpty, !areRenamedMarked else { return }
        areRenamedMarked = true
        var keys: [StateKey] = []
        store.forEach { key, bytes in
            guard let card = CardLayout(reading: bytes) else { return }
            if renamed.contains(ByteString(card.creator)) { keys.append(key) }
        }
        for key in keys {
            guard let bytes = store.mutableValue(of: key), let card = CardLayout(bytes) else {
                continue
            }
            markPending(card, key)
        }
    }

    func globalsChanged() {
        renamed.formUnion(stage.renamed)
        areRenamedMarked = false
        stage.journalWasDelivered()
    }

    func committed() {
        pendingAtCommit = pending
        if areRenamedMarked { renamed.removeAll() }
        areRenamedMarked = false
    }

    /// The pending marks were undone in the store: the list follows them.
    func rolledBack() {
        pending = pendingAtCommit
        nextDue = pending.isEmpty ? .max : .min
        areRenamedMarked = false
    }

    private func collectPending() {
        store.forEach { key, bytes in
            if let card = CardLayout(reading: bytes), card.isPending { pending.append(key) }
        }
        pendingAtCommit = pending
        nextDue = pending.isEmpty ? .max : .min
    }
}
