// Everything that a transaction publishes passes here, and only here: stages write to it, the
// runtime drains it into the sink in order of topic and partition.

/// The output records of one transaction, gathered as bytes in one arena.
package final class Outbox {
    /// `partition` for "murmur2 of the key, as Java's default partitioner does".
    package static let byKey: Int32 = -1

    private let partitionCounts: [Int32]
    /// Bytes from which on it is full.
    package var limit: Int
    private let pinned = Pinned(OutboxMemory())
    private var order: [Int32] = []
    private var firsts: [Int32] = []
    private var run: [OutputRecord] = []

    /// `partitionCounts` has the number of partitions of each output. Where it is missing (a test
    /// that only looks at what was emitted), `byKey` stays as it is.
    package init(partitionCounts: [Int32] = [], limit: Int = .max) {
        self.partitionCounts = partitionCounts
        self.limit = limit
    }

    package var count: Int { pinned.pointer.pointee.entries.count }

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
    package var byteCount: Int { pinned.pointer.pointee.byteCount }

    /// Enough to be sent: more would only leave the processor's caches. It takes more all the same.
    package var isFull: Bool { byteCount >= limit }

    /// Adds a record for `outputs[output]` of the stage. Copies the bytes.
    package func emit(
        output: Int, partition: Int32 = Outbox.byKey, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader] = []
    ) {
        var partition = partition
        if partition == Outbox.byKey, output < partitionCounts.count {
            partition =
                key.map { Murmur2.partition(of: $0, partitions: partitionCounts[output]) } ?? 0
        }
        pinned.pointer.pointee.append(
            output: Int32(output), partition: partition, key: key, value: value, headers: headers)
    }

    package func removeAll() { pinned.pointer.pointee.removeAll() }

    /// Every record in the order emitted, with its output, partition and headers.
    package func forEach(
        _ body: (Int, Int32, UnsafeRawBufferPointer?, UnsafeRawBufferPointer?, [RecordHeader]) ->
            Void
    ) {
        let memory = pinned.pointer
        for entry in memory.pointee.entries {
            body(
                Int(entry.output), entry.partition, memory.pointee.key(of: entry),
                memory.pointee.value(of: entry), memory.pointee.headers(of: entry))
        }
    }

    /// Produces all records, by topic and partition, each partition's in the order emitted, and
    /// forgets them.
    func drain(into sink: any Sink, topics: [String]) throws(StreamError) {
        try produceAll(into: sink, topics: topics)
        removeAll()
    }

    private func produceAll(into sink: any Sink, topics: [String]) throws(StreamError) {
        let memory = pinned.pointer
        let entries = memory.pointee.entries
        sortByPartition(entries)
        var next = 0
        while next < order.count {
            let first = entries[Int(order[next])]
            let topic = topics[Int(first.output)]
            if first.headers >= 0 {
                try sink.produce(
                    topic: topic, partition: first.partition, key: memory.pointee.key(of: first),
                    value: memory.pointee.value(of: first),
                    headers: memory.pointee.headers(of: first))
                next += 1
                continue
            }
            run.removeAll(keepingCapacity: true)
            while next < order.count {
                let entry = entries[Int(order[next])]
                guard entry.output == first.output, entry.partition == first.partition,
                    entry.headers < 0
                else { break }
                run.append(
                    OutputRecord(
                        key: memory.pointee.key(of: entry), value: memory.pointee.value(of: entry)))
                next += 1
            }
            try run.withUnsafeBufferPointer { (records) throws(StreamError) in
                try sink.produce(topic: topic, partition: first.partition, records: records)
            }
        }
    }

    /// Counting sort: stable, and free of allocation once warm.
    private func sortByPartition(_ entries: [OutboxMemory.Entry]) {
        let width = Int(partitionCounts.max() ?? 1)
        // Out of the object while they are filled, so that no access is checked at run time.
        var (order, firsts) = (self.order, self.firsts)
        (self.order, self.firsts) = ([], [])
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
        self.order = order
        self.firsts = firsts
    }

    private func bucket(of entry: OutboxMemory.Entry, width: Int) -> Int {
        let (output, partition) = (Int(entry.output), Int(entry.partition))
        precondition(
            output < partitionCounts.count && partition >= 0 && partition < width,
            "a record for output \(output), partition \(partition), which does not exist")
        return output * width + partition
    }
}
