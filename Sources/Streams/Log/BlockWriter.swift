// From a table's changes to the records of the state topic.
internal import CXXHash

/// Gathers one block, then hands over the records that it is cut into.
package struct BlockWriter: ~Copyable {
    private var entries = EntryChunks()
    private var head = ByteArena()

    package init() {}

    /// Bytes of the entries gathered.
    package var entryBytes: Int { entries.byteCount }

    package mutating func append(_ key: StateKey, _ value: UnsafeRawBufferPointer?) {
        entries.append(key, value)
    }

    /// Ends the block and hands its chunks over, in order. Returns how many there were. What fits
    /// in one chunk is put together in one; of a larger block the header is a chunk of its own, and
    /// the entries go as they lie.
    package mutating func finish(
        _ header: BlockHeader, _ body: (OwnedBytes) throws(StreamError) -> Void
    ) throws(StreamError) -> Int {
        head.removeAll()
        header.encode(into: &head)
        let length = head.count + entries.byteCount
        var parts = [head.bytes(at: 0, count: head.count)]
        for index in entries.chunks.indices { parts.append(entries.seal(index)) }
        let isOne = length <= BlockChunk.capacity
        var chunk = BlockChunk(
            number: header.number, index: 0, count: isOne ? 1 : UInt32(parts.count),
            length: UInt64(length), checksum: BlockWriter.checksum(of: parts))
        try body(record(chunk, isOne ? parts : [parts[0]]))
        guard !isOne else {
            entries.rewind()
            return 1
        }
        defer { entries.removeAll() }
        for lying in entries.chunks {
            chunk.index += 1
            chunk.encode(to: lying.start)
            try body(lying)
        }
        return parts.count
    }

    /// A chunk put together of copies.
    private func record(_ chunk: BlockChunk, _ parts: [UnsafeRawBufferPointer]) -> OwnedBytes {
        let record = OwnedBytes(
            capacity: BlockChunk.headerCount + parts.reduce(0) { $0 + $1.count })
        chunk.encode(to: record.start)
        record.count = BlockChunk.headerCount
        for part in parts where part.count > 0 { record.append(part) }
        return record
    }

    /// XXH3 of the parts as one: what the reader finds of the block it has put together.
    private static func checksum(of parts: [UnsafeRawBufferPointer]) -> UInt64 {
        guard let state = XXH3_createState() else { preconditionFailure("out of memory") }
        defer { XXH3_freeState(state) }
        XXH3_64bits_reset(state)
        for part in parts { XXH3_64bits_update(state, part.baseAddress, part.count) }
        return XXH3_64bits_digest(state)
    }

    package mutating func removeAll() { entries.removeAll() }
}
