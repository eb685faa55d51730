// What restore compares to know that it has everything: how many entries, and a hash of all of
// them that does not depend on their order, so that it can follow each change.
internal import CXXHash

/// Count and combined hash of a table's entries.
package struct StateDigest: Equatable, Sendable {
    package var count: UInt64
    package var hash: UInt64

    package static let empty = StateDigest(count: 0, hash: 0)

    package init(count: UInt64, hash: UInt64) {
        self.count = count
        self.hash = hash
    }

    /// Takes an entry in.
    mutating func add(_ key: StateKey, _ value: UnsafeRawBufferPointer) {
        count &+= 1
        hash ^= StateDigest.hash(of: key, value)
    }

    /// Takes an entry out that was taken in with the same value.
    mutating func remove(_ key: StateKey, _ value: UnsafeRawBufferPointer) {
        count &-= 1
        hash ^= StateDigest.hash(of: key, value)
    }

    /// XXH3 of the value, mixed with the key: equal values under two keys must not cancel out.
    private static func hash(of key: StateKey, _ value: UnsafeRawBufferPointer) -> UInt64 {
        let hashed = XXH3_64bits(value.baseAddress, value.count)
        let product = (hashed ^ key.low).multipliedFullWidth(by: key.high | 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low ^ hashed
    }
}
