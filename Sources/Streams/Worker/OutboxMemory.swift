// How an outbox keeps its records: bytes in one arena, and where each record's lie.

struct OutboxMemory: ~Copyable {
    struct Entry {
        var output: Int32
        var partition: Int32
        var start: Int
        /// -1 is null.
        var keyCount: Int32
        var valueCount: Int32
        /// Index into `headers`, -1 for none.
        var headers: Int32
    }

    private var arena = ByteArena()
    private(set) var entries: [Entry] = []
    private(set) var headers: [[RecordHeader]] = []

    init() {}

    var byteCount: Int { arena.count }

    mutating func append(
        output: Int32, partition: Int32, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader]
    ) {
        var entry = Entry(
            output: output, partition: partition, start: arena.count, keyCount: -1,
            valueCount: -1, headers: -1)
        if let key {
            _ = arena.append(key)
            entry.keyCount = Int32(key.count)
        }
        if let value {
            _ = arena.append(value)
            entry.valueCount = Int32(value.count)
        }
        if !headers.isEmpty {
            entry.headers = Int32(self.headers.count)
            self.headers.append(headers)
        }
        entries.append(entry)
    }

    mutating func removeAll() {
        arena.removeAll()
        entries.removeAll(keepingCapacity: true)
        headers.removeAll(keepingCapacity: true)
    }

    func key(of entry: Entry) -> UnsafeRawBufferPointer? {
        entry.keyCount < 0 ? nil : arena.bytes(at: entry.start, count: Int(entry.keyCount))
    }

    func value(of entry: Entry) -> UnsafeRawBufferPointer? {
        guard entry.valueCount >= 0 else { return nil }
        let start = entry.start + Int(max(0, entry.keyCount))
        return arena.bytes(at: start, count: Int(entry.valueCount))
    }

    func headers(of entry: Entry) -> [RecordHeader] {
        entry.headers < 0 ? [] : headers[Int(entry.headers)]
    }
}
