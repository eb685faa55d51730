import Promo

/// The hash of what a record says, whatever its spelling: decoders add each field in a fixed order,
/// in the form it is understood in. Words are folded in one by one, a text by its XXH3.
struct ContentHash {
    private static let seed: UInt64 = 0x506c_6175_6469_7421  // "Plaudit!"

    private var state = ContentHash.seed

    mutating func reset() { state = ContentHash.seed }

    var value: UInt64 {
        var value = (state ^ (state >> 32)) &* 0x9fb2_1c65_1e98_df25
        value = (value ^ (value >> 29)) &* 0xd6e8_feb8_6659_fd93
        return value ^ (value >> 32)
    }

    /// After wyhash: both halves of a product. What was before is kept beside them, so that no word
    /// can wipe it out.
    @inline(__always)
    mutating func add(_ value: Int64) {
        let word = UInt64(bitPattern: value)
        let product = (state ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        state = (product.high ^ product.low) &+ (state << 23 | state >> 41)
    }

    /// An absent text is not an empty one.
    @inline(__always)
    mutating func add(_ text: UnsafeRawBufferPointer?) {
        add(text.map { Int64(bitPattern: Hash.bits64($0)) } ?? -1)
    }

    /// A text by its hash, `Hash.bits64`.
    @inline(__always)
    mutating func add(hash: UInt64) { add(Int64(bitPattern: hash)) }

    @inline(__always)
    mutating func add(_ value: Bool) { add(value ? 1 : 0) }

    /// An absent figure is not a zero.
    @inline(__always)
    mutating func add(optional value: Int64?) {
        add(value != nil)
        add(value ?? 0)
    }

    @inline(__always)
    mutating func add(_ time: EventTime?) { add(optional: time?.milliseconds) }
}
