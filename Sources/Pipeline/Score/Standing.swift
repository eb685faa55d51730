import Codec
import Promo
import Streams

// Who may be among the best of one leaderboard in this partition: the best hundred and some behind
// them, in order. Whoever is not among the places ranks behind the floor, so that only the places
// need to be looked at, however many creators there are.

final class Standing {
    struct Place {
        var value: Int64
        var creator: CreatorHead
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

    var bit: UInt8 { kind.bit }

    /// Whoever has more belongs among the places, and some of those who have as much.
    var floorValue: Int64 { floor?.value ?? .min }

    /// A creator who has the floor's value belongs among the places.
    func admits(_ creator: UnsafeRawBufferPointer) -> Bool {
        guard let floor else { return true }
        let head = CreatorHead(creator)
        guard head == floor.head else { return head < floor.head }
        return !floor.creator.bytes.lexicographicallyPrecedes(creator)
    }

    /// True where somebody without a place may be among the best.
    var isDrained: Bool { floor != nil && places.count < Leaderboard.best }

    /// Everybody belongs among the places, until there are too many.
    func open() { floor = nil }

    /// Puts the places of those that moved in order, and hands over those that lose theirs, where
    /// there are too many.
    func settle(_ listed: [Int32], _ lose: (Int32) -> Void) {
        guard gather(listed) else { return }
        let (base, bit) = (contestants.base, bit)
        places.removeAll { base[Int($0.slot)].moved & bit != 0 }
        let areTooMany = places.count + new.count > Standing.most
        if areTooMany { dropWorst(lose) }
        new.sort(by: isBefore)
        merge()
        if areTooMany { cut(lose) }
    }

    /// Lists the new places, in no order.
    /// - Returns: false where nobody moved.
    private func gather(_ listed: [Int32]) -> Bool {
        let (base, bit, kind) = (contestants.base, bit, Int(kind.rawValue))
        new.removeAll(keepingCapacity: true)
        var hasMoved = false
        for slot in listed where base[Int(slot)].moved & bit != 0 {
            hasMoved = true
            guard base[Int(slot)].places & bit != 0 else { continue }
            let contestant = base + Int(slot)
            new.append(
                Place(
                    value: contestant.pointee.values[kind], creator: contestant.pointee.creator,
                    slot: slot))
        }
        return hasMoved
    }

    /// Those who come behind so many new ones that they cannot stay need no order: they are parted
    /// off by one of them after another.
    private func dropWorst(_ lose: (Int32) -> Void) {
        var end = new.count
        new.withUnsafeMutableBufferPointer { new in
            while end > Standing.kept {
                let one = new[end / 2]
                var front = UnsafeMutableBufferPointer(rebasing: new[..<end])
                let better = front.partition { !isBefore($0, one) }
                guard better >= Standing.kept else { return }
                end = better
            }
        }
        for place in new[end...] { take(place, lose) }
        new.removeSubrange(end...)
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

    private func cut(_ lose: (Int32) -> Void) {
        for place in places[Standing.kept...] { take(place, lose) }
        places.removeSubrange(Standing.kept...)
        let last = places[Standing.kept - 1]
        floor = creator(in: last.slot).map {
            Floor(value: last.value, head: last.creator, creator: ByteString($0))
        }
    }

    private func take(_ place: Place, _ lose: (Int32) -> Void) {
        contestants.base[Int(place.slot)].places &= ~bit
        lose(place.slot)
    }

    private func isBefore(_ a: Place, _ b: Place) -> Bool {
        guard a.value == b.value else { return a.value > b.value }
        guard a.creator == b.creator else { return a.creator < b.creator }
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
