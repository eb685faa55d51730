import Codec
import Promo
import Streams

// The products of the scorecards. Their sums are state, an entry for each card and sku. Which
// entries a card has, with a copy of their sums and skus to choose the ten best by, is derived.

struct ProductShelf {
    private typealias Shelf = CardProducts

    /// How to undo one change of a shelf.
    private struct Note {
        var shelf: Shelf
        var index: Int
        /// Nil where the product was not there.
        var before: (units: Int64, net: Int64)?
    }

    private var shelves: [StateKey: Shelf] = [:]
    /// An attribution's products come one after the other for one card.
    private var last: (card: StateKey, shelf: Shelf)?
    private var notes: [Note] = []
    /// Of the attribution's products.
    private var keys: [StateKey] = []
    private let packed = StateWriter()

    init(_ store: StateTable) {
        store.forEach { key, bytes in
            guard let product = ProductLayout(reading: bytes) else { return }
            let card = StateKey(high: product.card.high, low: product.card.low)
            let shelf = shelf(card)
            let index = shelf.append(key, sku: product.sku)
            shelf.set(index, units: product.units, net: product.net)
        }
    }

    /// Adds an attribution's products to a card.
    /// - Parameter sku: lends the bytes of a product's sku.
    mutating func add(
        _ products: [Product], to card: StateKey, _ store: StateTable,
        sku: (Product) -> UnsafeRawBufferPointer
    ) {
        keys.removeAll(keepingCapacity: true)
        for product in products {
            let key = productKey(card, sku(product))
            store.prefetch(key)
            keys.append(key)
        }
        for key in keys { store.prefetchValue(of: key) }
        for (key, product) in zip(keys, products) {
            add(product, key, sku: sku(product), to: card, store)
        }
    }

    private mutating func add(
        _ product: Product, _ key: StateKey, sku: UnsafeRawBufferPointer, to card: StateKey,
        _ store: StateTable
    ) {
        var bytes = store.mutableValue(of: key)
        if bytes == nil {
            ProductLayout.make(card: (card.high, card.low), sku: sku, into: packed)
            store.set(key, packed.bytes)
            bytes = store.mutableValue(of: key)
        }
        guard let bytes, let kept = ProductLayout(bytes) else { return }
        kept.add(units: product.units, net: product.net)
        let shelf = shelf(card)
        if let index = shelf.index(of: key) {
            notes.append(Note(shelf: shelf, index: index, before: shelf.sums(index)))
            shelf.set(index, units: kept.units, net: kept.net)
        } else {
            let index = shelf.append(key, sku: sku)
            notes.append(Note(shelf: shelf, index: index, before: nil))
            shelf.set(index, units: kept.units, net: kept.net)
        }
    }

    /// Hands over the card's ten best by net, then sku; those whose sums are zero are gone.
    func forEachBest(
        of card: StateKey,
        _ body: (_ sku: UnsafeRawBufferPointer, _ units: Int64, _ net: Int64) -> Void
    ) {
        shelves[card]?.forEachBest(body)
    }

    mutating func committed() { notes.removeAll(keepingCapacity: true) }

    mutating func rolledBack() {
        for note in notes.reversed() {
            if let before = note.before {
                note.shelf.set(note.index, units: before.units, net: before.net)
            } else {
                note.shelf.removeLast()
            }
        }
        notes.removeAll(keepingCapacity: true)
    }

    private mutating func shelf(_ card: StateKey) -> Shelf {
        if let last, last.card.low == card.low, last.card.high == card.high {
            return last.shelf
        }
        let shelf = shelves[card] ?? Shelf()
        if shelf.isEmpty { shelves[card] = shelf }
        last = (card, shelf)
        return shelf
    }

    private func productKey(_ card: StateKey, _ sku: UnsafeRawBufferPointer) -> StateKey {
        let product = Hash.key128(sku)
        let hash = Hash.key128((card.high, card.low), product.high, product.low)
        return StateKey(high: hash.high, low: hash.low)
    }
}
