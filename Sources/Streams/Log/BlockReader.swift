// From the records of the state topic back to whole blocks. Nothing is applied before the checksum
// of the whole block agrees; no bytes trap.
internal import CXXHash

/// Puts chunks together to whole blocks.
package struct BlockReader: ~Copyable {
    private var gathered = ByteArena()
    private var scratch = ByteArena()
    private var next: UInt32 = 0
    private var first: BlockChunk?
    private var entries = UnsafeRawBufferPointer(start: nil, count: 0)

    package init() {}

    /// Takes one record's value. Returns the header of the block that is whole with it, nil where
    /// chunks are still to come. A log that was trimmed may begin amid a block: that rest is passed
    /// over.
    package mutating func take(
        _ record: UnsafeRawBufferPointer
    ) throws(DamagedBytes) -> BlockHeader? {
        var cursor = ByteCursor(record)
        let chunk = try BlockChunk(from: &cursor)
        if first == nil, chunk.index > 0 { return nil }
        try check(chunk)
        let bytes = try cursor.bytes(cursor.left)
        if chunk.count > 1 { _ = gathered.append(bytes) }
        next += 1
        guard next == chunk.count else { return nil }
        next = 0
        let whole = chunk.count > 1 ? gathered.bytes(at: 0, count: gathered.count) : bytes
        guard UInt64(whole.count) == chunk.length,
            XXH3_64bits(whole.baseAddress, whole.count) == chunk.checksum
        else { throw DamagedBytes("the checksum of a state block is wrong") }
        cursor = ByteCursor(whole)
        let header = try BlockHeader(from: &cursor)
        guard header.number == chunk.number else { throw DamagedBytes("a block of two numbers") }
        entries = try cursor.bytes(cursor.left)
        return header
    }

    /// The entries of the block whose header `take` just returned, while its record is valid.
    package mutating func forEachEntry(
        _ body: (StateKey, UnsafeRawBufferPointer?) -> Void
    ) throws(DamagedBytes) {
        try BlockEntries.forEach(in: entries, scratch: &scratch, body)
    }

    private mutating func check(_ chunk: BlockChunk) throws(DamagedBytes) {
        guard chunk.index == next else { throw DamagedBytes("a chunk of a block is missing") }
        guard chunk.index > 0, let first else {
            gathered.removeAll()
            first = chunk
            return
        }
        guard first.number == chunk.number, first.count == chunk.count,
            first.checksum == chunk.checksum
        else { throw DamagedBytes("chunks of two blocks are mixed") }
    }
}
