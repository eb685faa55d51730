import Codec
import Promo
import Streams

// Puts a leaderboard's creators in order and publishes the best, where they are others than those
// that were published, or something else is said of them.

struct LeaderboardPublisher {
    private struct Row {
        var key: StateKey
        /// In the store: good until that changes.
        var entry: RankedCreatorLayout
        var value: Int64
        var rank: UInt8 = 0
    }

    private let store: StateTable
    private let writer = LeaderboardWriter()
    private var rows: [Row] = []
    private var gone: [StateKey] = []

    init(_ store: StateTable) { self.store = store }

    mutating func publish(
        _ board: Leaderboard, of creators: inout LeaderboardCreators, isFinal: Bool, now: Int64,
        output: Int, into outbox: Outbox
    ) {
        let key = LeaderboardKey.of(board)
        guard let kept = store.value(of: key).flatMap({ LeaderboardLayout(reading: $0) }) else {
            return
        }
        gather(creators.of(key))
        rank()
        let hash = contentHash()
        let isNew =
            kept.version == 0
            ? !rows.isEmpty : hash != kept.contentHash || isFinal != kept.isFinal
        if isNew {
            write(board, version: kept.version + 1, isFinal: isFinal)
            writer.withKey { outbox.emit(output: output, key: $0, value: writer.value) }
        }
        creators.keep(rows.map(\.key), of: key, gone: gone)
        // From here on the rows' bytes are not looked at any more.
        conclude(isNew)
        guard let bytes = store.mutableValue(of: key), let kept = LeaderboardLayout(bytes) else {
            return
        }
        kept.isPending = false
        guard isNew else { return }
        kept.version += 1
        kept.isFinal = isFinal
        kept.publishedAt = now
        kept.contentHash = hash
    }

    private mutating func gather(_ keys: [StateKey]) {
        rows.removeAll(keepingCapacity: true)
        gone.removeAll(keepingCapacity: true)
        for index in keys.indices {
            StateLookahead.prefetch(keys, after: index, in: store)
            let key = keys[index]
            guard let entry = store.value(of: key).flatMap({ RankedCreatorLayout(reading: $0) })
            else { continue }
            if entry.hasLeft {
                gone.append(key)
            } else {
                rows.append(Row(key: key, entry: entry, value: entry.value))
            }
        }
    }

    /// By value, then by creator; equal values share a rank, and behind the best hundred is none.
    private mutating func rank() {
        rows.sort { a, b in
            a.value != b.value
                ? a.value > b.value
                : a.entry.creator.lexicographicallyPrecedes(b.entry.creator)
        }
        for index in rows.indices.prefix(Leaderboard.best) {
            let isTied = index > 0 && rows[index].value == rows[index - 1].value
            rows[index].rank = isTied ? rows[index - 1].rank : UInt8(index + 1)
        }
    }

    private func contentHash() -> Int64 {
        var mark = Fingerprint()
        for row in rows.prefix(Leaderboard.best) { mark.mix(Hash.bits64(row.entry.content)) }
        return Int64(bitPattern: mark.value)
    }

    private func write(_ board: Leaderboard, version: Int64, isFinal: Bool) {
        writer.begin(board, version: version, isFinal: isFinal)
        for row in rows.prefix(Leaderboard.best) {
            writer.write(
                row.entry, rank: Int(row.rank), previousRank: row.entry.publishedRank)
        }
        writer.end()
    }

    /// Keeps the ranks as they were published, and lets go who left.
    private mutating func conclude(_ isNew: Bool) {
        let changed = rows.filter { $0.rank != $0.entry.publishedRank }.map { ($0.key, $0.rank) }
        rows.removeAll(keepingCapacity: true)
        if isNew {
            for (key, rank) in changed {
                guard let bytes = store.mutableValue(of: key) else { continue }
                RankedCreatorLayout(bytes)?.publishedRank = rank
            }
        }
        for key in gone { store.remove(key) }
    }
}
