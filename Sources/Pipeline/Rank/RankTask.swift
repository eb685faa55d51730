import Codec
import Promo
import Streams

// The state machine of one partition of leaderboards. A creator is of one partition of SCORE, so
// that what the partitions tell is put side by side. A leaderboard that changed is published once
// a transaction, and at most once a publish interval.

final class RankTask: StageTask {
    enum Output { static let leaderboards = 0 }

    private let stage: RankStage
    private let store: StateTable
    private let packed = StateWriter()
    private var publisher: LeaderboardPublisher
    /// Leaderboards that are still to be published; each once (its `isPending` says so).
    private var pending: [StateKey] = []
    private var pendingAtCommit: [StateKey] = []
    private var nextDue = Int64.max
    private var open = OpenLeaderboards()
    private var creators = LeaderboardCreators()
    /// What a record tells, and whose state each entry changes.
    private var entries: [RankEntriesReader.Entry] = []
    private var keys: [StateKey] = []

    init(stage: RankStage, store: StateTable) {
        self.stage = stage
        self.store = store
        publisher = LeaderboardPublisher(store)
        store.forEach { key, bytes in
            guard let kept = LeaderboardLayout(reading: bytes) else {
                if RankedCreatorLayout(reading: bytes) != nil { creators.load(key) }
                return
            }
            if kept.isPending { pending.append(key) }
            if !kept.isFinal, let board = kept.board { open.add(key, end: stage.end(of: board)) }
        }
        pendingAtCommit = pending
        if !pending.isEmpty { nextDue = .min }
    }

    func process(_ record: Record, into outbox: Outbox) {
        guard let value = record.value, var reader = RankEntriesReader(value) else { return }
        switch reader.content {
        case .watermark(let partition, let partitions, let eventTime):
            Watermarks.foldComplete((partition, partitions, eventTime), in: store)
        case .entries(let board):
            let key = LeaderboardKey.of(board)
            gather(&reader, of: key)
            if applyEntries() { markPending(board, key) }
        }
    }

    // MARK: - Entries

    /// All that a record tells of the leaderboard, so that each creator can be asked for before its
    /// entry is its turn.
    private func gather(_ reader: inout RankEntriesReader, of board: StateKey) {
        entries.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        while let entry = reader.next() {
            entries.append(entry)
            keys.append(LeaderboardKey.of(entry.creator, on: board))
        }
    }

    /// - Returns: false where all of it was known.
    private func applyEntries() -> Bool {
        var hasChanged = false
        for index in entries.indices {
            StateLookahead.prefetch(keys, after: index, in: store)
            let isNew =
                switch entries[index] {
                case .left: remove(keys[index])
                case .stands(let creator, let name, let value, let orders, let net):
                    put(keys[index], creator, name, value: value, orders: orders, net: net)
                }
            if isNew { hasChanged = true }
        }
        return hasChanged
    }

    /// - Returns: false where all of it was known.
    private func put(
        _ key: StateKey, _ creator: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer?,
        value: Int64, orders: Int64, net: Int64
    ) -> Bool {
        let known = store.value(of: key).flatMap { RankedCreatorLayout(reading: $0) }
        RankedCreatorLayout.make(
            creator: creator, name: name, value: value, orders: orders, net: net,
            publishedRank: known?.publishedRank ?? 0, into: packed)
        if let known {
            if !known.hasLeft, known.hasContent(of: packed.bytes) { return false }
        } else {
            creators.add(key)
        }
        store.set(key, packed.bytes)
        return true
    }

    /// One that was published stays until it is published that it is gone: should it come back
    /// before, its rank is known.
    private func remove(_ key: StateKey) -> Bool {
        guard let bytes = store.mutableValue(of: key), let entry = RankedCreatorLayout(bytes),
            !entry.hasLeft
        else { return false }
        entry.hasLeft = true
        return true
    }

    // MARK: - Leaderboards

    private func leaderboard(_ board: Leaderboard, _ key: StateKey) -> LeaderboardLayout? {
        if let bytes = store.mutableValue(of: key) { return LeaderboardLayout(bytes) }
        LeaderboardLayout.make(board, into: packed)
        store.set(key, packed.bytes)
        open.add(key, end: stage.end(of: board))
        return store.mutableValue(of: key).flatMap { LeaderboardLayout($0) }
    }

    private func markPending(_ board: Leaderboard, _ key: StateKey) {
        guard let kept = leaderboard(board, key), !kept.isPending else { return }
        kept.isPending = true
        pending.append(key)
        nextDue = .min
    }

    // MARK: - Publishing

    func flush(now: Int64, into outbox: Outbox) {
        guard now >= nextDue else { return }
        let watermark = Watermarks.current(in: store)
        var left: [StateKey] = []
        nextDue = .max
        for key in pending {
            guard let kept = store.value(of: key).flatMap({ LeaderboardLayout(reading: $0) })
            else { continue }
            // The mark of another process's clock may lie ahead of ours: then it was long ago.
            let due =
                kept.publishedAt > now ? now : kept.publishedAt + stage.settings.publishInterval
            if kept.publishedAt != 0, due > now {
                nextDue = min(nextDue, due)
                left.append(key)
            } else if let board = kept.board {
                publisher.publish(
                    board, of: &creators,
                    isFinal: kept.isFinal || watermark >= stage.end(of: board), now: now,
                    output: Output.leaderboards, into: outbox)
            }
        }
        pending = left
    }

    var isSettled: Bool { pending.isEmpty }

    func hasWork(now: Int64) -> Bool {
        open.isDue(Watermarks.current(in: store)) || (!pending.isEmpty && now >= nextDue)
    }

    /// What is due goes out in the flush that ends the transaction.
    func work(budget: Int, now: Int64, into outbox: Outbox) {
        open.close(through: Watermarks.current(in: store)) { key in
            guard let bytes = store.mutableValue(of: key), let kept = LeaderboardLayout(bytes),
                !kept.isPending
            else { return }
            kept.isPending = true
            pending.append(key)
            nextDue = .min
        }
    }

    func globalsChanged() {}

    func committed() {
        pendingAtCommit = pending
        open.committed()
        creators.committed()
    }

    /// The pending marks were undone in the store: the list follows them.
    func rolledBack() {
        pending = pendingAtCommit
        nextDue = pending.isEmpty ? .max : .min
        open.rolledBack()
        creators.rolledBack(in: store)
    }
}
