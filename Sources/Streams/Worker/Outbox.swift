// Everything that a transaction publishes passes here, and only here: stages write to it, the
// runtime drains it into the sink in order of topic and partition.

/// The output records of one transaction, gathered as bytes in one arena.
package final class Outbox {
    /// `partition` for "murmur2 of the key, as Java's default partitioner does".
    package static let byKey: Int32 = -1

    private struct Entry {
        var output: Int32
        var partition: Int32
        var start: Int
        /// -1 is null.
        var keyCount: Int32
        var valueCount: Int32
        /// Index into `headers`, -1 for none.
        var headers: Int32
    }

    private let partitionCounts: [Int32]
    private var arena = ByteArena()
    private var entries: [Entry] = []
    private var headers: [[RecordHeader]] = []
    private var order: [Int32] = []
    private var firsts: [Int32] = []
    private var run: [OutputRecord] = []

    /// `partitionCounts` has the number of partitions of each output. Where it is missing (a test
    /// that only looks at what was emitted), `byKey` stays as it is.
    package init(partitionCounts: [Int32] = []) {
        self.partitionCounts = partitionCounts
    }

    package var count: Int { entries.count }

    /// Where a record of this key belongs, for a record whose own key is another.
    package func partition(ofKey key: UnsafeRawBufferPointer, output: Int) -> Int32 {
        output < partitionCounts.count
            ? Murmur2.partition(of: key, partitions: partitionCounts[output]) : Outbox.byKey
    }

    /// How many partitions an output has; 0 where it is not known.
    package func partitionCount(ofOutput output: Int) -> Int32 {
        output < partitionCounts.count ? partitionCounts[output] : 0
    }

    /// Keys and values gathered, in bytes.
    package var byteCount: Int { arena.count }

    /// Adds a record for `outputs[output]` of the stage. Copies the bytes.
    package func emit(
        output: Int, partition: Int32 = Outbox.byKey, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader] = []
    ) {
        var entry = Entry(
            output: Int32(output), partition: partition, start: arena.count, keyCount: -1,
            valueCount: -1, headers: -1)
        if partition == Outbox.byKey, output < partitionCounts.count {
            entry.partition =
                key.map { Murmur2.partition(of: $0, partitions: partitionCounts[output]) } ?? 0
        }
        if let key {
            _ = arena.append(key)
            entry.keyCount = Int32(key.count)
        }
        if let value {
            _ = arena.append(value)
            entry.valueCount = Int32(value.count)
        }
        if !headers.isEmpty {
            entry.headers = Int32(self.headers.count)
            self.headers.append(headers)
        }
        entries.append(entry)
    }

    package func removeAll() {
        arena.removeAll()
        entries.removeAll(keepingCapacity: true)
        headers.removeAll(keepingCapacity: true)
    }

    /// Every record in the order emitted, with its output, partition and headers.
    package func forEach(
        _ body: (Int, Int32, UnsafeRawBufferPointer?, UnsafeRawBufferPointer?, [RecordHeader]) ->
            Void
    ) {
        for entry in entries {
            body(
                Int(entry.output), entry.partition, key(of: entry), value(of: entry),
                entry.headers < 0 ? [] : headers[Int(entry.headers)])
        }
    }

    /// Produces all records, by topic and partition, each partition's in the order emitted, and
    /// forgets them.
    func drain(into sink: any Sink, topics: [String]) throws(StreamError) {
        sortByPartition()
        var next = 0
        while next < order.count {
            let first = entries[Int(order[next])]
            let topic = topics[Int(first.output)]
            if first.headers >= 0 {
                try sink.produce(
                    topic: topic, partition: first.partition, key: key(of: first),
                    value: value(of: first), headers: headers[Int(first.headers)])
                next += 1
                continue
            }
            run.removeAll(keepingCapacity: true)
            while next < order.count {
                let entry = entries[Int(order[next])]
                guard entry.output == first.output, entry.partition == first.partition,
                    entry.headers < 0
                else { break }
                run.append(OutputRecord(key: key(of: entry), value: value(of: entry)))
                next += 1
            }
            try run.withUnsafeBufferPointer { (records) throws(StreamError) in
                try sink.produce(topic: topic, partition: first.partition, records: records)
            }
        }
        removeAll()
    }

    /// Counting sort: stable, and free of allocation once warm.
    private func sortByPartition() {
        let width = Int(partitionCounts.max() ?? 1)
        firsts.removeAll(keepingCapacity: true)
        firsts.append(contentsOf: repeatElement(0, count: partitionCounts.count * width + 1))
        for entry in entries { firsts[bucket(of: entry, width: width) + 1] += 1 }
        for index in firsts.indices.dropFirst() { firsts[index] += firsts[index - 1] }
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: repeatElement(0, count: entries.count))
        for (index, entry) in entries.enumerated() {
            let bucket = bucket(of: entry, width: width)
            order[Int(firsts[bucket])] = Int32(index)
            firsts[bucket] += 1
        }
    }

    private func bucket(of entry: Entry, width: Int) -> Int {
        let (output, partition) = (Int(entry.output), Int(entry.partition))
        precondition(
            output < partitionCounts.count && partition >= 0 && partition < width,
            "a record for output \(output), partition \(partition), which does not exist")
        return output * width + partition
    }

    private func key(of entry: Entry) -> UnsafeRawBufferPointer? {
        entry.keyCount < 0 ? nil : arena.bytes(at: entry.start, count: Int(entry.keyCount))
    }

    private func value(of entry: Entry) -> UnsafeRawBufferPointer? {
        guard entry.valueCount >= 0 else { return nil }
        let start = entry.start + Int(max(0, entry.keyCount))
        return arena.bytes(at: start, count: Int(entry.valueCount))
    }
}
