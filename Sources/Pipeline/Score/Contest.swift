import Codec
import Promo
import Streams

/// The leaderboards of one window and currency, as far as this partition's creators go. Derived
/// from the cards.
final class Contest {
    /// So many that are not in order yet are gathered at most: until then nobody knows that those
    /// who come behind all of them need no place.
    private static let most = 512

    /// The same for all its cards, and for no other's.
    let word: UInt64
    let standings: [Standing]
    /// Something may have to be told of it.
    var isTouched = false
    private let window: Window
    private let currency: Currency
    private let contestants = Contestants()
    /// What each standing admits at least.
    private var floors = SIMD4(repeating: Int64.min)
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
    /// - Returns: false where the card neither had a place nor gets one.
    func look(at card: CardLayout, _ key: StateKey, isUntold: Bool = false) -> Bool {
        let figures = card.figures
        let (places, told) = (places(of: card, figures), card.leaderboards)
        let slot = contestants.slot(of: key)
        if slot == nil, places | told == 0 { return false }
        let new = Contestant(
            key: key, creator: CreatorHead(card.creator), values: figures.values,
            nameHash: card.nameHash, places: places, told: told, moved: places,
            isChanged: isUntold)
        if let slot {
            update(contestants.base + Int(slot), new)
            list(slot)
        } else {
            list(contestants.add(new))
        }
        unsettled += 1
        if unsettled >= Contest.most { settle() }
        return true
    }

    /// The standings that admit the card.
    private func places(of card: CardLayout, _ figures: Leaderboard.Figures) -> UInt8 {
        var places: UInt8 = 0
        for kind in floors.indices where figures.kinds & (1 << kind) != 0 {
            let isAdmitted =
                figures.values[kind] > floors[kind]
                || figures.values[kind] == floors[kind] && standings[kind].admits(card.creator)
            if isAdmitted { places |= 1 << kind }
        }
        return places
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
        // Who is listed meanwhile has not moved.
        let moved = listed
        for standing in standings { standing.settle(moved, list) }
        for slot in moved { contestants.base[Int(slot)].moved = 0 }
        noteFloors()
        listed.removeAll(where: letGo)
    }

    private func noteFloors() {
        for standing in standings { floors[Int(standing.kind.rawValue)] = standing.floorValue }
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
        noteFloors()
        return filling != 0
    }

    func fill(with card: CardLayout, _ key: StateKey) {
        guard filling != 0 else { return }
        let places = contestants.slot(of: key).map { contestants.base[Int($0)].places } ?? 0
        if filling & ~places != 0 { _ = look(at: card, key) }
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
