// Which partition a key belongs to, exactly as Java's default partitioner decides it: everyone who
// writes to a topic must agree on this.

package enum Murmur2 {
    /// `toPositive(murmur2(key)) % partitions`.
    package static func partition(of key: UnsafeRawBufferPointer, partitions: Int32) -> Int32 {
        Int32(bitPattern: hash(key) & 0x7fff_ffff) % partitions
    }

    /// Murmur2, 32 bits, with the seed that Kafka's clients use.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let multiplier: UInt32 = 0x5bd1_e995
        let words = bytes.count / 4
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
        for index in 0..<words {
            let word = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            var mixed = UInt32(littleEndian: word) &* multiplier
            mixed ^= mixed >> 24
            hash = (hash &* multiplier) ^ (mixed &* multiplier)
        }
        let tail = words * 4
        let left = bytes.count - tail
        if left > 2 { hash ^= UInt32(bytes[tail + 2]) << 16 }
        if left > 1 { hash ^= UInt32(bytes[tail + 1]) << 8 }
        if left > 0 { hash = (hash ^ UInt32(bytes[tail])) &* multiplier }
        hash ^= hash >> 13
        hash = hash &* multiplier
        return hash ^ (hash >> 15)
    }
}
