import Kafka
import Streams

/// The least that a stage could cost with this client library: the same records consumed, the same
/// number and sizes of records published, in as many transactions with the same positions.
/// Nothing is decoded, kept or made up.
final class FloorStage {
    private static let pollLimit = 1024
    /// Records of one topic and partition that go to the producer at once.
    private static let run = 64

    /// How far one partition of an output is.
    private struct Progress {
        var output: Int
        var partition: Int32
        var published = 0
        /// Where in the sample the next record's bytes begin.
        var place = 0
    }

    private let plan: FloorPlan
    private let name: String
    private let source: any Source
    private let sink: any Sink
    private var membership: Membership?
    private var consumed = 0
    private var transactions = 0
    private var isBegun = false
    private var positions: [[Int64]]
    private var progress: [Progress] = []
    private var records: [OutputRecord] = []

    init(_ plan: FloorPlan, name: String, _ configuration: ClientConfiguration) throws {
        self.plan = plan
        self.name = name
        let broker = KafkaBroker(configuration)
        source = try broker.makeSource(group: name, instance: name, inputs: plan.inputs)
        sink = try broker.makeSink(transactionalID: name)
        positions = Array(
            repeating: Array(repeating: 0, count: Int(plan.partitions)), count: plan.inputs.count)
        for output in plan.outputs.indices {
            for partition in 0..<plan.partitions {
                progress.append(Progress(output: output, partition: partition))
            }
        }
    }

    func work() throws {
        try sink.open(topics: plan.outputs.map(\.topic))
        while transactions < plan.transactions {
            let rebalance = try source.poll(timeout: 100, limit: Self.pollLimit) { record in
                consumed += 1
                positions[Int(record.topic)][Int(record.partition)] = record.offset + 1
            }
            if let rebalance { try handle(rebalance) }
            let isDue =
                consumed == plan.records
                || consumed * plan.transactions >= (transactions + 1) * plan.records
            try publish(isDue: isDue)
            if isDue { try commit() }
        }
        sink.close()
        source.close()
    }

    private func handle(_ rebalance: Rebalance) throws {
        guard case .assigned(let partitions, let membership) = rebalance else {
            throw BenchFailure("\(name) lost its partitions")
        }
        self.membership = membership
        try source.start(
            at: plan.inputs.flatMap { input in
                partitions.map {
                    InputPosition(topic: input, partition: $0, offset: 0, metadata: "")
                }
            })
    }

    /// Publishes what the records consumed so far stand for, in runs.
    private func publish(isDue: Bool) throws {
        for index in progress.indices {
            let output = plan.outputs[progress[index].output]
            let sizes = output.sizes[Int(progress[index].partition)]
            let due = Int(Int128(sizes.count) * Int128(consumed) / Int128(plan.records))
            let first = progress[index].published
            guard due > first, isDue || due - first >= Self.run else { continue }
            if !isBegun {
                try sink.begin()
                isBegun = true
            }
            try output.sample.withUnsafeBytes { sample in
                records.removeAll(keepingCapacity: true)
                for size in sizes[first..<due] {
                    records.append(next(size, from: sample, at: &progress[index].place))
                }
                try records.withUnsafeBufferPointer {
                    try sink.produce(
                        topic: output.topic, partition: progress[index].partition, records: $0)
                }
            }
            progress[index].published = due
        }
    }

    private func next(
        _ size: PublishedTopic.Size, from sample: UnsafeRawBufferPointer, at place: inout Int
    ) -> OutputRecord {
        let (key, value) = (Int(size.key), Int(size.value))
        if place + key + value > sample.count { place = 0 }
        defer { place += key + value }
        return OutputRecord(
            key: key == 0
                ? nil : UnsafeRawBufferPointer(rebasing: sample[place..<place + key]),
            value: UnsafeRawBufferPointer(rebasing: sample[place + key..<place + key + value]))
    }

    private func commit() throws {
        guard let membership else { return }
        if !isBegun { try sink.begin() }
        try sink.sendOffsets(
            positions.enumerated().flatMap { input, offsets in
                offsets.enumerated().map { partition, offset in
                    InputPosition(
                        topic: plan.inputs[input], partition: Int32(partition), offset: offset,
                        metadata: "plaudit=\(transactions + 1)")
                }
            }, membership: membership)
        try sink.commit()
        isBegun = false
        transactions += 1
    }
}
