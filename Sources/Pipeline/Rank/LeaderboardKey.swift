import Codec
import Promo
import Streams

/// Where a leaderboard and its creators lie in the store: side by side, the leaderboard first.
enum LeaderboardKey {
    /// No two leaderboards have the same upper half: the factor is odd.
    static func of(_ board: Leaderboard) -> StateKey {
        StateKey(high: board.word &* 0x9e37_79b9_7f4a_7c15, low: 0)
    }

    static func of(_ creator: UnsafeRawBufferPointer, on board: Leaderboard) -> StateKey {
        StateKey(high: of(board).high, low: Hash.bits64(creator) | 1)
    }
}
