import Codec
import Promo
import Streams

// The state machine of one partition of creators. An attribution is added in place to the
// scorecards of its windows; a scorecard that changed is published once a transaction, and at most
// once a publish interval.

final class ScoreTask: StageTask {
    /// Places in the stage's inputs and outputs.
    enum Input { static let attributions: Int32 = 0, rejectedCodes: Int32 = 1 }
    enum Output { static let scorecards = 0, deadLetters = 1, alerts = 2, rankEntries = 3 }
    /// Places in the store's registers.
    enum Register { static let settings = 0 }

    let stage: ScoreStage
    let store: StateTable
    private let reader = AttributionReader()
    private var attribution = Attribution()
    private let packed = StateWriter()
    let scorecards: ScorecardWriter
    var pending = PendingCards()
    var review: CardReview
    var products: ProductShelf
    var names: CreatorNames
    var rankFeed: RankFeed
    /// Hash of the attribution's creator.
    private var creator: (high: UInt64, low: UInt64) = (0, 0)
    /// Of the last attribution, by its placed_at.
    private var windows: [Window] = []
    /// Cards that the record that is expected next most likely changes.
    private var expected: [StateKey] = []

    init(stage: ScoreStage, store: StateTable, partition: Int32, partitions: Int32) {
        self.stage = stage
        self.store = store
        scorecards = ScorecardWriter(calendar: stage.calendar)
        review = CardReview(
            calendar: stage.calendar, lateness: stage.settings.policy.lateness)
        products = ProductShelf(store)
        names = CreatorNames(stage.registry)
        rankFeed = RankFeed(
            store, partition: partition, partitions: partitions, output: Output.rankEntries)
        collectCards()
    }

    /// The kept scorecards were cut by another zone or other windows: they are folded anew, from
    /// the first attribution on.
    var startsFromBeginning: Bool {
        let kept = store.register(Register.settings)
        return kept != 0 && kept != stage.settings.scorecardFingerprint
    }

    /// Empties every card and marks it to be published; the runtime reads from the beginning.
    func beginAnew() {
        var keys: [StateKey] = []
        store.forEach { key, _ in keys.append(key) }
        for key in keys {
            guard let bytes = store.mutableValue(of: key) else { continue }
            if let card = CardLayout(bytes) {
                card.clear()
                markPending(card, key)
            } else {
                ProductLayout(bytes)?.clear()
            }
        }
        products = ProductShelf(store)
        store.setRegister(Register.settings, stage.settings.scorecardFingerprint)
    }

    /// The record itself is asked for, and its cards: its key is its creator, and most attributions
    /// are of the windows of the one before.
    func expect(_ record: Record) {
        guard record.topic == Input.attributions, let key = record.key else { return }
        if let value = record.value, let start = value.baseAddress {
            Prefetch.lines(start, count: value.count)
        }
        let creator = Hash.key128(key)
        for index in windows.indices {
            let card = cardKey(creator, windows[index])
            store.prefetch(card)
            if windows[index].kind.hasProducts { products.expect(card) }
            if index < expected.count {
                store.prefetchValue(of: expected[index])
                expected[index] = card
            } else {
                expected.append(card)
            }
        }
    }

    func process(_ record: Record, into outbox: Outbox) {
        guard let value = record.value else { return }
        guard record.topic == Input.attributions else {
            return alert(record.key, value, into: outbox)
        }
        do throws(Refusal) {
            guard try reader.read(value, into: &attribution) else { return }
            if let watermark = attribution.watermark {
                return Watermarks.fold(watermark, recordTime: record.timestamp, in: store)
            }
            score()
        } catch {
            DeadLetter.emit(
                error, of: record, topic: stage.description.inputs[Int(record.topic)],
                output: Output.deadLetters, into: outbox)
        }
    }

    /// A code that earned nothing, once for its key `<code>/<verdict>/<day>`; the alert itself is
    /// the value.
    private func alert(
        _ identity: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer, into outbox: Outbox
    ) {
        guard let identity, let slash = identity.firstIndex(of: UInt8(ascii: "/")) else { return }
        let key = Remembered.key(identity)
        guard Remembered.value(of: key, in: store) == nil else { return }
        let policy = stage.settings.policy
        let end = Watermarks.current(in: store).advanced(
            by: policy.codedRetention + 2 * policy.lateness)
        Remembered.set(1, under: key, in: store, until: end)
        review.remember(until: end)
        let subject = UnsafeRawBufferPointer(rebasing: identity[..<slash])
        outbox.emit(output: Output.alerts, key: subject, value: value)
    }

    /// Adds the attribution to its windows, by placed_at in the cohort view and by the part's own
    /// date in the activity view.
    private func score() {
        if store.register(Register.settings) == 0 {
            store.setRegister(Register.settings, stage.settings.scorecardFingerprint)
        }
        creator = Hash.key128(reader.bytes(of: attribution.creator))
        guard attribution.survey.isZero else { return scoreSurvey() }
        for (place, kind) in stage.settings.windows.enumerated() {
            let cohort = stage.calendar.window(kind, at: attribution.placedAt)
            if place < windows.count { windows[place] = cohort } else { windows.append(cohort) }
            let activity =
                attribution.occurredAt == attribution.placedAt
                ? cohort : stage.calendar.window(kind, at: attribution.occurredAt)
            if cohort == activity {
                add(to: cohort, cohort: true, activity: true)
            } else {
                add(to: cohort, cohort: true, activity: false)
                add(to: activity, cohort: false, activity: true)
            }
        }
    }

    private func scoreSurvey() {
        for kind in stage.settings.windows where stage.settings.scopes.contains(.all) {
            let window = stage.calendar.window(kind, at: attribution.placedAt)
            add(to: window, .all, .absent, cohort: true, activity: true)
        }
    }

    private func add(to window: Window, cohort: Bool, activity: Bool) {
        for scope in stage.settings.scopes {
            if case .all = scope {
                add(to: window, scope, .absent, cohort: cohort, activity: activity)
            } else {
                // It copies the attribution.
                let text = attribution.text(of: scope)
                if text.isAbsent { continue }
                add(to: window, scope, text, cohort: cohort, activity: activity)
            }
        }
    }

    private func add(
        to window: Window, _ scope: ScopeKind, _ text: Text, cohort: Bool, activity: Bool
    ) {
        let key = scope == .all ? cardKey(creator, window) : cardKey(window, scope, text)
        var bytes = store.mutableValue(of: key)
        if bytes == nil {
            CardLayout.make(
                window, attribution.currency, scope,
                creator: reader.bytes(of: attribution.creator),
                scopeText: reader.bytes(of: text), into: packed)
            store.set(key, packed.bytes)
            bytes = store.mutableValue(of: key)
            review.list(key, of: window)
        }
        guard let bytes, var card = CardLayout(bytes) else { return }
        if cohort != activity, card.hasOneView {
            card.part(into: packed)
            store.set(key, packed.bytes)
            guard let bytes = store.mutableValue(of: key), let parted = CardLayout(bytes) else {
                return
            }
            card = parted
        }
        // A survey's counts stand beside both views, by the order's placed_at.
        if attribution.survey.isZero {
            // Lent to be changed, they are not copied.
            attribution.measures.withMutableFigures {
                card.add($0, cohort: cohort, activity: activity)
            }
        } else {
            card.add(attribution.survey)
        }
        if attribution.occurredAt.milliseconds > card.updatedAt.milliseconds {
            card.updatedAt = attribution.occurredAt
        }
        markPending(card, key, of: StateKey(high: creator.high, low: creator.low))
        if cohort, window.kind.hasProducts { addProducts(to: key) }
    }

    /// Products stand in the cohort view.
    private func addProducts(to card: StateKey) {
        products.note(attribution.products, on: card) { reader.bytes(of: $0.sku) }
    }

    private func cardKey(_ window: Window, _ scope: ScopeKind, _ text: Text) -> StateKey {
        let name = Hash.key128(reader.bytes(of: text))
        return cardKey(Hash.key128(creator, name.high, name.low), window, scope)
    }

    /// - Parameter owner: the creator, with what names the scope.
    private func cardKey(
        _ owner: (high: UInt64, low: UInt64), _ window: Window, _ scope: ScopeKind = .all
    ) -> StateKey {
        let kind =
            UInt64(CardLayout.kind) | UInt64(window.kind.rawValue) << 8
            | UInt64(attribution.currency.index) << 16 | UInt64(scope.rawValue) << 24
            | UInt64(UInt16(bitPattern: window.offsetMinutes)) << 32
        let hash = Hash.key128(owner, kind, UInt64(bitPattern: window.index))
        return StateKey(high: hash.high, low: hash.low)
    }

    func markPending(_ card: CardLayout, _ key: StateKey) {
        markPending(card, key, of: CreatorNames.key(of: card.creator))
    }

    /// - Parameter creator: the card's, as `CreatorNames` knows it.
    private func markPending(_ card: CardLayout, _ key: StateKey, of creator: StateKey) {
        guard !card.isPending else { return }
        card.isPending = true
        pending.add(key, of: creator)
    }

    func globalsChanged() {
        guard stage.areNamesChanged else { return }
        review.namesChanged()
        names.forget()
        stage.changedNamesWereTold()
    }

    func committed() {
        pending.committed()
        review.committed()
        products.committed()
        rankFeed.committed()
    }

    func rolledBack() {
        pending.rolledBack()
        review.rolledBack()
        products.rolledBack()
        rankFeed.rolledBack()
    }

    private func collectCards() {
        store.forEach { key, bytes in
            guard let card = CardLayout(reading: bytes) else { return }
            if card.isPending { pending.add(key, of: CreatorNames.key(of: card.creator)) }
            if !card.isFinal { review.list(key, of: card.window) }
        }
        pending.committed()
    }
}
