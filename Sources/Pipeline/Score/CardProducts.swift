import Streams

/// The products of one scorecard, side by side in memory: choosing the ten best looks up nothing.
final class CardProducts {
    private struct Entry {
        var units: Int64
        var net: Int64
        /// Where the sku is in `text`.
        var start: UInt32
        var count: UInt32
    }

    private static let best = 10

    private var keys: ContiguousArray<StateKey> = []
    private var entries: ContiguousArray<Entry> = []
    private var text: ContiguousArray<UInt8> = []
    /// Indices of the best, in order, as of the last time that they were asked for.
    private var ranking: ContiguousArray<Int32> = []
    private var isRanked = false

    var isEmpty: Bool { entries.isEmpty }

    func index(of key: StateKey) -> Int? {
        keys.withUnsafeBufferPointer { keys in
            for index in keys.indices where keys[index].low == key.low {
                if keys[index].high == key.high { return index }
            }
            return nil
        }
    }

    func append(_ key: StateKey, sku: UnsafeRawBufferPointer) -> Int {
        keys.append(key)
        entries.append(
            Entry(units: 0, net: 0, start: UInt32(text.count), count: UInt32(sku.count)))
        text.append(contentsOf: sku)
        return entries.count - 1
    }

    func sums(_ index: Int) -> (units: Int64, net: Int64) {
        (entries[index].units, entries[index].net)
    }

    func set(_ index: Int, units: Int64, net: Int64) {
        entries[index].units = units
        entries[index].net = net
        isRanked = false
    }

    func removeLast() {
        keys.removeLast()
        text.removeLast(Int(entries.removeLast().count))
        isRanked = false
    }

    /// Hands over the ten best by net, then sku; those whose sums are zero are gone.
    func forEachBest(
        _ body: (_ sku: UnsafeRawBufferPointer, _ units: Int64, _ net: Int64) -> Void
    ) {
        if !isRanked { rank() }
        text.withUnsafeBytes { text in
            for index in ranking {
                let entry = entries[Int(index)]
                body(sku(of: entry, in: text), entry.units, entry.net)
            }
        }
    }

    private func rank() {
        ranking.removeAll(keepingCapacity: true)
        text.withUnsafeBytes { text in
            entries.withUnsafeBufferPointer { entries in
                for index in entries.indices {
                    let entry = entries[index]
                    if entry.units == 0, entry.net == 0 { continue }
                    var place = ranking.count
                    while place > 0, isBetter(entry, entries[Int(ranking[place - 1])], text) {
                        place -= 1
                    }
                    guard place < CardProducts.best else { continue }
                    if ranking.count == CardProducts.best { ranking.removeLast() }
                    ranking.insert(Int32(index), at: place)
                }
            }
        }
        isRanked = true
    }

    @inline(__always)
    private func isBetter(_ a: Entry, _ b: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
        guard a.net == b.net else { return a.net > b.net }
        return sku(of: a, in: text).lexicographicallyPrecedes(sku(of: b, in: text))
    }

    private func sku(of entry: Entry, in text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let start = Int(entry.start)
        return UnsafeRawBufferPointer(rebasing: text[start..<start + Int(entry.count)])
    }
}
