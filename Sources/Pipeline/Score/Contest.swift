import Codec
import Promo
import Streams

/// The leaderboards of one window and currency, as far as this partition's creators go. Derived
/// from the cards.
final class Contest {
    /// So many that have no place yet are gathered at most.
    private static let most = 1024

    /// The same for all its cards, and for no other's.
    let word: UInt64
    let standings: [Standing]
    /// Something may have to be told of it.
    var isTouched = false
    private let window: Window
    private let currency: Currency
    private let contestants = Contestants()
    /// Who may have to be told of, each once.
    private var listed: [Int32] = []
    /// Looked at since the places were in order.
    private var unsettled = 0
    /// The standings, bits by their kind, that are being filled from all cards.
    private var filling: UInt8 = 0

    init(_ word: UInt64, _ card: CardLayout, _ store: StateTable) {
        self.word = word
        window = card.window
        currency = card.currency
        let contestants = contestants
        standings = Leaderboard.Kind.allCases.map { Standing($0, contestants, store) }
    }

    func board(_ kind: Leaderboard.Kind) -> Leaderboard {
        Leaderboard(kind: kind, window: window, currency: currency)
    }

    // MARK: - Places

    /// Gives a card that may have changed its places. They are in order after `settle`.
    /// - Parameter isUntold: RANK may not know what it has, though it is known here.
    func look(at card: CardLayout, _ key: StateKey, isUntold: Bool = false) {
        let (creator, figures) = (card.creator, card.figures)
        var new = Contestant(
            key: key, creator: CreatorHead(creator), nameHash: card.nameHash,
            told: card.leaderboards, isChanged: isUntold)
        for standing in standings {
            guard let value = figures.value(on: standing.kind) else { continue }
            new.values[Int(standing.kind.rawValue)] = value
            if standing.admits(value, new.creator, creator) { new.places |= standing.bit }
        }
        new.moved = new.places
        if let slot = contestants.slot(of: key) {
            update(contestants.base + Int(slot), new)
            list(slot)
        } else if !new.isGone {
            list(contestants.add(new))
        }
        unsettled += 1
        if unsettled >= Contest.most { settle() }
    }

    private func update(_ known: UnsafeMutablePointer<Contestant>, _ new: Contestant) {
        let isOther = known.pointee.values .!= new.values
        var moved = known.pointee.places ^ new.places
        for standing in standings where isOther[Int(standing.kind.rawValue)] {
            moved |= standing.bit
        }
        if new.isChanged || any(isOther) || known.pointee.nameHash != new.nameHash {
            known.pointee.isChanged = true
        }
        known.pointee.values = new.values
        known.pointee.nameHash = new.nameHash
        known.pointee.places = new.places
        known.pointee.told = new.told
        known.pointee.moved |= moved
    }

    /// Takes the places of a card that is gone.
    /// - Returns: false where it had none.
    func forget(_ key: StateKey) -> Bool {
        guard let slot = contestants.slot(of: key) else { return false }
        let known = contestants.base + Int(slot)
        known.pointee.moved |= known.pointee.places
        (known.pointee.places, known.pointee.told) = (0, 0)
        list(slot)
        unsettled += 1
        return true
    }

    private func list(_ slot: Int32) {
        guard !contestants.base[Int(slot)].isListed else { return }
        contestants.base[Int(slot)].isListed = true
        listed.append(slot)
    }

    /// Puts all places in order, and lets go who has none.
    func settle() {
        guard unsettled > 0 else { return }
        unsettled = 0
        for standing in standings { standing.sort(listed) }
        for slot in listed { contestants.base[Int(slot)].moved = 0 }
        for standing in standings { standing.cut(list) }
        listed.removeAll(where: letGo)
    }

    private func letGo(_ slot: Int32) -> Bool {
        guard contestants.base[Int(slot)].isGone else { return false }
        contestants.remove(slot)
        return true
    }

    // MARK: - Filling

    /// Where so many lost their places that others may be among the best, all cards are wanted.
    /// - Returns: false where there is no such standing.
    func beginFilling() -> Bool {
        for standing in standings where standing.isDrained {
            filling |= standing.bit
            standing.open()
        }
        return filling != 0
    }

    func fill(with card: CardLayout, _ key: StateKey) {
        guard filling != 0 else { return }
        let places = contestants.slot(of: key).map { contestants.base[Int($0)].places } ?? 0
        if filling & ~places != 0 { look(at: card, key) }
    }

    func endFilling() {
        filling = 0
        settle()
    }

    // MARK: - Telling

    /// RANK knows the best of the places, and no others.
    var isTold: Bool {
        !listed.contains { contestants.base[Int($0)].hasLost }
            && standings.allSatisfy { standing in
                standing.places.enumerated().allSatisfy { index, place in
                    let isTold = contestants.base[Int(place.slot)].told & standing.bit != 0
                    return isTold == (index < Leaderboard.best)
                }
            }
    }

    /// Hands over whom RANK must be told of: those among the best who changed or are new there, and
    /// those it knows who are not among them any more.
    func tell(_ standing: Standing, _ body: (StateKey, _ isBest: Bool) -> Void) {
        let (base, bit) = (contestants.base, standing.bit)
        for (index, place) in standing.places.enumerated() {
            let contestant = base + Int(place.slot)
            let (isBest, isTold) = (index < Leaderboard.best, contestant.pointee.told & bit != 0)
            guard isBest ? contestant.pointee.isChanged || !isTold : isTold else { continue }
            contestant.pointee.told ^= isBest == isTold ? 0 : bit
            body(contestant.pointee.key, isBest)
        }
        for slot in listed where base[Int(slot)].told & ~base[Int(slot)].places & bit != 0 {
            base[Int(slot)].told &= ~bit
            body(base[Int(slot)].key, false)
        }
    }

    /// All was told.
    func conclude() {
        for slot in listed {
            contestants.base[Int(slot)].isChanged = false
            contestants.base[Int(slot)].isListed = false
            _ = letGo(slot)
        }
        listed.removeAll(keepingCapacity: true)
    }
}
