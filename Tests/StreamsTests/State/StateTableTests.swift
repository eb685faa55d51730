import Streams
import Testing

struct StateTableTests {
    /// What a table should be, in the plainest words.
    struct Model: Equatable {
        var entries: [StateKey: [UInt8]] = [:]
        var registers = Array(repeating: Int64(0), count: StateTable.registerCount)
    }

    static func contents(of table: StateTable) -> Model {
        var model = Model()
        var last: StateKey?
        table.forEach { key, value in
            if let last { #expect(last < key, "the walk is in ascending order") }
            last = key
            model.entries[key] = Array(value)
        }
        model.registers = (0..<StateTable.registerCount).map(table.register)
        return model
    }

    /// Keys that spread over the space, and ones that all collide at one home or at the end.
    static func key(_ shape: Int, _ random: inout some RandomNumberGenerator) -> StateKey {
        let low = UInt64.random(in: 0..<400, using: &random)
        switch shape {
        case 0: return StateKey(high: low &* 0x9e37_79b9_7f4a_7c15, low: low)
        case 1: return StateKey(high: 1 << 40, low: low)
        case 2: return StateKey(high: .max - low % 3, low: low)
        default: return StateKey(high: low / 7 << 50, low: low)
        }
    }

    @Test(arguments: 0..<4, 0..<6)
    func `random changes, commits and rollbacks leave what a dictionary would hold`(
        shape: Int, seed: UInt64
    ) {
        var random = SeededNumbers(seed: seed)
        let table = StateTable()
        var (committed, current) = (Model(), Model())
        for _ in 0..<2500 {
            let key = Self.key(shape, &random)
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<50:
                let count = Int.random(in: 0..<4, using: &random) == 0 ? 700 : 40
                let bytes = (0..<Int.random(in: 0..<count, using: &random)).map { _ in
                    UInt8.random(in: 0...3, using: &random)
                }
                bytes.withUnsafeBytes { table.set(key, $0) }
                current.entries[key] = bytes
            case 50..<70:
                let bytes = table.mutableValue(of: key)
                #expect((bytes == nil) == (current.entries[key] == nil))
                if let bytes, bytes.count > 0 {
                    bytes[0] = 9
                    current.entries[key]![0] = 9
                }
            case 70..<92:
                table.remove(key)
                current.entries[key] = nil
            case 92..<94:
                let index = Int.random(in: 0..<StateTable.registerCount, using: &random)
                let figure = Int64.random(in: -5...5, using: &random)
                table.setRegister(index, figure)
                current.registers[index] = figure
            case 94..<97:
                table.commit()
                committed = current
                expectDigestIsThatOfALoad(table)
            default:
                table.rollback()
                current = committed
                #expect(Self.contents(of: table) == current)
            }
            #expect(table.value(of: key).map(Array.init) == current.entries[key])
            #expect(table.count == current.entries.count)
        }
        #expect(Self.contents(of: table) == current)
        #expect(table.byteCount == current.entries.values.reduce(0) { $0 + $1.count })
    }

    private func expectDigestIsThatOfALoad(_ table: StateTable) {
        let other = StateTable()
        table.forEach { key, value in other.load(key, value) }
        #expect(other.finishLoading(registers: (0..<8).map(table.register)) == table.digest)
        #expect(table.digest.count == UInt64(table.count))
    }

    @Test func `each changed key is handed over once, with its last value`() {
        let table = StateTable()
        let (a, b, c) = (
            StateKey(high: 1, low: 1), StateKey(high: 2, low: 1), StateKey(high: 3, low: 1)
        )
        for key in [a, b] { [UInt8(1)].withUnsafeBytes { table.set(key, $0) } }
        table.commit()
        [UInt8(2)].withUnsafeBytes { table.set(a, $0) }
        [UInt8(3)].withUnsafeBytes { table.set(a, $0) }
        table.remove(b)
        [UInt8(4)].withUnsafeBytes { table.set(c, $0) }
        table.remove(c)
        var changes: [String] = []
        _ = table.forEachChange { key, value in
            changes.append("\(key.high): \(value.map { "\(Array($0))" } ?? "removed")")
        }
        #expect(changes.sorted() == ["1: [3]", "2: removed"])
    }

    @Test func `setting the bytes that are there already changes nothing`() {
        let table = StateTable()
        let key = StateKey(high: 7, low: 7)
        [UInt8(1), 2].withUnsafeBytes { table.set(key, $0) }
        table.commit()
        [UInt8(1), 2].withUnsafeBytes { table.set(key, $0) }
        #expect(!table.hasChanges)
    }

    @Test func `slices of a sweep meet every unchanged entry though the table grows meanwhile`() {
        var random = SeededNumbers(seed: 5)
        let table = StateTable()
        var expected: Set<StateKey> = []
        for _ in 0..<1000 {
            let key = StateKey(high: random.next(), low: random.next())
            [UInt8(1), 2, 3].withUnsafeBytes { table.set(key, $0) }
            expected.insert(key)
        }
        table.commit()
        var (met, cursor) = (Set<StateKey>(), Optional(StateKey.lowest))
        while let start = cursor {
            cursor = table.slice(from: start, budget: 200) { key, _ in met.insert(key) }
            for _ in 0..<50 {
                let key = StateKey(high: random.next(), low: random.next())
                [UInt8(4)].withUnsafeBytes { table.set(key, $0) }
            }
            table.commit()
        }
        #expect(expected.isSubset(of: met))
    }
}
