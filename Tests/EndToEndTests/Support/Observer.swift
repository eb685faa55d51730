import Kafka
import Pipeline
import Streams

/// A subscriber of the attributions that reads on while the processors are killed: what it has
/// seen must never be taken back.
final class Observer {
    private let deployment: Deployment
    private let reader: KafkaReader
    private var seen: [Published.Place: [UInt8]] = [:]

    init(_ deployment: Deployment) throws {
        self.deployment = deployment
        reader = try KafkaReader(deployment.client, topics: [deployment.topics.attributions])
    }

    deinit { reader.close() }

    /// Records seen.
    var count: Int { seen.count }

    /// Reads what is there, without waiting. A broker that is away is looked at later.
    func look() throws(StreamError) {
        do throws(StreamError) {
            try reader.follow(timeout: 0) { seen[Self.place($0)] = $0.value ?? [] }
        } catch {
            guard [.retry, .unavailable].contains(error.consequence) else { throw error }
        }
    }

    /// Differences between what was seen and what a new subscriber reads.
    func faults() throws -> [String] {
        var left = seen
        let another = try KafkaReader(
            deployment.client, topics: [deployment.topics.attributions])
        defer { another.close() }
        try another.readToEnd { record in
            let place = Self.place(record)
            if left[place] == record.value { left[place] = nil }
        }
        return left.keys.map { "attributions/\($0.partition)/\($0.offset) was seen, and is gone" }
    }

    private static func place(_ record: ReadRecord) -> Published.Place {
        Published.Place(partition: record.partition, offset: record.offset)
    }
}
