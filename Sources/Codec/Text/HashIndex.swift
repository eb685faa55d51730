/// Places by hash: which code, which line. A few are searched one by one; many, as only a made-up
/// order has, by a dictionary, so that no record takes quadratic time.
struct HashIndex {
    private static let few = 16

    private var hashes: [UInt64] = []
    private var places: [UInt64: Int32] = [:]

    mutating func reset() {
        if hashes.count > HashIndex.few { places.removeAll(keepingCapacity: true) }
        hashes.removeAll(keepingCapacity: true)
    }

    /// The place of `hash`, in the order of insertion; -1 where it is not there.
    func place(of hash: UInt64) -> Int32 {
        guard hashes.count <= HashIndex.few else { return places[hash] ?? -1 }
        for (place, known) in hashes.enumerated() where known == hash { return Int32(place) }
        return -1
    }

    /// False where it was there already.
    mutating func insert(_ hash: UInt64) -> Bool {
        guard place(of: hash) < 0 else { return false }
        hashes.append(hash)
        if hashes.count == HashIndex.few + 1 {
            for (place, known) in hashes.enumerated() { places[known] = Int32(place) }
        } else if hashes.count > HashIndex.few {
            places[hash] = Int32(hashes.count - 1)
        }
        return true
    }
}
