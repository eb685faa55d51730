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

    /// Nobody has a place.
    var isEmpty: Bool { members.isEmpty }

    func board(_ kind: Leaderboard.Kind) -> Leaderboard {
        Leaderboard(kind: kind, window: window, currency: currency)
    }

    /// The same for all its cards.
    static func word(of card: CardLayout) -> UInt64 {
        Leaderboard(kind: .net, window: card.window, currency: card.currency).word
    }

    /// Gives a card that may have changed its places.
    func look(at card: CardLayout, _ key: StateKey) {
        place(card, key, isChanged: true) { _ in true }
    }

    /// The same for any card, where a standing is being filled and it has no place there.
    func fill(with card: CardLayout, _ key: StateKey, isChanged: Bool) {
        let mask = members[key] ?? 0
        place(card, key, isChanged: isChanged) {
            $0.isFilling && mask & Contest.bit($0.kind) == 0
        }
    }

    private func place(
        _ card: CardLayout, _ key: StateKey, isChanged: Bool, where isAsked: (Standing) -> Bool
    ) {
        let before = members[key] ?? 0
        var after = before
        for standing in standings where isAsked(standing) {
            let bit = Contest.bit(standing.kind)
            let hasPlace = standing.place(
                card, key, hadPlace: before & bit != 0, isChanged: isChanged)
            after = hasPlace ? after | bit : after & ~bit
        }
        guard after != before else { return }
        members[key] = after == 0 ? nil : after
        for standing in standings { cut(standing) }
    }

    func hasPlace(_ key: StateKey, on kind: Leaderboard.Kind) -> Bool {
        (members[key] ?? 0) & Contest.bit(kind) != 0
    }

    private func cut(_ standing: Standing) {
        let bit = Contest.bit(standing.kind)
        standing.cut { key in
            let mask = (members[key] ?? 0) & ~bit
            members[key] = mask == 0 ? nil : mask
        }
    }

    private static func bit(_ kind: Leaderboard.Kind) -> UInt8 { 1 << kind.rawValue }
}
