import Codec
import Promo
import Streams

// Who may be among the best of one leaderboard in this partition: the best hundred and some behind
// them, in order. It is derived from the cards. Whoever is not among the places ranks behind the
// floor, so that only the places need to be looked at, however many creators there are.

final class Standing {
    struct Place {
        var key: StateKey
        var value: Int64
        /// RANK knows it.
        var isTold: Bool
        /// Its card changed since RANK was told.
        var isChanged: Bool
    }

    /// The places that are kept when they have become `most`.
    static let kept = 200
    static let most = 400

    let kind: Leaderboard.Kind
    private let store: StateTable
    /// The best first: by value, equal ones by creator.
    var places: ContiguousArray<Place> = []
    /// Told of once, and now behind the floor, or without a value.
    var dropped: [StateKey] = []
    /// The last that is known to be complete; nil where everybody has a place.
    private var floor: (value: Int64, creator: ByteString)?
    /// It is being filled from all cards.
    private(set) var isFilling = false

    init(_ kind: Leaderboard.Kind, _ store: StateTable) {
        self.kind = kind
        self.store = store
    }

    /// Gives the card its place, by the value that it has now.
    /// - Parameter former: the value by which it has a place so far; nil where it has none.
    /// - Returns: false where it has none.
    func place(
        _ card: CardLayout, _ key: StateKey, value: Int64?, former: Int64?, isChanged: Bool
    ) -> Bool {
        let isTold = card.isOn(kind)
        let place = former.flatMap { index(of: key, $0) }
        if let place, former == value {
            places[place].isTold = isTold
            places[place].isChanged = isChanged
            return true
        }
        guard let value, isBeforeFloor(value, card.creator) else {
            if let place { places.remove(at: place) }
            if isTold { dropped.append(key) }
            return false
        }
        let new = Place(key: key, value: value, isTold: isTold, isChanged: isChanged)
        let target = index(of: value, card.creator)
        if let place {
            move(place, before: target, as: new)
        } else {
            places.insert(new, at: target)
        }
        return true
    }

    /// Only those between its old and its new place make room: mostly a few.
    private func move(_ place: Int, before target: Int, as new: Place) {
        var place = place
        while place > target {
            places[place] = places[place - 1]
            place -= 1
        }
        while place + 1 < target {
            places[place] = places[place + 1]
            place += 1
        }
        places[place] = new
    }

    /// RANK knows the best of the places, and no others.
    var isTold: Bool {
        places.enumerated().allSatisfy { $1.isTold == ($0 < Leaderboard.best) }
    }

    /// True where somebody without a place may be among the best.
    var isDrained: Bool { floor != nil && places.count < Leaderboard.best }

    /// From now on cards are placed whatever they have, until `endFilling`.
    func beginFilling() {
        isFilling = true
        floor = nil
    }

    func endFilling() { isFilling = false }

    /// Hands over the keys of those that lose their place, where there are too many.
    func cut(_ body: (StateKey) -> Void) {
        guard places.count > Standing.most else { return }
        for place in places[Standing.kept...] {
            if place.isTold { dropped.append(place.key) }
            body(place.key)
        }
        places.removeSubrange(Standing.kept...)
        let last = places[Standing.kept - 1]
        floor = creator(of: last.key).map { (last.value, ByteString($0)) }
    }

    private func isBeforeFloor(_ value: Int64, _ creator: UnsafeRawBufferPointer) -> Bool {
        guard let floor else { return true }
        guard value == floor.value else { return value > floor.value }
        return !floor.creator.bytes.lexicographicallyPrecedes(creator)
    }

    /// Where the card is; among equal values it is looked for one by one.
    private func index(of key: StateKey, _ value: Int64) -> Int? {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].value > value { low = middle + 1 } else { high = middle }
        }
        return places[low...].prefix { $0.value == value }.firstIndex { $0.key == key }
    }

    /// Where it belongs.
    private func index(of value: Int64, _ creator: UnsafeRawBufferPointer) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            let place = places[middle]
            let isAfter =
                place.value != value
                ? place.value > value : isCreator(of: place.key, before: creator)
            if isAfter { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func isCreator(of key: StateKey, before creator: UnsafeRawBufferPointer) -> Bool {
        self.creator(of: key)?.lexicographicallyPrecedes(creator) ?? false
    }

    private func creator(of key: StateKey) -> UnsafeRawBufferPointer? {
        store.value(of: key).flatMap { CardLayout(reading: $0)?.creator }
    }
}
