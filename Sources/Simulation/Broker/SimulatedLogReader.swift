import Streams

/// Reads logs outside of any group.
final class SimulatedLogReader: LogReader {
    private let client: SimulatedClient
    private var broker: SimulatedBroker { client.broker }

    init(_ client: SimulatedClient) { self.client = client }

    func highWatermark(topic: String, partition: Int32) throws(StreamError) -> Int64 {
        broker.settle()
        return try broker.log(SimulatedGroup.Place(topic: topic, partition: partition))
            .highWatermark
    }

    func lowWatermark(topic: String, partition: Int32) throws(StreamError) -> Int64 {
        try broker.log(SimulatedGroup.Place(topic: topic, partition: partition)).start
    }

    func read(
        topic: String, partition: Int32, from: Int64, to end: Int64,
        _ body: (Record) -> Void, idle: () -> Bool
    ) throws(StreamError) -> Int64 {
        let place = SimulatedGroup.Place(topic: topic, partition: partition)
        var position = from
        while position < end {
            try client.call(.read) { () throws(StreamError) in }
            let log = try broker.log(place)
            guard position >= log.start else {
                throw StreamError(.outOfRange, "\(topic)/\(partition) begins at \(log.start)")
            }
            // A few records at a time, so that a trim may come between.
            for _ in 0..<8 {
                guard position < end, let (offset, record) = log.committedRecord(from: position)
                else { break }
                position = offset + 1
                // The record that is met at or past the end is not the caller's any more.
                guard offset < end else { break }
                hand(record, partition, offset, to: body)
            }
            if log.committedRecord(from: position) == nil {
                position = max(position, log.lastStable)
            }
            guard idle() else { return position }
            if position < end, log.committedRecord(from: position) == nil {
                broker.clock.advance(by: 100)
                broker.settle()
            }
        }
        return position
    }

    private func hand(
        _ record: SimulatedRecord, _ partition: Int32, _ offset: Int64, to body: (Record) -> Void
    ) {
        (record.value ?? []).withUnsafeBytes { value in
            body(
                Record(
                    topic: 0, partition: partition, offset: offset, timestamp: record.timestamp,
                    key: nil, value: record.value == nil ? nil : value))
        }
    }

    func close() {}
}

/// Deletes the start of logs at once.
final class SimulatedLogTrimmer: LogTrimmer {
    private let client: SimulatedClient

    init(_ client: SimulatedClient) { self.client = client }

    func trim(topic: String, partition: Int32, to offset: Int64) {
        guard !client.isDead else { return }
        client.broker.trim(topic, partition, to: offset)
    }
}
