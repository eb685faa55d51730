// What a transaction changed in a table, and the values before: side by side in the order of first
// change, so that taking note of one touches no memory but the entry's own.

/// Each entry that the running transaction changed, once, as it was before.
struct StateUndo: ~Copyable {
    struct Entry {
        var key: StateKey
        /// Where the value lies in `values`, and its length; -1 where there was no such entry.
        fileprivate var start: Int
        fileprivate var length: Int
    }

    private var entries: [Entry] = []
    private var values = ByteArena()

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }

    subscript(place: Int) -> Entry {
        @inline(__always) get { entries[place] }
    }

    /// The value before; nil where there was none. Valid until the next note.
    @inline(__always)
    func value(_ place: Int) -> UnsafeRawBufferPointer? {
        let entry = entries[place]
        return entry.length < 0 ? nil : values.bytes(at: entry.start, count: entry.length)
    }

    mutating func note(_ key: StateKey, _ value: UnsafeRawBufferPointer) {
        entries.append(Entry(key: key, start: values.append(value), length: value.count))
    }

    mutating func noteNew(_ key: StateKey) {
        entries.append(Entry(key: key, start: 0, length: -1))
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        values.removeAll()
    }
}
