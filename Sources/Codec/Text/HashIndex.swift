/// Places by hash: which code, which line. A few are searched one by one; many, as only a made-up
/// order has, by a dictionary, so that no record takes quadratic time.
final class HashIndex {
    private static let few = 16

    private let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: HashIndex.few)
    private var count = 0
    /// All of them, once they are more than a few.
    private var places: [UInt64: Int32] = [:]

    init() {}

    deinit { hashes.deallocate() }

    func reset() {
        if count > HashIndex.few { places.removeAll(keepingCapacity: true) }
        count = 0
    }

    /// The place of `hash`, in the order of insertion; -1 where it is not there.
    func place(of hash: UInt64) -> Int32 {
        guard count <= HashIndex.few else { return places[hash] ?? -1 }
        for place in 0..<count where hashes[place] == hash { return Int32(place) }
        return -1
    }

    /// False where it was there already.
    @inline(__always)
    func insert(_ hash: UInt64) -> Bool {
        guard count < HashIndex.few else { return insertAmongMany(hash) }
        for place in 0..<count where hashes[place] == hash { return false }
        hashes[count] = hash
        count &+= 1
        return true
    }

    @inline(never)
    private func insertAmongMany(_ hash: UInt64) -> Bool {
        guard place(of: hash) < 0 else { return false }
        if count == HashIndex.few {
            for place in 0..<count { places[hashes[place]] = Int32(place) }
        }
        places[hash] = Int32(count)
        count += 1
        return true
    }
}
