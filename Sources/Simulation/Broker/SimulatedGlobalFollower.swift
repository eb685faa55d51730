import Streams

/// Follows topics that everybody reads whole.
final class SimulatedGlobalFollower: GlobalFollower {
    private let client: SimulatedClient
    private var topics: [String] = []
    private var next: [InputPosition] = []

    init(_ client: SimulatedClient) { self.client = client }

    func catchUp(
        topics: [String], _ body: (Record) -> Void, idle: () -> Bool
    ) throws(StreamError) {
        self.topics = topics
        next = topics.flatMap { topic in
            (client.broker.topics[topic] ?? []).indices.map {
                InputPosition(topic: topic, partition: Int32($0), offset: 0, metadata: "")
            }
        }
        try poll(limit: .max, body)
    }

    func poll(limit: Int, _ body: (Record) -> Void) throws(StreamError) {
        client.broker.settle()
        for index in next.indices {
            let place = SimulatedGroup.Place(
                topic: next[index].topic, partition: next[index].partition)
            let log = try client.broker.log(place)
            let limit = client.broker.globalLimit[client.name] ?? .max
            while let (offset, record) = log.committedRecord(from: next[index].offset),
                offset < limit
            {
                next[index].offset = offset + 1
                (record.key ?? []).withUnsafeBytes { key in
                    (record.value ?? []).withUnsafeBytes { value in
                        body(
                            Record(
                                topic: Int32(topics.firstIndex(of: place.topic)!),
                                partition: place.partition, offset: offset,
                                timestamp: record.timestamp, key: record.key == nil ? nil : key,
                                value: record.value == nil ? nil : value))
                    }
                }
            }
            next[index].offset = max(next[index].offset, min(log.lastStable, limit))
        }
    }

    var positions: [InputPosition] { next }

    func close() {}
}
