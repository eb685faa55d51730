// The entries of a block are written where they will be sent from: into the chunks that become
// records, each with room in front for what says which chunk of which block it is.

/// The entries of one block, cut into chunks.
struct EntryChunks: ~Copyable {
    private(set) var chunks: [OwnedBytes] = []
    /// Where the last chunk goes on, and how many bytes are left in it.
    private var next: UnsafeMutableRawPointer?
    private var room = 0
    /// An entry that may go over the end of its chunk.
    private var crossing = ByteArena()

    /// Bytes of all entries.
    var byteCount: Int { chunks.count * BlockChunk.capacity - room }

    mutating func append(_ key: StateKey, _ value: UnsafeRawBufferPointer?) {
        let most = BlockEntries.room(for: value)
        if let next, most <= room {
            let count = BlockEntries.write(key, value, to: next)
            precondition(count <= most, "more was written than there is room for")
            advance(by: count)
            return
        }
        crossing.removeAll()
        crossing.write(atMost: most) { BlockEntries.write(key, value, to: $0) }
        append(crossing.bytes(at: 0, count: crossing.count))
    }

    /// The entries in one chunk, which count as its bytes from now on, with the room in front.
    func seal(_ index: Int) -> UnsafeRawBufferPointer {
        let count = BlockChunk.capacity - (index == chunks.count - 1 ? room : 0)
        chunks[index].count = BlockChunk.headerCount + count
        return UnsafeRawBufferPointer(rebasing: chunks[index].bytes[BlockChunk.headerCount...])
    }

    /// Forgets the entries; the chunks were given away.
    mutating func removeAll() {
        chunks.removeAll(keepingCapacity: true)
        (next, room) = (nil, 0)
    }

    /// Forgets the entries and keeps the first chunk.
    mutating func rewind() {
        guard let first = chunks.first else { return }
        chunks.removeAll(keepingCapacity: true)
        use(first)
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if room == 0 {
                use(OwnedBytes(capacity: BlockChunk.headerCount + BlockChunk.capacity))
            }
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(room))
            next?.copyMemory(from: part.baseAddress!, byteCount: part.count)
            advance(by: part.count)
            rest = rest.dropFirst(part.count)
        }
    }

    private mutating func use(_ chunk: OwnedBytes) {
        chunks.append(chunk)
        next = chunk.start + BlockChunk.headerCount
        room = BlockChunk.capacity
    }

    @inline(__always)
    private mutating func advance(by count: Int) {
        next = next.map { $0 + count }
        room -= count
    }
}
