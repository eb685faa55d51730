// From a table's changes to the records of the state topic. The memory is used again for each
// block.
internal import CXXHash

/// Gathers one block, then cuts it into chunks.
package struct BlockWriter: ~Copyable {
    private var entries = ByteArena()
    private var block = ByteArena()
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
        header.encode(into: &block)
        _ = block.append(entries.bytes(at: 0, count: entries.count))
        let whole = block.bytes(at: 0, count: block.count)
        let checksum = XXH3_64bits(whole.baseAddress, whole.count)
        let count = (whole.count + BlockChunk.capacity - 1) / BlockChunk.capacity
        for index in 0..<count {
            let start = index * BlockChunk.capacity
            let end = min(start + BlockChunk.capacity, whole.count)
            chunk.removeAll()
            BlockChunk(
                number: header.number, index: UInt32(index), count: UInt32(count),
                length: UInt64(whole.count), checksum: checksum
            ).encode(into: &chunk)
            _ = chunk.append(UnsafeRawBufferPointer(rebasing: whole[start..<end]))
            try body(chunk.bytes(at: 0, count: chunk.count))
        }
        return count
    }

    package mutating func removeAll() {
        entries.removeAll()
        block.removeAll()
    }
}
