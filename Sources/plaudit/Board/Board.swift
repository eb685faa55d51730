// The leaderboard as it is read off the published scorecards.

import Foundation

package struct BoardRow: Equatable, Sendable {
    package var creatorID: String
    package var name: String
    /// Decimal text as published.
    package var net: String
    package var returns: String
    package var orders: Int64
    /// `net` in minor units, to order by.
    package var netMinor: Int64
    /// From 1; equal net revenues share one, as on the published leaderboards.
    package var rank = 0
    /// Ranks won since the last look; 0 for a newcomer.
    package var climbed = 0
}

/// Keeps the latest scorecard of every creator in one window, by currency.
package struct Board {
    /// `all`, `month:2026-11` …
    package let window: String
    private var rows: [String: [String: BoardRow]] = [:]
    private var ranks: [String: Int] = [:]

    package init(window: String = "all") { self.window = window }

    /// Takes a scorecard record; others than those of the window are passed over.
    package mutating func apply(key: [UInt8], value: [UInt8]?) {
        let parts = String(decoding: key, as: UTF8.self)
            .split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1] == "all", parts[2] == window, let value else { return }
        let creator = parts[0].removingPercentEncoding ?? String(parts[0])
        let parsed = try? JSONSerialization.jsonObject(with: Data(value))
        guard let card = parsed as? [String: Any], let cohort = card["cohort"] as? [String: Any],
            let net = cohort["net"] as? String, let orders = cohort["orders"] as? Int64,
            let returns = cohort["returns"] as? String
        else { return }
        rows[String(parts[3]), default: [:]][creator] = BoardRow(
            creatorID: creator, name: card["creator_name"] as? String ?? creator, net: net,
            returns: returns, orders: orders, netMinor: Self.minor(net))
    }

    /// The currency in which most orders are credited.
    package var mainCurrency: String? {
        rows.max { a, b in
            (a.value.values.reduce(0) { $0 + $1.orders }, b.key)
                < (b.value.values.reduce(0) { $0 + $1.orders }, a.key)
        }?.key
    }

    /// The best `count` by net revenue, with the ranks that each won since this was called last.
    package mutating func best(_ count: Int, in currency: String) -> [BoardRow] {
        var all = (rows[currency] ?? [:]).values.filter { $0.orders > 0 }.sorted {
            $0.netMinor != $1.netMinor
                ? $0.netMinor > $1.netMinor
                : $0.creatorID.utf8.lexicographicallyPrecedes($1.creatorID.utf8)
        }
        var newRanks: [String: Int] = [:]
        for place in all.indices {
            let isEqual = place > 0 && all[place - 1].netMinor == all[place].netMinor
            all[place].rank = isEqual ? all[place - 1].rank : place + 1
            newRanks[all[place].creatorID] = all[place].rank
            all[place].climbed = ranks[all[place].creatorID].map { $0 - all[place].rank } ?? 0
        }
        ranks = newRanks
        return Array(all.prefix(count))
    }

    /// Over all creators of a currency.
    package func totals(in currency: String) -> (creators: Int, orders: Int64) {
        let all = (rows[currency] ?? [:]).values.filter { $0.orders > 0 }
        return (all.count, all.reduce(0) { $0 + $1.orders })
    }

    /// Digits of a decimal text without its point: equal currencies have equal decimals.
    private static func minor(_ text: String) -> Int64 {
        Int64(text.filter { $0 != "." }) ?? 0
    }
}
