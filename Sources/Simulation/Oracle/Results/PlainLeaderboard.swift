// Leaderboards from scorecards: the best hundred creators of a window.

package enum BoardKind: String, CaseIterable, Sendable {
    case net, orders, new_customers, margin

    /// What a creator is ranked by; nil where there is no value.
    func value(_ cohort: Measures) -> Int128? {
        switch self {
        case .net: cohort[.net]
        case .orders: cohort[.orders]
        case .new_customers: cohort[.new_customers]
        case .margin: cohort[.uncosted_units] == 0 ? cohort[.net] - cohort[.cost] : nil
        }
    }

    package var isMoney: Bool { self == .net || self == .margin }
}

package struct PlainLeaderboard: Sendable {
    package struct Entry: Equatable, Sendable {
        package var rank: Int
        package var creator: Bytes
        package var value: Int128
        package var orders: Int128
        package var net: Int128
    }

    package var board: BoardKind
    package var window: PlainWindow
    package var currency: PlainCurrency
    package var entries: [Entry]

    package var key: Bytes { Bytes("\(board.rawValue)|\(window.name)|\(currency.code)") }

    /// Every board of every window and currency in which a creator has orders.
    package static func all(_ scorecards: [PlainScorecard]) -> [PlainLeaderboard] {
        var cards: [String: [PlainScorecard]] = [:]
        for card in scorecards where card.scope == "all" && card.cohort[.orders] > 0 {
            cards["\(card.window.name)|\(card.currency.code)", default: []].append(card)
        }
        return cards.values.flatMap { cards in
            BoardKind.allCases.map { board in
                PlainLeaderboard(
                    board: board, window: cards[0].window, currency: cards[0].currency,
                    entries: ranked(cards, by: board))
            }
        }
    }

    /// By value, then by creator; equal values share a rank.
    private static func ranked(_ cards: [PlainScorecard], by board: BoardKind) -> [Entry] {
        var entries = cards.compactMap { card in
            board.value(card.cohort).map { value in
                Entry(
                    rank: 0, creator: card.creator, value: value, orders: card.cohort[.orders],
                    net: card.cohort[.net])
            }
        }
        entries.sort { a, b in a.value != b.value ? a.value > b.value : a.creator < b.creator }
        for place in entries.indices {
            let isTied = place > 0 && entries[place].value == entries[place - 1].value
            entries[place].rank = isTied ? entries[place - 1].rank : place + 1
        }
        return Array(entries.prefix(100))
    }
}
