import Codec
import Promo
import Streams

// Who may be among the best of one leaderboard in this partition: the best hundred and some behind
// them, in order. Whoever is not among the places ranks behind the floor, so that only the places
// need to be looked at, however many creators there are.

final class Standing {
    struct Place {
        var value: Int64
        var slot: Int32
    }

    private struct Floor {
        var value: Int64
        var head: CreatorHead
        var creator: ByteString
    }

    /// The places that are kept when they have become `most`.
    static let kept = 200
    static let most = 400

    let kind: Leaderboard.Kind
    private let contestants: Contestants
    private let store: StateTable
    /// The best first: by value, equal ones by creator.
    private(set) var places: ContiguousArray<Place> = []
    private var new: ContiguousArray<Place> = []
    /// The last that is known to be complete; nil where everybody has a place.
    private var floor: Floor?

    init(_ kind: Leaderboard.Kind, _ contestants: Contestants, _ store: StateTable) {
        self.kind = kind
        self.contestants = contestants
        self.store = store
    }

    var bit: UInt8 { 1 << kind.rawValue }

    /// Whoever has this belongs among the places.
    func admits(
        _ value: Int64, _ head: CreatorHead, _ creator: UnsafeRawBufferPointer
    ) -> Bool {
        guard let floor else { return true }
        guard value == floor.value else { return value > floor.value }
        guard head == floor.head else { return head < floor.head }
        return !floor.creator.bytes.lexicographicallyPrecedes(creator)
    }

    /// True where somebody without a place may be among the best.
    var isDrained: Bool { floor != nil && places.count < Leaderboard.best }

    /// Everybody belongs among the places, until there are too many.
    func open() { floor = nil }

    /// Puts the places of those that moved in order.
    func sort(_ listed: [Int32]) {
        let (base, bit, kind) = (contestants.base, bit, Int(kind.rawValue))
        new.removeAll(keepingCapacity: true)
        var hasMoved = false
        for slot in listed where base[Int(slot)].moved & bit != 0 {
            hasMoved = true
            guard base[Int(slot)].places & bit != 0 else { continue }
            new.append(Place(value: base[Int(slot)].values[kind], slot: slot))
        }
        guard hasMoved else { return }
        places.removeAll { base[Int($0.slot)].moved & bit != 0 }
        new.sort(by: isBefore)
        merge()
    }

    /// From the last place on, so that nobody moves twice.
    private func merge() {
        var (old, next) = (places.count - 1, new.count - 1)
        places.append(contentsOf: new)
        while next >= 0 {
            let target = old + next + 1
            if old >= 0, isBefore(new[next], places[old]) {
                places[target] = places[old]
                old -= 1
            } else {
                places[target] = new[next]
                next -= 1
            }
        }
    }

    /// Hands over those that lose their place, where there are too many.
    func cut(_ body: (Int32) -> Void) {
        guard places.count > Standing.most else { return }
        for place in places[Standing.kept...] {
            contestants.base[Int(place.slot)].places &= ~bit
            body(place.slot)
        }
        places.removeSubrange(Standing.kept...)
        let last = places[Standing.kept - 1]
        floor = creator(in: last.slot).map {
            Floor(
                value: last.value, head: contestants.base[Int(last.slot)].creator,
                creator: ByteString($0))
        }
    }

    private func isBefore(_ a: Place, _ b: Place) -> Bool {
        guard a.value == b.value else { return a.value > b.value }
        let (first, second) = (
            contestants.base[Int(a.slot)].creator, contestants.base[Int(b.slot)].creator
        )
        guard first == second else { return first < second }
        guard let first = creator(in: a.slot), let second = creator(in: b.slot) else {
            return false
        }
        return first.lexicographicallyPrecedes(second)
    }

    private func creator(in slot: Int32) -> UnsafeRawBufferPointer? {
        store.value(of: contestants.base[Int(slot)].key)
            .flatMap { CardLayout(reading: $0)?.creator }
    }
}
