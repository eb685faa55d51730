import Glibc
import Streams
import Testing

struct BlockTests {
    typealias Entry = (key: StateKey, value: [UInt8]?)

    static func header(_ number: Int64 = 7) -> BlockHeader {
        var sweep = SweepProgress()
        sweep.number = 3
        sweep.cursor = StateKey(high: 5, low: 6)
        sweep.begunAt = 1234
        sweep.loggedBytes = 99
        return BlockHeader(
            number: number, writer: "app-count-host-0",
            positions: [
                BlockPosition(topic: "a", partition: 2, offset: 17),
                BlockPosition(topic: "b", partition: 2, offset: 0),
            ],
            globals: [BlockPosition(topic: "rules", partition: 0, offset: 4)],
            registers: [1, -2, 3, .min, .max, 0, 0, 8], sweep: sweep,
            slice: SweepSlice(from: .lowest, to: StateKey(high: 5, low: 6)),
            digest: StateDigest(count: 10, hash: 11))
    }

    /// Values of every sort: empty, odd lengths, all zeros, full, mixed.
    static func entries(_ count: Int, seed: UInt64) -> [Entry] {
        var random = SeededNumbers(seed: seed)
        return (0..<count).map { _ in
            let key = StateKey(high: random.next(), low: random.next())
            let length = Int.random(in: 0..<200, using: &random)
            let share = Int.random(in: 0...4, using: &random)
            switch share {
            case 0: return (key, nil)
            case 1: return (key, Array(repeating: 0, count: length))
            default:
                return (
                    key,
                    (0..<length).map {
                        ($0 / 8) % share == 0 ? UInt8.random(in: 0...255, using: &random) : 0
                    }
                )
            }
        }
    }

    static func chunks(_ header: BlockHeader, _ entries: [Entry]) throws -> [[UInt8]] {
        var writer = BlockWriter()
        for entry in entries {
            if let value = entry.value {
                value.withUnsafeBytes { writer.append(entry.key, $0) }
            } else {
                writer.append(entry.key, nil)
            }
        }
        var chunks: [[UInt8]] = []
        let count = try writer.finish(header) { chunks.append(Array($0.bytes)) }
        #expect(count == chunks.count)
        return chunks
    }

    static func read(
        _ chunks: [[UInt8]]
    ) throws(DamagedBytes) -> [(header: BlockHeader, entries: [Entry])] {
        var reader = BlockReader()
        var blocks: [(BlockHeader, [Entry])] = []
        for chunk in chunks {
            var failure: DamagedBytes?
            chunk.withUnsafeBytes { bytes in
                do throws(DamagedBytes) {
                    guard let header = try reader.take(bytes) else { return }
                    var entries: [Entry] = []
                    try reader.forEachEntry { entries.append(($0, $1.map(Array.init))) }
                    blocks.append((header, entries))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
        }
        return blocks
    }

    @Test(arguments: 0..<8) func `what is written is read again`(seed: UInt64) throws {
        let entries = Self.entries(300, seed: seed)
        let blocks = try Self.read(Self.chunks(Self.header(), entries))
        #expect(blocks.count == 1)
        #expect(blocks[0].header == Self.header())
        #expect(blocks[0].entries.map(\.key) == entries.map(\.key))
        #expect(blocks[0].entries.map(\.value) == entries.map(\.value))
    }

    @Test func `a value that is mostly zeros takes little room`() throws {
        var value = Array(repeating: UInt8(0), count: 400)
        value[80] = 7
        let chunks = try Self.chunks(
            Self.header(), [(StateKey(high: 1, low: 2), value)])
        let bare = try Self.chunks(Self.header(), [])
        #expect(chunks[0].count - bare[0].count < 40)
    }

    @Test(arguments: 0...6)
    func `a value is packed where that saves two words or more`(zeros: Int) throws {
        let value = (0..<400).map { $0 / 8 % 8 == 3 && $0 / 64 < zeros ? UInt8(0) : 7 }
        let chunks = try Self.chunks(Self.header(), [(StateKey(high: 1, low: 2), value)])
        let bare = try Self.chunks(Self.header(), [])
        // 50 words, each with a bit that says whether it is there.
        let size = zeros < 3 ? 400 : 7 + 8 * (50 - zeros)
        #expect(chunks[0].count - bare[0].count == 18 + size)
        #expect(try Self.read(chunks)[0].entries.map(\.value) == [value])
    }

    @Test
    func `invariant 3: a block larger than a record may be goes in chunks of at most 512 KiB`()
        throws
    {
        let entries = Self.entries(40_000, seed: 1)
        let chunks = try Self.chunks(Self.header(), entries)
        #expect(chunks.count > 2)
        #expect(chunks.allSatisfy { $0.count <= 512 << 10 + 64 })
        let blocks = try Self.read(chunks)
        #expect(blocks[0].entries.map(\.value) == entries.map(\.value))
    }

    @Test func `an entry may be larger than a chunk, and a block end with a chunk`() throws {
        let large =
            Self.entries(3, seed: 1) + [
                (StateKey(high: 1, low: 2), Array(repeating: 7, count: 1_300_000)),
                (StateKey(high: 3, low: 4), [1, 2, 3]),
            ]
        #expect(
            try Self.read(Self.chunks(Self.header(), large))[0].entries.map(\.value)
                == large.map(\.value))
        let chunk = 512 << 10
        for count in stride(from: chunk - 300, to: chunk - 10, by: 7) {
            let entry = (StateKey(high: 5, low: 6), Array(repeating: UInt8(9), count: count))
            let chunks = try Self.chunks(Self.header(), [entry])
            #expect(chunks.allSatisfy { $0.count <= chunk + 40 })
            #expect(try Self.read(chunks)[0].entries[0].value == entry.1)
        }
    }

    @Test func `a writer that goes on after a block of any size starts anew`() throws {
        var writer = BlockWriter()
        for count in [3, 40_000, 0, 2, 5_000] {
            let entries = Self.entries(count, seed: UInt64(count))
            for entry in entries {
                entry.value.map { $0.withUnsafeBytes { writer.append(entry.key, $0) } }
                    ?? writer.append(entry.key, nil)
            }
            var chunks: [[UInt8]] = []
            _ = try writer.finish(Self.header()) { chunk in
                chunks.append(Array(chunk.bytes))
                // As a sink does that takes the bytes over.
                if chunk.count > 1000 {
                    free(chunk.start)
                    chunk.giveAway()
                }
            }
            #expect(try Self.read(chunks)[0].entries.map(\.key) == entries.map(\.key))
        }
    }

    @Test func `a log that begins amid a block is read from the next one on`() throws {
        let first = try Self.chunks(Self.header(1), Self.entries(40_000, seed: 1))
        let second = try Self.chunks(Self.header(2), Self.entries(10, seed: 2))
        let blocks = try Self.read(Array(first.dropFirst()) + second)
        #expect(blocks.map(\.header.number) == [2])
    }

    @Test func `a missing chunk, chunks of two blocks and a wrong checksum are refused`() throws {
        let first = try Self.chunks(Self.header(1), Self.entries(40_000, seed: 1))
        let second = try Self.chunks(Self.header(2), Self.entries(40_000, seed: 2))
        #expect(throws: DamagedBytes.self) { try Self.read([first[0]] + first[2...]) }
        #expect(throws: DamagedBytes.self) { try Self.read([first[0]] + second[1...]) }
        var damaged = first
        damaged[1][70_000] ^= 1
        #expect(throws: DamagedBytes.self) { try Self.read(damaged) }
    }

    @Test(arguments: 0..<40) func `no bytes trap the reader`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        for _ in 0..<200 {
            var chunks = try Self.chunks(Self.header(), Self.entries(5, seed: seed))
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<chunks[0].count, using: &random)
                chunks[0][place] = UInt8.random(in: 0...255, using: &random)
            }
            chunks[0].removeLast(Int.random(in: 0..<chunks[0].count, using: &random) / 3)
            _ = try? Self.read(chunks)
            // Behind a checksum that is right the entries are read, whatever they are.
            Self.readDamagedEntries(&random)
        }
    }

    private static func readDamagedEntries(_ random: inout SeededNumbers) {
        let noise = (0..<Int.random(in: 0..<90, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        var scratch = ByteArena()
        noise.withUnsafeBytes { try? BlockEntries.forEach(in: $0, scratch: &scratch) { _, _ in } }
    }
}
