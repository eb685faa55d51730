// A block is what one transaction of a task adds to its state log. The header says which
// transaction it was and what belongs to it; the entries follow.

/// Everything in a block but its entries.
package struct BlockHeader: Equatable, Sendable {
    /// The task's transaction number: one more than the block before it.
    package var number: Int64
    /// The transactional id that wrote it: whom to fence when its next transaction stays open.
    package var writer: String
    /// The next offsets to read, of every input of the task's partition.
    package var positions: [BlockPosition]
    /// How far the writer had read the global topics.
    package var globals: [BlockPosition]
    package var registers: [Int64]
    /// As it is after this block.
    package var sweep: SweepProgress
    package var slice: SweepSlice?
    /// Count and hash of all entries of the task after this block.
    package var digest: StateDigest

    package init(
        number: Int64, writer: String, positions: [BlockPosition], globals: [BlockPosition] = [],
        registers: [Int64], sweep: SweepProgress = SweepProgress(), slice: SweepSlice? = nil,
        digest: StateDigest
    ) {
        self.number = number
        self.writer = writer
        self.positions = positions
        self.globals = globals
        self.registers = registers
        self.sweep = sweep
        self.slice = slice
        self.digest = digest
    }
}

package struct BlockPosition: Equatable, Sendable {
    package var topic: String
    package var partition: Int32
    package var offset: Int64

    package init(topic: String, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

extension BlockHeader {
    func encode(into arena: inout ByteArena) {
        arena.append(number: number)
        arena.append(text: writer)
        for list in [positions, globals] {
            arena.append(number: UInt16(list.count))
            for position in list {
                arena.append(text: position.topic)
                arena.append(number: position.partition)
                arena.append(number: position.offset)
            }
        }
        arena.append(number: UInt16(registers.count))
        for register in registers { arena.append(number: register) }
        arena.append(number: sweep.number)
        arena.append(optional: sweep.cursor)
        arena.append(number: sweep.begunAt)
        arena.append(number: sweep.loggedBytes)
        arena.append(optional: slice?.from)
        arena.append(optional: slice?.to)
        arena.append(number: digest.count)
        arena.append(number: digest.hash)
    }

    init(from cursor: inout ByteCursor) throws(DamagedBytes) {
        number = try cursor.number()
        writer = try cursor.text()
        positions = try BlockHeader.positions(from: &cursor)
        globals = try BlockHeader.positions(from: &cursor)
        registers = []
        for _ in 0..<(try cursor.number(UInt16.self)) { registers.append(try cursor.number()) }
        sweep = SweepProgress()
        sweep.number = try cursor.number()
        sweep.cursor = try cursor.optionalKey()
        sweep.begunAt = try cursor.number()
        sweep.loggedBytes = try cursor.number()
        let (from, to) = (try cursor.optionalKey(), try cursor.optionalKey())
        slice = from.map { SweepSlice(from: $0, to: to) }
        digest = StateDigest(count: try cursor.number(), hash: try cursor.number())
    }

    private static func positions(
        from cursor: inout ByteCursor
    ) throws(DamagedBytes) -> [BlockPosition] {
        var list: [BlockPosition] = []
        for _ in 0..<(try cursor.number(UInt16.self)) {
            list.append(
                BlockPosition(
                    topic: try cursor.text(), partition: try cursor.number(),
                    offset: try cursor.number()))
        }
        return list
    }
}

extension ByteArena {
    fileprivate mutating func append(optional key: StateKey?) {
        append(number: UInt8(key == nil ? 0 : 1))
        if let key { append(key: key) }
    }
}

extension ByteCursor {
    fileprivate mutating func optionalKey() throws(DamagedBytes) -> StateKey? {
        try number(UInt8.self) == 0 ? nil : try key()
    }
}
