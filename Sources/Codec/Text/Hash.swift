internal import CXXHash

/// XXH3 with a fixed seed: of ids, of codes in normal form, of contents. Kept in state, so neither
/// the seed nor the function ever changes.
package enum Hash {
    private static let seed: UInt64 = 0x506c_6175_6469_7421  // "Plaudit!"

    package static func bits64(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        XXH_INLINE_XXH3_64bits_withSeed(bytes.baseAddress, bytes.count, seed)
    }

    /// The key of what belongs to `key` and is told apart by two words, such as a window. For one
    /// `key` no two pairs of words have the same; for several it is as good as 128 bits are.
    package static func key128(
        _ key: (high: UInt64, low: UInt64), _ first: UInt64, _ second: UInt64
    ) -> (high: UInt64, low: UInt64) {
        let low = key.low ^ second &* 0x9e37_79b9_7f4a_7c15
        let high = mixed((key.high ^ first &* 0xc2b2_ae3d_27d4_eb4f) &+ mixed(low))
        return (high, mixed(low ^ high &* 0x1656_67b1_9e37_79f9))
    }

    /// The finaliser of splitmix64, which can be undone.
    private static func mixed(_ word: UInt64) -> UInt64 {
        var mixed = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 128 bits: what an order is found by.
    package static func key128(_ bytes: UnsafeRawBufferPointer) -> (high: UInt64, low: UInt64) {
        let hash = XXH_INLINE_XXH3_128bits_withSeed(bytes.baseAddress, bytes.count, seed)
        return (hash.high64, hash.low64)
    }
}
