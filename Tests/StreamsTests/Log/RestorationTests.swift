import Simulation
import Streams
import Testing

struct RestorationTests {
    private static let topic = "state"

    /// A log of one partition with these blocks, and what a restore makes of it.
    private func restore(
        _ blocks: [(header: BlockHeader, entries: [BlockTests.Entry])]
    ) throws -> (table: StateTable, restored: Restored?) {
        let broker = SimulatedBroker()
        broker.createTopic(Self.topic, partitions: 1)
        for block in blocks {
            for chunk in try BlockTests.chunks(block.header, block.entries) {
                broker.append(Self.topic, partition: 0, key: nil, value: chunk)
            }
        }
        let reader = try broker.makeLogReader()
        let table = StateTable()
        let restored = try Restoration(reader: reader, topic: Self.topic, partition: 0).run(
            into: table, to: reader.highWatermark(topic: Self.topic, partition: 0)
        ) { _ in true }
        return (table, restored)
    }

    private func header(_ number: Int64, _ digest: StateDigest) -> BlockHeader {
        BlockHeader(
            number: number, writer: "w", positions: [], registers: [number, 0, 0, 0, 0, 0, 0, 9],
            digest: digest)
    }

    private func digest(_ entries: [BlockTests.Entry]) -> StateDigest {
        let table = StateTable()
        for (key, value) in entries { value?.withUnsafeBytes { table.load(key, $0) } }
        return table.finishLoading(registers: Array(repeating: 0, count: 8))
    }

    private let one: [BlockTests.Entry] = [(StateKey(high: 1, low: 1), [1, 2, 3])]
    private let two: [BlockTests.Entry] = [(StateKey(high: 2, low: 2), [4])]

    @Test func `an empty log is an empty table`() throws {
        let (table, restored) = try restore([])
        #expect(restored?.header == nil)
        #expect(restored?.logEnd == 0)
        #expect(table.count == 0)
    }

    @Test func `the last block wins, and its registers are the table's`() throws {
        let gone: [BlockTests.Entry] = [(StateKey(high: 1, low: 1), nil)] + two
        let (table, restored) = try restore([
            (header(1, digest(one)), one), (header(2, digest(two)), gone),
        ])
        #expect(restored?.header?.number == 2)
        #expect(table.count == 1)
        #expect(table.register(0) == 2)
        #expect(table.digest == digest(two))
    }

    @Test func `invariant 4: a table that is not what the last block says is refused`() throws {
        #expect(throws: StreamError.self) { try restore([(header(1, digest(two)), one)]) }
        #expect(throws: StreamError.self) {
            try restore([(header(1, StateDigest(count: 1, hash: digest(one).hash ^ 1)), one)])
        }
    }

    @Test func `invariant 2: a number that does not follow is refused`() throws {
        for number in [Int64(1), 3] {
            #expect(throws: StreamError.self) {
                try restore([(header(1, digest(one)), one), (header(number, digest(one)), one)])
            }
        }
    }

    @Test func `what is no block at all is refused, with a way out`() throws {
        let broker = SimulatedBroker()
        broker.createTopic(Self.topic, partitions: 1)
        broker.append(Self.topic, partition: 0, key: nil, value: [1, 2, 3])
        let reader = try broker.makeLogReader()
        let error = #expect(throws: StreamError.self) {
            try Restoration(reader: reader, topic: Self.topic, partition: 0)
                .run(into: StateTable(), to: 1) { _ in true }
        }
        #expect(error?.message.contains("plaudit reset") == true)
    }
}
