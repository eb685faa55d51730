import Codec
import Promo
import Streams

// Where a leaderboard and its creators lie in the store. The creators of one leaderboard lie
// anywhere: the store finds by the upper half, and goes through equal ones one by one.

enum LeaderboardKey {
    /// No two leaderboards have the same upper half, and none has 0: the factor is odd, and no word
    /// is all ones.
    static func of(_ board: Leaderboard) -> StateKey {
        StateKey(high: (board.word &+ 1) &* 0x9e37_79b9_7f4a_7c15, low: 0)
    }

    /// - Parameter board: the leaderboard's key.
    static func of(_ creator: UnsafeRawBufferPointer, on board: StateKey) -> StateKey {
        StateKey(high: Hash.bits64(creator) ^ board.high, low: board.high)
    }

    /// The key of the leaderboard that a creator's key is of.
    static func board(of creator: StateKey) -> StateKey { StateKey(high: creator.low, low: 0) }
}
