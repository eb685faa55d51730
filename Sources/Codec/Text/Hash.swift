internal import CXXHash

/// XXH3 with a fixed seed: of ids, of codes in normal form, of contents. Kept in state, so neither
/// the seed nor the function ever changes.
package enum Hash {
    private static let seed: UInt64 = 0x506c_6175_6469_7421  // "Plaudit!"

    package static func bits64(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        XXH3_64bits_withSeed(bytes.baseAddress, bytes.count, seed)
    }

    /// 128 bits: what an order is found by.
    package static func key128(_ bytes: UnsafeRawBufferPointer) -> (high: UInt64, low: UInt64) {
        let hash = XXH3_128bits_withSeed(bytes.baseAddress, bytes.count, seed)
        return (hash.high64, hash.low64)
    }
}
