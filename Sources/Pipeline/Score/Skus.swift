import Codec
import Streams

/// The skus of a task's products, each kept once and known by its number.
struct Skus: ~Copyable {
    private struct Entry {
        var hash: StateKey
        /// Where its bytes are in `text`.
        var offset: Int
        var count: Int
    }

    private var numbers = HashNumbers()
    private var entries: ContiguousArray<Entry> = []
    private var text = ByteArena()

    mutating func number(of sku: UnsafeRawBufferPointer) -> Int32 {
        let hash = Hash.key128(sku)
        let key = StateKey(high: hash.high, low: hash.low)
        let number = numbers.number(key)
        if number == entries.count {
            entries.append(Entry(hash: key, offset: text.append(sku), count: sku.count))
        }
        return Int32(number)
    }

    /// Valid until another sku comes.
    func bytes(of sku: Int32) -> UnsafeRawBufferPointer {
        let entry = entries[Int(sku)]
        return text.bytes(at: entry.offset, count: entry.count)
    }

    /// What the sums of the sku on a card are kept under.
    func key(of sku: Int32, on card: StateKey) -> StateKey {
        let product = entries[Int(sku)].hash
        let hash = Hash.key128((card.high, card.low), product.high, product.low)
        return StateKey(high: hash.high, low: hash.low)
    }
}
