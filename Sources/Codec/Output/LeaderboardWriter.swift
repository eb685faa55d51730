package import Promo

/// Writes leaderboards (contract §2) into buffers that are used again: `begin`, the entries from
/// the best one on, `end`.
package final class LeaderboardWriter {
    private let json = JSONWriter()
    private var keyBytes: [UInt8] = []
    private var isFirst = true
    private var isMoney = false
    private var decimals = 0

    package init() {}

    /// Valid until the next `begin`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    package func withKey(_ body: (UnsafeRawBufferPointer) -> Void) {
        keyBytes.withUnsafeBytes(body)
    }

    package func begin(_ board: Leaderboard, version: Int64, isFinal: Bool) {
        keyBytes.removeAll(keepingCapacity: true)
        LeaderboardName.append(board, to: &keyBytes)
        isFirst = true
        isMoney = board.kind.isMoney
        decimals = board.currency.decimals
        var window: [UInt8] = []
        WindowName.append(board.window, to: &window)
        json.reset()
        json.raw("{\"board\":\"")
        json.raw(board.kind.name)
        json.raw("\",\"window\":")
        json.string(window[...])
        json.raw(",\"currency\":\"")
        json.raw(board.currency)
        json.raw("\",\"version\":")
        json.integer(version)
        json.raw(",\"final\":")
        json.bool(isFinal)
        json.raw(",\"entries\":[")
    }

    /// - Parameter previousRank: 0 where it was not on the leaderboard.
    package func write(_ creator: RankedCreatorLayout, rank: Int, previousRank: UInt8) {
        json.raw(isFirst ? "{\"rank\":" : ",{\"rank\":")
        isFirst = false
        json.integer(Int64(rank))
        json.raw(",\"creator_id\":")
        json.string(creator.creator)
        json.raw(",\"creator_name\":")
        if let name = creator.name { json.string(name) } else { json.raw("null") }
        json.raw(",\"value\":")
        if isMoney {
            json.money(creator.value, decimals: decimals)
        } else {
            json.integer(creator.value)
        }
        json.raw(",\"orders\":")
        json.integer(creator.orders)
        json.raw(",\"net\":")
        json.money(creator.net, decimals: decimals)
        json.raw(",\"previous_rank\":")
        if previousRank == 0 { json.raw("null") } else { json.integer(Int64(previousRank)) }
        json.raw("}")
    }

    package func end() { json.raw("]}") }
}
