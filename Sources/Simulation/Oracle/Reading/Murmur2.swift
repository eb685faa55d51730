// Where a key belongs: Kafka's default partitioner, from its description.

package enum Murmur2 {
    /// The partition of `key` among `partitions`.
    package static func partition(of key: [UInt8], among partitions: Int32) -> Int32 {
        Int32(bitPattern: hash(key) & 0x7FFF_FFFF) % partitions
    }

    private static func hash(_ key: [UInt8]) -> UInt32 {
        let m: UInt32 = 0x5BD1_E995
        var hash: UInt32 = 0x9747_B28C ^ UInt32(truncatingIfNeeded: key.count)
        var at = 0
        while key.count - at >= 4 {
            var word =
                UInt32(key[at]) | UInt32(key[at + 1]) << 8 | UInt32(key[at + 2]) << 16 | UInt32(
                    key[at + 3]) << 24
            word = word &* m
            word ^= word >> 24
            hash = hash &* m ^ word &* m
            at += 4
        }
        let rest = key.count - at
        if rest >= 3 { hash ^= UInt32(key[at + 2]) << 16 }
        if rest >= 2 { hash ^= UInt32(key[at + 1]) << 8 }
        if rest >= 1 { hash = (hash ^ UInt32(key[at])) &* m }
        hash ^= hash >> 13
        hash = hash &* m
        return hash ^ hash >> 15
    }
}
