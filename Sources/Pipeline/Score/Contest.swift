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
    /// The cards that have a place.
    private var members: [StateKey: Member] = [:]

    private struct Member {
        /// In which standings, bits by their kind.
        var mask: UInt8 = 0
        /// By which value, by the standing's kind.
        var values = SIMD4<Int64>()
    }

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
        let mask = members[key]?.mask ?? 0
        place(card, key, isChanged: isChanged) {
            $0.isFilling && mask & Contest.bit($0.kind) == 0
        }
    }

    private func place(
        _ card: CardLayout, _ key: StateKey, isChanged: Bool, where isAsked: (Standing) -> Bool
    ) {
        let known = members.index(forKey: key)
        var member = known.map { members.values[$0] } ?? Member()
        let before = member.mask
        for standing in standings where isAsked(standing) {
            let (bit, index) = (Contest.bit(standing.kind), Int(standing.kind.rawValue))
            let value = card.value(on: standing.kind)
            let hasPlace = standing.place(
                card, key, value: value, former: before & bit != 0 ? member.values[index] : nil,
                isChanged: isChanged)
            member.mask = hasPlace ? member.mask | bit : member.mask & ~bit
            member.values[index] = value ?? 0
        }
        guard before | member.mask != 0 else { return }
        if let known, member.mask != 0 {
            members.values[known] = member
        } else {
            members[key] = member.mask == 0 ? nil : member
        }
        if member.mask != before { for standing in standings { cut(standing) } }
    }

    func hasPlace(_ key: StateKey, on kind: Leaderboard.Kind) -> Bool {
        (members[key]?.mask ?? 0) & Contest.bit(kind) != 0
    }

    private func cut(_ standing: Standing) {
        let bit = Contest.bit(standing.kind)
        standing.cut { key in
            guard var member = members[key] else { return }
            member.mask &= ~bit
            members[key] = member.mask == 0 ? nil : member
        }
    }

    private static func bit(_ kind: Leaderboard.Kind) -> UInt8 { 1 << kind.rawValue }
}
