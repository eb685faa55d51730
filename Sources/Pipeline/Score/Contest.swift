import Codec
import Promo
import Streams

/// The leaderboards of one window and currency, as far as this partition's creators go.
final class Contest {
    let standings: [Standing]
    /// Something may have to be told of it.
    var isTouched = false
    private let window: Window
    private let currency: Currency
    /// Of which standings a card has a place in, bits by their kind.
    private var members: [StateKey: UInt8] = [:]

    init(_ card: CardLayout, _ store: StateTable) {
        window = card.window
        currency = card.currency
        standings = Leaderboard.Kind.allCases.map { Standing($0, store) }
    }

    func board(_ kind: Leaderboard.Kind) -> Leaderboard {
        Leaderboard(kind: kind, window: window, currency: currency)
    }

    /// The same for all its cards.
    static func word(of card: CardLayout) -> UInt64 {
        Leaderboard(kind: .net, window: card.window, currency: card.currency).word
    }

    /// Gives a card that may have changed its places.
    func look(at card: CardLayout, _ key: StateKey) {
        let before = members[key] ?? 0
        var after = before
        for standing in standings {
            let bit: UInt8 = 1 << standing.kind.rawValue
            let hasPlace = standing.place(card, key, hadPlace: before & bit != 0, isChanged: true)
            after = hasPlace ? after | bit : after & ~bit
        }
        remember(after, key, instead: before)
    }

    /// The same for any card, where a standing is being filled.
    func fill(with card: CardLayout, _ key: StateKey, isChanged: Bool) {
        let before = members[key] ?? 0
        var after = before
        for standing in standings where standing.isFilling {
            let bit: UInt8 = 1 << standing.kind.rawValue
            guard before & bit == 0 else { continue }
            if standing.place(card, key, hadPlace: false, isChanged: isChanged) { after |= bit }
            if standing.places.count > Standing.most {
                remember(after, key, instead: before)
                cut(standing)
                after = members[key] ?? 0
            }
        }
        remember(after, key, instead: before)
    }

    func hasPlace(_ key: StateKey, on kind: Leaderboard.Kind) -> Bool {
        (members[key] ?? 0) & (1 << kind.rawValue) != 0
    }

    func cut(_ standing: Standing) {
        standing.cut { key in
            let before = members[key] ?? 0
            remember(before & ~(1 << standing.kind.rawValue), key, instead: before)
        }
    }

    private func remember(_ mask: UInt8, _ key: StateKey, instead before: UInt8) {
        guard mask != before else { return }
        members[key] = mask == 0 ? nil : mask
    }
}
