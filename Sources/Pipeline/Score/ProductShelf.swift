import Codec
import Promo
import Streams

// The products of the scorecards. Their sums are state, an entry for each card and sku; which
// entries a card has, and a copy of their sums to choose the ten best by, is derived.

struct ProductShelf {
    private struct Entry {
        var key: StateKey
        var units: Int64
        var net: Int64
    }

    private final class Shelf {
        var entries: ContiguousArray<Entry> = []

        func index(of key: StateKey) -> Int? {
            for index in entries.indices
            where entries[index].key.low == key.low && entries[index].key.high == key.high {
                return index
            }
            return nil
        }
    }

    /// How to undo one change of a shelf.
    private struct Note {
        var shelf: Shelf
        var index: Int
        /// Nil where the entry was not there.
        var before: Entry?
    }

    private static let best = 10

    private var shelves: [StateKey: Shelf] = [:]
    /// An attribution's products come one after the other for one card.
    private var last: (card: StateKey, shelf: Shelf)?
    private var notes: [Note] = []
    private let packed = StateWriter()
    private var chosen: [Int] = []

    init(_ store: StateTable) {
        store.forEach { key, bytes in
            guard let product = ProductLayout(reading: bytes) else { return }
            let card = StateKey(high: product.card.high, low: product.card.low)
            shelf(card).entries.append(Entry(key: key, units: product.units, net: product.net))
        }
    }

    mutating func add(
        _ product: Product, sku: UnsafeRawBufferPointer, to card: StateKey, _ store: StateTable
    ) {
        let key = productKey(card, sku)
        var bytes = store.mutableValue(of: key)
        if bytes == nil {
            ProductLayout.make(card: (card.high, card.low), sku: sku, into: packed)
            store.set(key, packed.bytes)
            bytes = store.mutableValue(of: key)
        }
        guard let bytes, let kept = ProductLayout(bytes) else { return }
        kept.add(units: product.units, net: product.net)
        let shelf = shelf(card)
        let entry = Entry(key: key, units: kept.units, net: kept.net)
        if let index = shelf.index(of: key) {
            notes.append(Note(shelf: shelf, index: index, before: shelf.entries[index]))
            shelf.entries[index] = entry
        } else {
            notes.append(Note(shelf: shelf, index: shelf.entries.count, before: nil))
            shelf.entries.append(entry)
        }
    }

    /// Hands over the card's ten best by net, then sku; those whose sums are zero are gone.
    mutating func forEachBest(
        of card: StateKey, _ store: StateTable,
        _ body: (_ sku: UnsafeRawBufferPointer, _ units: Int64, _ net: Int64) -> Void
    ) {
        guard let entries = shelves[card]?.entries else { return }
        chosen.removeAll(keepingCapacity: true)
        for index in entries.indices where entries[index].units != 0 || entries[index].net != 0 {
            if chosen.count == ProductShelf.best, let last = chosen.last {
                guard entries[index].net >= entries[last].net,
                    isBetter(entries[index], entries[last], store)
                else { continue }
                chosen.removeLast()
            }
            let place = chosen.firstIndex { isBetter(entries[index], entries[$0], store) }
            chosen.insert(index, at: place ?? chosen.endIndex)
        }
        for index in chosen {
            guard let bytes = store.value(of: entries[index].key),
                let product = ProductLayout(reading: bytes)
            else { continue }
            body(product.sku, product.units, product.net)
        }
    }

    mutating func committed() { notes.removeAll(keepingCapacity: true) }

    mutating func rolledBack() {
        for note in notes.reversed() {
            if let before = note.before {
                note.shelf.entries[note.index] = before
            } else {
                note.shelf.entries.removeLast()
            }
        }
        notes.removeAll(keepingCapacity: true)
    }

    private mutating func shelf(_ card: StateKey) -> Shelf {
        if let last, last.card.low == card.low, last.card.high == card.high {
            return last.shelf
        }
        let shelf = shelves[card] ?? Shelf()
        if shelf.entries.isEmpty { shelves[card] = shelf }
        last = (card, shelf)
        return shelf
    }

    private func isBetter(_ a: Entry, _ b: Entry, _ store: StateTable) -> Bool {
        guard a.net == b.net else { return a.net > b.net }
        guard let one = store.value(of: a.key).flatMap({ ProductLayout(reading: $0) }),
            let other = store.value(of: b.key).flatMap({ ProductLayout(reading: $0) })
        else { return false }
        return one.sku.lexicographicallyPrecedes(other.sku)
    }

    private func productKey(_ card: StateKey, _ sku: UnsafeRawBufferPointer) -> StateKey {
        let product = Hash.key128(sku)
        let hash = Hash.key128((card.high, card.low), product.high, product.low)
        return StateKey(high: hash.high, low: hash.low)
    }
}
