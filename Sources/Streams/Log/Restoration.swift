// From the state log back to a task's memory. Read from the log's start, never from a remembered
// offset, up to the high watermark as read_uncommitted sees it: the last owner's block was acked
// before its offsets were accepted, so it lies before that mark (design §3, invariants 4 and 5).

/// How far a restore is, for the caller's idle call.
package struct RestoreProgress: Sendable {
    package var blocks = 0
    package var entries = 0
    /// The transactional id of the last block read.
    package var writer: String?
}

/// The end of a restore.
package struct Restored {
    /// The last block; nil where the log is empty.
    package var header: BlockHeader?
    /// The position behind the last record.
    package var logEnd: Int64
}

package struct Restoration {
    private let reader: any LogReader
    private let topic: String
    private let partition: Int32

    package init(reader: any LogReader, topic: String, partition: Int32) {
        self.reader = reader
        self.topic = topic
        self.partition = partition
    }

    /// Fills `table` up to the log offset `end`. `idle` is called at least each 100 ms and returns
    /// false to stop; nil then. Throws `.fatal` where the log is damaged or does not hold the
    /// whole.
    package func run(
        into table: StateTable, to end: Int64, idle: (RestoreProgress) -> Bool
    ) throws(StreamError) -> Restored? {
        while true {
            table.removeAll()
            let start = try reader.lowWatermark(topic: topic, partition: partition)
            do throws(StreamError) {
                return try read(into: table, from: start, to: end, idle: idle)
            } catch {
                // Trimmed while we read: what was loaded may have been deleted in the gap.
                guard error.consequence == .outOfRange else { throw error }
            }
        }
    }

    private func read(
        into table: StateTable, from start: Int64, to end: Int64, idle: (RestoreProgress) -> Bool
    ) throws(StreamError) -> Restored? {
        var blocks = BlockReader()
        var (sequence, progress) = (BlockSequence(), RestoreProgress())
        var damage: (offset: Int64, error: DamagedBytes)?
        var isStopped = false
        let reached =
            start >= end
            ? start
            : try reader.read(topic: topic, partition: partition, from: start, to: end) { record in
                guard damage == nil, let value = record.value else { return }
                do throws(DamagedBytes) {
                    guard let header = try blocks.take(value) else { return }
                    try sequence.add(header)
                    if progress.blocks == 0 {
                        table.reserve(Int(min(header.digest.count, 1 << 28)))
                    }
                    try blocks.forEachEntry { key, value in
                        if let value { table.load(key, value) } else { table.unload(key) }
                        progress.entries += 1
                    }
                    progress.blocks += 1
                    progress.writer = header.writer
                } catch {
                    damage = (record.offset, error)
                }
            } idle: {
                isStopped = damage != nil || !idle(progress)
                return !isStopped
            }
        if let damage { throw damaged(damage.error, at: damage.offset) }
        if isStopped, reached < end { return nil }
        let zeros = Array(repeating: Int64(0), count: StateTable.registerCount)
        let loaded = table.finishLoading(registers: sequence.last?.registers ?? zeros)
        do { try sequence.check(loaded) } catch { throw damaged(error, at: reached) }
        return Restored(header: sequence.last, logEnd: max(reached, start))
    }

    private func damaged(_ error: DamagedBytes, at offset: Int64) -> StreamError {
        StreamError(
            .fatal,
            "The state log \(topic)/\(partition) cannot be restored (offset \(offset)): \(error). "
                + "If the input is still there, `plaudit reset` forgets the state and rebuilds it.")
    }
}
