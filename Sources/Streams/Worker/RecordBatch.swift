// The records of the running transaction, copied: a record as it was polled pins the client's whole
// fetch buffer, and after an abort the same records are applied again.

struct RecordBatch: ~Copyable {
    private struct Entry {
        var topic: Int32
        var partition: Int32
        var offset: Int64
        var timestamp: Int64
        var start: Int
        /// -1 is null.
        var keyCount: Int32
        var valueCount: Int32
    }

    private var arena = ByteArena()
    private var entries: [Entry] = []
    /// Entries before this one are committed.
    private var first = 0

    var count: Int { entries.count - first }

    mutating func append(_ record: Record) {
        var entry = Entry(
            topic: record.topic, partition: record.partition, offset: record.offset,
            timestamp: record.timestamp, start: arena.count, keyCount: -1, valueCount: -1)
        if let key = record.key {
            _ = arena.append(key)
            entry.keyCount = Int32(key.count)
        }
        if let value = record.value {
            _ = arena.append(value)
            entry.valueCount = Int32(value.count)
        }
        entries.append(entry)
    }

    /// A record of the batch; its bytes are valid until the batch changes.
    subscript(index: Int) -> Record {
        let entry = entries[first + index]
        let valueStart = entry.start + Int(max(0, entry.keyCount))
        return Record(
            topic: entry.topic, partition: entry.partition, offset: entry.offset,
            timestamp: entry.timestamp,
            key: entry.keyCount < 0
                ? nil : arena.bytes(at: entry.start, count: Int(entry.keyCount)),
            value: entry.valueCount < 0
                ? nil : arena.bytes(at: valueStart, count: Int(entry.valueCount)))
    }

    /// Asks for the bytes of a record that is looked at soon. They were copied in a poll of many
    /// records, and have left the nearest caches since.
    func prefetch(_ index: Int) {
        let entry = entries[first + index]
        let count = Int(max(0, entry.keyCount)) + Int(max(0, entry.valueCount))
        guard let start = arena.bytes(at: entry.start, count: count).baseAddress else { return }
        Prefetch.lines(start, count: count)
    }

    /// Drops the first `count` records, which are committed.
    mutating func removeFirst(_ count: Int) {
        first += count
        if first == entries.count { removeAll() }
    }

    mutating func removeAll() {
        arena.removeAll()
        entries.removeAll(keepingCapacity: true)
        first = 0
    }
}
