import Glibc
import Simulation
import Streams

/// Records in memory, as a source would hand them over.
struct InputRecords {
    private struct Entry {
        var topic: Int32
        var partition: Int32
        var offset: Int64
        var start: Int
        /// -1 where it has no key.
        var keyCount: Int
        var valueCount: Int
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    private var nextOffsets: [[Int64]]
    private let timestamp: Int64

    init(topics: Int, partitions: Int, timestamp: Int64) {
        nextOffsets = Array(repeating: Array(repeating: 0, count: partitions), count: topics)
        self.timestamp = timestamp
    }

    var count: Int { entries.count }

    mutating func append(
        topic: Int32, partition: Int32, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer
    ) {
        let offset = nextOffsets[Int(topic)][Int(partition)]
        nextOffsets[Int(topic)][Int(partition)] += 1
        entries.append(
            Entry(
                topic: topic, partition: partition, offset: offset, start: bytes.count,
                keyCount: key?.count ?? -1, valueCount: value.count))
        if let key { bytes.append(contentsOf: key) }
        bytes.append(contentsOf: value)
    }

    /// In place of what they were: what a stage emitted for one of its outputs.
    mutating func take(_ output: Int, of outbox: Outbox) {
        removeAll()
        outbox.forEach { emittedTo, partition, key, value, _ in
            guard emittedTo == output, let value else { return }
            append(topic: 0, partition: partition, key: key, value: value)
        }
    }

    private mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// Lends the records of `range`, in order, each with the one that the worker looks ahead to.
    func forEach(in range: Range<Int>, _ body: (Record, _ later: Record?) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for index in range {
                let later = index + Worker.lookahead
                body(
                    record(entries[index], in: bytes),
                    later < range.upperBound ? record(entries[later], in: bytes) : nil)
            }
        }
    }

    private func record(_ entry: Entry, in bytes: UnsafeRawBufferPointer) -> Record {
        let value = entry.start + max(0, entry.keyCount)
        return Record(
            topic: entry.topic, partition: entry.partition, offset: entry.offset,
            timestamp: timestamp,
            key: entry.keyCount < 0
                ? nil : UnsafeRawBufferPointer(rebasing: bytes[entry.start..<value]),
            value: UnsafeRawBufferPointer(rebasing: bytes[value..<value + entry.valueCount]))
    }
}
