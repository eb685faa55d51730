import Codec
import Promo
import Streams

// The second half of SCORE: what changed goes out.

extension ScoreTask {
    func flush(now: Int64, into outbox: Outbox) {
        products.settle(in: store)
        if now >= pending.nextDue || !isFlushed { publishDue(now: now, into: outbox) }
        guard isFlushed else { return }
        rankFeed.tell(now: now, pending: pending.keys, names: &names, into: outbox)
    }

    var isFlushed: Bool { !pending.isUnderWay }

    private func publishDue(now: Int64, into outbox: Outbox) {
        let interval = stage.settings.publishInterval
        repeat {
            if let card = pending.ahead(8) {
                products.expect(card.key)
                names.expect(card.creator)
            }
            if let card = pending.ahead(4) {
                products.expectBest(of: card.key)
                names.expectEntry(of: card.creator)
            }
            guard let card = pending.takeDue(now: now, interval: interval, in: store) else {
                return
            }
            publish(card.key, of: card.creator, now: now, into: outbox)
        } while pending.isUnderWay && !outbox.isFull
    }

    private func publish(_ key: StateKey, of creator: StateKey, now: Int64, into outbox: Outbox) {
        guard let bytes = store.mutableValue(of: key), let card = CardLayout(bytes) else { return }
        let known = names.name(of: card.creator, creator)
        let window = card.window
        card.isPending = false
        if Watermarks.current(in: store) >= review.end(of: window) { card.isFinal = true }
        card.version += 1
        card.publishedAt = now
        card.nameHash = known.hash
        rankFeed.note(card, of: window, key)
        let products =
            window.kind.hasProducts
            ? products.best(of: key, in: store) : UnsafeBufferPointer(start: nil, count: 0)
        scorecards.write(card, name: known.name, products: products)
        outbox.emit(
            output: Output.scorecards, key: scorecards.key, value: scorecards.value)
    }

    /// Nothing waits for its publish interval, and RANK knows all.
    var isSettled: Bool { pending.keys.isEmpty && rankFeed.isSettled }

    func hasWork(now: Int64) -> Bool {
        review.hasWork(watermark: Watermarks.current(in: store), count: store.count, now: now)
            || (!pending.keys.isEmpty && now >= pending.nextDue) || rankFeed.isDue(now: now)
    }

    /// What is due goes out in the flush that ends the transaction.
    func work(budget: Int, now: Int64, into outbox: Outbox) {
        let watermark = Watermarks.current(in: store)
        guard review.hasWork(watermark: watermark, count: store.count, now: now) else { return }
        let keys = review.slice(of: store, budget: budget, watermark: watermark, now: now) {
            CreatorNames.hash(of: stage.registry.name(ofCreator: $0))
        }
        for key in review.forgotten { store.remove(key) }
        for key in keys {
            guard let bytes = store.mutableValue(of: key), let card = CardLayout(bytes) else {
                continue
            }
            markPending(card, key)
        }
    }
}
