// From a table's changes to the records of the state topic. The memory is used again for each
// block.
internal import CXXHash

/// Gathers one block, then cuts it into chunks.
package struct BlockWriter: ~Copyable {
    private var entries = ByteArena()
    private var head = ByteArena()
    private var chunk = ByteArena()

    package init() {}

    /// Bytes of the entries gathered.
    package var entryBytes: Int { entries.count }

    package mutating func append(_ key: StateKey, _ value: UnsafeRawBufferPointer?) {
        BlockEntries.append(key, value, to: &entries)
    }

    /// Ends the block and hands its chunks over, in order. Returns how many there were.
    package mutating func finish(
        _ header: BlockHeader, _ body: (UnsafeRawBufferPointer) throws(StreamError) -> Void
    ) throws(StreamError) -> Int {
        defer { removeAll() }
        header.encode(into: &head)
        let parts = [
            head.bytes(at: 0, count: head.count), entries.bytes(at: 0, count: entries.count),
        ]
        let length = head.count + entries.count
        let checksum = BlockWriter.checksum(of: parts)
        let count = (length + BlockChunk.capacity - 1) / BlockChunk.capacity
        for index in 0..<count {
            let start = index * BlockChunk.capacity
            let end = min(start + BlockChunk.capacity, length)
            chunk.removeAll()
            BlockChunk(
                number: header.number, index: UInt32(index), count: UInt32(count),
                length: UInt64(length), checksum: checksum
            ).encode(into: &chunk)
            var offset = 0
            for part in parts {
                let (from, to) = (max(start, offset), min(end, offset + part.count))
                if from < to {
                    _ = chunk.append(
                        UnsafeRawBufferPointer(rebasing: part[from - offset..<to - offset]))
                }
                offset += part.count
            }
            try body(chunk.bytes(at: 0, count: chunk.count))
        }
        return count
    }

    /// XXH3 of the parts as one: what the reader finds of the block it has put together.
    private static func checksum(of parts: [UnsafeRawBufferPointer]) -> UInt64 {
        guard let state = XXH3_createState() else { preconditionFailure("out of memory") }
        defer { XXH3_freeState(state) }
        XXH3_64bits_reset(state)
        for part in parts { XXH3_64bits_update(state, part.baseAddress, part.count) }
        return XXH3_64bits_digest(state)
    }

    package mutating func removeAll() {
        entries.removeAll()
        head.removeAll()
    }
}
