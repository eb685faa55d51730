// A record of the state topic holds at most 512 KiB of a block; the broker's limit is 1 MB. Each
// chunk says which of how many it is, and the checksum of the whole.

struct BlockChunk {
    static let magic: UInt32 = 0x4b42_4c50  // "PLBK"
    static let version: UInt16 = 2
    static let headerCount = 40
    static let capacity = 512 << 10

    var number: Int64
    var index: UInt32
    var count: UInt32
    /// Bytes of the whole block, and their XXH3.
    var length: UInt64
    var checksum: UInt64

    /// Writes `headerCount` bytes to `out`.
    func encode(to out: UnsafeMutableRawPointer) {
        func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
            out.storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
        }
        put(BlockChunk.magic, at: 0)
        put(BlockChunk.version, at: 4)
        put(UInt16(0), at: 6)
        put(number, at: 8)
        put(index, at: 16)
        put(count, at: 20)
        put(length, at: 24)
        put(checksum, at: 32)
    }

    init(number: Int64, index: UInt32, count: UInt32, length: UInt64, checksum: UInt64) {
        (self.number, self.index, self.count) = (number, index, count)
        (self.length, self.checksum) = (length, checksum)
    }

    init(from cursor: inout ByteCursor) throws(DamagedBytes) {
        guard try cursor.number(UInt32.self) == BlockChunk.magic else {
            throw DamagedBytes("no state block")
        }
        guard try cursor.number(UInt16.self) == BlockChunk.version else {
            throw DamagedBytes("a state block of another format version")
        }
        _ = try cursor.number(UInt16.self)
        number = try cursor.number()
        index = try cursor.number()
        count = try cursor.number()
        length = try cursor.number()
        checksum = try cursor.number()
        guard index < count else { throw DamagedBytes("a chunk behind the last one") }
    }
}
