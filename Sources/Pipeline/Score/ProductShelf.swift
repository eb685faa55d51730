import Codec
import Promo
import Streams

// The products of the scorecards. Their sums are state, an entry for each card and sku. Which skus
// a card has, and its ten best, is derived.
//
// What attributions bring is noted first and added to the state in one go, before the transaction
// commits: the entries lie anywhere in memory, and many can be asked for at once.

struct ProductShelf: ~Copyable {
    private struct Card {
        var best = BestProducts()
        /// Its last link, -1 without any.
        var last: Int32 = -1
    }

    /// That a card has a product. A card's links hang together, the newest first.
    private struct Link {
        var card: Int32
        var sku: Int32
        var before: Int32
    }

    private struct Change {
        var card: Int32
        var sku: Int32
        var units: Int64
        var net: Int64
    }

    private var skus = Skus()
    private var numbers = HashNumbers()
    private var cards: ContiguousArray<Card> = []
    private var cardKeys: ContiguousArray<StateKey> = []
    private var links: ContiguousArray<Link> = []
    private var linksAtCommit = 0
    /// Of the running transaction, each under the key of its product.
    private var changes: ContiguousArray<Change> = []
    private var keys: [StateKey] = []
    /// So many of them are in the state.
    private var settled = 0
    private let packed = StateWriter()
    /// What `best` lends.
    private let best = UnsafeMutablePointer<ScorecardWriter.Product>.allocate(
        capacity: BestProducts.most)

    deinit { best.deallocate() }

    init(_ store: StateTable) {
        store.forEach { _, bytes in
            guard let product = ProductLayout(reading: bytes) else { return }
            let card = number(of: StateKey(high: product.card.high, low: product.card.low))
            let sku = skus.number(of: product.sku)
            link(card, sku)
            cards[Int(card)].best.put(
                BestProducts.Product(sku: sku, units: product.units, net: product.net), skus)
        }
        linksAtCommit = links.count
    }

    /// An attribution's products will probably be noted on the card.
    func expect(_ card: StateKey) { numbers.prefetch(card) }

    /// The card's best will probably be asked for; `expect` was called some time ago.
    func expectBest(of card: StateKey) {
        let number = numbers.find(card)
        if number >= 0 { prefetch(number) }
    }

    /// Notes an attribution's products on a card.
    /// - Parameter sku: lends the bytes of a product's sku.
    mutating func note(
        _ products: [Product], on card: StateKey, sku: (Product) -> UnsafeRawBufferPointer
    ) {
        if products.isEmpty { return }
        let number = number(of: card)
        for product in products {
            let sku = skus.number(of: sku(product))
            keys.append(skus.key(of: sku, on: card))
            changes.append(
                Change(card: number, sku: sku, units: product.units, net: product.net))
        }
    }

    /// Adds what was noted to the state.
    mutating func settle(in store: StateTable) {
        for index in settled..<changes.count {
            StateLookahead.prefetch(keys, after: index, in: store)
            if index + 4 < changes.count { prefetch(Int(changes[index + 4].card)) }
            settle(changes[index], keys[index], in: store)
        }
        settled = changes.count
    }

    private func prefetch(_ card: Int) {
        cards.withUnsafeBufferPointer { cards in
            guard let start = cards.baseAddress else { return }
            Prefetch.lines(start + card, count: MemoryLayout<Card>.stride)
        }
    }

    private mutating func settle(_ change: Change, _ key: StateKey, in store: StateTable) {
        var bytes = store.mutableValue(of: key)
        if bytes == nil {
            link(change.card, change.sku)
            let card = cardKeys[Int(change.card)]
            ProductLayout.make(
                card: (card.high, card.low), sku: skus.bytes(of: change.sku), into: packed)
            store.set(key, packed.bytes)
            bytes = store.mutableValue(of: key)
        }
        guard let bytes, let product = ProductLayout(bytes) else { return }
        product.add(units: change.units, net: change.net)
        cards[Int(change.card)].best.put(
            BestProducts.Product(sku: change.sku, units: product.units, net: product.net), skus)
    }

    /// The card's ten best by net, then sku; those whose sums are zero are gone. Valid until
    /// another card's are asked for, or an attribution comes.
    mutating func best(
        of card: StateKey, in store: StateTable
    ) -> UnsafeBufferPointer<ScorecardWriter.Product> {
        let number = numbers.find(card)
        guard number >= 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
        if cards[number].best.isDrained { fill(number, in: store) }
        let count = cards[number].best.publishedCount
        for place in 0..<count {
            let product = cards[number].best[place]
            best[place] = ScorecardWriter.Product(
                sku: skus.bytes(of: product.sku), units: product.units, net: product.net)
        }
        return UnsafeBufferPointer(start: best, count: count)
    }

    /// All products of the card are looked at.
    private mutating func fill(_ card: Int, in store: StateTable) {
        cards[card].best = BestProducts()
        var link = cards[card].last
        while link >= 0 {
            let sku = links[Int(link)].sku
            if let bytes = store.value(of: skus.key(of: sku, on: cardKeys[card])),
                let product = ProductLayout(reading: bytes)
            {
                cards[card].best.put(
                    BestProducts.Product(sku: sku, units: product.units, net: product.net), skus)
            }
            link = links[Int(link)].before
        }
    }

    mutating func committed() {
        linksAtCommit = links.count
        forgetChanges()
    }

    /// The sums were undone in the store.
    mutating func rolledBack() {
        for change in changes[..<settled] { cards[Int(change.card)].best.drain() }
        while links.count > linksAtCommit {
            let link = links.removeLast()
            cards[Int(link.card)].last = link.before
        }
        forgetChanges()
    }

    private mutating func forgetChanges() {
        changes.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        settled = 0
    }

    private mutating func number(of card: StateKey) -> Int32 {
        let number = numbers.number(card)
        if number == cards.count {
            cards.append(Card())
            cardKeys.append(card)
        }
        return Int32(number)
    }

    private mutating func link(_ card: Int32, _ sku: Int32) {
        links.append(Link(card: card, sku: sku, before: cards[Int(card)].last))
        cards[Int(card)].last = Int32(links.count - 1)
    }
}
