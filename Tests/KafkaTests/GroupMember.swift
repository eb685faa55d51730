import Kafka
import Streams
import Testing

/// A source, driven as a worker would drive it: each rebalance is answered at once.
final class GroupMember {
    let source: any Source
    private let inputs: [String]
    private(set) var partitions: [Int32] = []
    private(set) var membership: Membership?
    private(set) var rebalances: [Rebalance] = []
    /// `topic index/partition@offset value` of each record.
    private(set) var read: [String] = []

    init(_ source: any Source, inputs: [String]) {
        self.source = source
        self.inputs = inputs
    }

    /// Polls once; starts at the committed positions, or the beginning.
    func step(timeout: Int32 = 50) throws(StreamError) {
        let rebalance = try source.poll(timeout: timeout, limit: 500) { record in
            let value = String(decoding: record.value ?? .init(start: nil, count: 0), as: UTF8.self)
            read.append("\(record.topic)/\(record.partition)@\(record.offset) \(value)")
        }
        guard let rebalance else { return }
        rebalances.append(rebalance)
        switch rebalance {
        case .assigned(let partitions, let membership):
            self.partitions = partitions
            self.membership = membership
            try source.start(at: try starts(partitions))
        case .revoked, .lost:
            partitions = []
            membership = nil
            try source.release()
        }
    }

    private func starts(_ partitions: [Int32]) throws(StreamError) -> [InputPosition] {
        var positions = try source.committed(partitions: partitions)
        for index in positions.indices where positions[index].offset < 0 {
            positions[index].offset = try source.range(
                topic: positions[index].topic, partition: positions[index].partition
            ).lowerBound
        }
        return positions
    }

    /// Steps until `condition`, at most 20 s.
    func run(
        until condition: () -> Bool, _ others: GroupMember...
    ) throws {
        let end = ContinuousClock.now.advanced(by: .seconds(20))
        while !condition() {
            try #require(ContinuousClock.now < end, "it did not happen in 20 s: \(rebalances)")
            try step()
            for other in others { try other.step() }
        }
    }

    func close() { source.close() }
}
