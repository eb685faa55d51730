package import Promo

/// `net|month:2026-11|USD`: the key of a leaderboard (contract §2).
package enum LeaderboardName {
    package static func append(_ board: Leaderboard, to bytes: inout [UInt8]) {
        board.kind.name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "|"))
        WindowName.append(board.window, to: &bytes)
        bytes.append(UInt8(ascii: "|"))
        board.currency.appendCode(to: &bytes)
    }
}
