package import Streams

// One partition as a broker keeps it: records and control markers share the offsets, an open
// transaction holds the last stable offset back, an aborted one's records stay and are passed over.

/// A record that somebody produced.
package struct SimulatedRecord {
    package var key: [UInt8]?
    package var value: [UInt8]?
    package var headers: [RecordHeader] = []
    package var timestamp: Int64
}

package struct SimulatedLog {
    package enum Entry {
        case plain(SimulatedRecord)
        case transactional(SimulatedRecord, producer: Int, transaction: Int)
        case marker
    }

    package enum Outcome { case open, committed, aborted }

    private var entries: [Entry] = []
    private var base: Int64 = 0
    private var outcomes: [Int: Outcome] = [:]
    private var firstOffsets: [Int: Int64] = [:]

    package var start: Int64 { base }
    package var highWatermark: Int64 { base + Int64(entries.count) }
    /// Everything before it is decided.
    package var lastStable: Int64 {
        firstOffsets.filter { outcomes[$0.key] == .open }.values.min() ?? highWatermark
    }

    mutating func append(_ record: SimulatedRecord) { entries.append(.plain(record)) }

    mutating func append(_ record: SimulatedRecord, producer: Int, transaction: Int) {
        if outcomes[transaction] == nil {
            outcomes[transaction] = .open
            firstOffsets[transaction] = highWatermark
        }
        entries.append(.transactional(record, producer: producer, transaction: transaction))
    }

    mutating func end(transaction: Int, _ outcome: Outcome) {
        guard outcomes[transaction] == .open else { return }
        outcomes[transaction] = outcome
        entries.append(.marker)
    }

    /// DeleteRecords: bounded by the high watermark only.
    mutating func trim(to offset: Int64) {
        let target = min(max(offset, base), highWatermark)
        entries.removeFirst(Int(target - base))
        base = target
    }

    /// The first record at or after `offset` that a read_committed consumer sees, with its offset;
    /// nil at the last stable offset.
    package func committedRecord(from offset: Int64) -> (offset: Int64, record: SimulatedRecord)? {
        let end = lastStable
        var next = max(offset, base)
        while next < end {
            switch entries[Int(next - base)] {
            case .plain(let record): return (next, record)
            case .transactional(let record, _, let transaction):
                if outcomes[transaction] == .committed { return (next, record) }
            case .marker: break
            }
            next += 1
        }
        return nil
    }

    /// All that a read_committed consumer sees, from the start.
    package var committedRecords: [SimulatedRecord] {
        var (records, next): ([SimulatedRecord], Int64) = ([], base)
        while let (offset, record) = committedRecord(from: next) {
            records.append(record)
            next = offset + 1
        }
        return records
    }
}
