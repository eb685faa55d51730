import Codec
import Promo
import Streams

/// A creator who has a place in a contest, or of whom RANK was told there.
struct Contestant {
    let key: StateKey
    let creator: CreatorHead
    /// What it has, by the standing's kind: its entries on the leaderboards say these …
    var values = SIMD4<Int64>()
    /// … and a name.
    var nameHash: UInt64
    /// The standings, bits by their kind, where it has a place …
    var places: UInt8 = 0
    /// … where RANK knows it …
    var told: UInt8
    /// … and where its place is not in order yet.
    var moved: UInt8 = 0
    /// Its entries say something else than when RANK was told.
    var isChanged: Bool
    /// It is among those that the contest has to look at before and while it tells.
    var isListed = false

    /// RANK knows it where it has no place.
    var hasLost: Bool { told & ~places != 0 }
    /// Nothing is left to know of it.
    var isGone: Bool { told | places == 0 }
}

/// The contestants of one contest, each in a slot of its own for as long as it is there.
final class Contestants {
    /// By slot. Good until one is added.
    private(set) var base: UnsafeMutablePointer<Contestant>
    private var capacity = 64
    private var end = 0
    private var free: [Int32] = []
    private var index = ContestantIndex()

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    func slot(of key: StateKey) -> Int32? {
        index.slot(of: key) { base[Int($0)].key == key }
    }

    func add(_ contestant: Contestant) -> Int32 {
        let slot = free.popLast() ?? nextSlot()
        base[Int(slot)] = contestant
        index.insert(contestant.key, slot)
        return slot
    }

    func remove(_ slot: Int32) {
        index.remove(base[Int(slot)].key, slot)
        free.append(slot)
    }

    private func nextSlot() -> Int32 {
        if end == capacity {
            let grown = UnsafeMutablePointer<Contestant>.allocate(capacity: 2 * capacity)
            grown.moveInitialize(from: base, count: end)
            base.deallocate()
            (base, capacity) = (grown, 2 * capacity)
        }
        end += 1
        return Int32(end - 1)
    }
}
