import Codec
import Streams

/// The scorecards that changed and are still to be published, each once (a card's `isPending` says
/// so), and where a pass over them stands. Derived from the cards.
struct PendingCards {
    private(set) var keys: [StateKey] = []
    /// Whose each is, as `CreatorNames` knows them.
    private var creators: [StateKey] = []
    private var atCommit: (keys: [StateKey], creators: [StateKey]) = ([], [])
    /// The least monotonic time in ms at which one is due; the distant past where it is not known.
    private(set) var nextDue = Int64.max
    /// Of the keys, while a pass is under way: how many it has come past, and how many of them are
    /// not due yet.
    private var passed = 0
    private var kept = 0

    /// A pass has not come to the end.
    var isUnderWay: Bool { passed > 0 }

    mutating func add(_ key: StateKey, of creator: StateKey) {
        keys.append(key)
        creators.append(creator)
        nextDue = .min
    }

    /// A card that the pass comes to soon.
    func ahead(_ count: Int) -> (key: StateKey, creator: StateKey)? {
        let place = passed + count
        return place < keys.count ? (keys[place], creators[place]) : nil
    }

    /// Goes on with the pass, or begins one, up to the next card that is due, and takes that out.
    /// Nil at the end.
    mutating func takeDue(
        now: Int64, interval: Int64, in store: StateTable
    ) -> (key: StateKey, creator: StateKey)? {
        if passed == 0 { (nextDue, kept) = (.max, 0) }
        while passed < keys.count {
            StateLookahead.prefetch(keys, after: passed, in: store)
            let (key, creator) = (keys[passed], creators[passed])
            passed += 1
            guard let bytes = store.value(of: key), let card = CardLayout(reading: bytes) else {
                continue
            }
            // The mark of another process's clock may lie ahead of ours: then it was long ago.
            let due = card.publishedAt > now ? now : card.publishedAt + interval
            guard card.publishedAt != 0, due > now else {
                endPass()
                return (key, creator)
            }
            nextDue = min(nextDue, due)
            (keys[kept], creators[kept]) = (key, creator)
            kept += 1
        }
        endPass()
        return nil
    }

    private mutating func endPass() {
        guard passed == keys.count else { return }
        keys.removeSubrange(kept...)
        creators.removeSubrange(kept...)
        passed = 0
    }

    mutating func committed() { atCommit = (keys, creators) }

    /// The cards' marks were undone in the store: the list follows them.
    mutating func rolledBack() {
        (keys, creators) = atCommit
        passed = 0
        nextDue = keys.isEmpty ? .max : .min
    }
}
