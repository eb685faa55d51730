import Codec
import Streams

/// Which creators each leaderboard has in the store. Derived.
struct LeaderboardCreators {
    /// By the leaderboard's key.
    private var keys: [StateKey: [StateKey]] = [:]
    /// Came or went in the running transaction.
    private var changed: [StateKey] = []

    /// One that the store has as of the last commit.
    mutating func load(_ creator: StateKey) {
        keys[LeaderboardKey.board(of: creator), default: []].append(creator)
    }

    mutating func add(_ creator: StateKey) {
        load(creator)
        changed.append(creator)
    }

    /// Of one leaderboard, in the order in which they were kept.
    func of(_ board: StateKey) -> [StateKey] { keys[board] ?? [] }

    /// - Parameters:
    ///   - creators: all that the leaderboard still has.
    ///   - gone: the others.
    mutating func keep(_ creators: [StateKey], of board: StateKey, gone: [StateKey]) {
        keys[board] = creators
        changed += gone
    }

    mutating func committed() { changed.removeAll(keepingCapacity: true) }

    /// Of those that came or went, the ones that the store has now.
    mutating func rolledBack(in store: StateTable) {
        for creator in Set(changed) {
            let board = LeaderboardKey.board(of: creator)
            var creators = of(board).filter { $0 != creator }
            if store.value(of: creator) != nil { creators.append(creator) }
            keys[board] = creators
        }
        changed.removeAll(keepingCapacity: true)
    }
}
