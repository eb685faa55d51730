import Kafka
import Pipeline
import Simulation
import Streams

/// Recomputes everything from the input by other code than the pipeline's, and compares.
struct Verification {
    struct Result {
        var disagreements: [Disagreement] = []
        var inputRecords = 0
        var outputRecords = 0
        var orders = 0
        /// Orders that were let go when their retention was over: what was published of them is
        /// taken as it is.
        var closedOrders = 0
        /// `too_old`, or not, as the topics happened to be read: taken as published as well.
        var dependentDeadLetters = 0
        /// Input that its topic no longer holds, and so cannot be recomputed.
        var missing: [String] = []
    }

    /// How far the stages have committed.
    private struct Cut: Equatable {
        var inputs: [InputPosition]
        var attributions: [InputPosition]
        var rankEntries: [InputPosition]
    }

    private static let attempts = 5
    /// How long an open transaction is waited for, in ms: the broker looks for abandoned ones every
    /// ten seconds, and they may be ten seconds old by then.
    private static let transactionPatience: Int64 = 60_000

    let cluster: Cluster
    /// What it is at, for whoever waits.
    let report: (String) -> Void

    /// Compares at a moment at which the processor is at rest; one that never rests is a `Failure`.
    /// What differs must differ twice: a scorecard or a leaderboard may still be on its way.
    func run() throws -> Result {
        var isUntouched = false
        var different: [Disagreement] = []
        do throws(StreamError) {
            let admin = try KafkaAdmin(cluster.client)
            defer { admin.close() }
            for _ in 0..<Self.attempts {
                let cut = try cut(admin)
                isUntouched = cut.inputs.isEmpty
                if isUntouched { break }
                var result = Result()
                let oracle = try recompute(to: cut, admin, &result)
                let last = try compare(oracle, &result)
                if try self.cut(admin) == cut, isAtRest(cut, last) {
                    if result.disagreements == different { return result }
                    different = result.disagreements
                    report("something differs: once more, it may be on its way")
                } else {
                    report("the processor went on meanwhile: once more")
                }
                SystemClock().sleep(milliseconds: 1000)
            }
        } catch {
            throw Failure(error)
        }
        throw Failure(
            .different,
            isUntouched
                ? "nothing is committed yet: `plaudit run` first"
                : "the processor does not come to rest: verify when no input comes in, or stop the "
                    + "input and end the processor with `plaudit run --until-caught-up`")
    }

    private func cut(_ admin: KafkaAdmin) throws(StreamError) -> Cut {
        Cut(
            inputs: try committed(cluster.topics.attribute, admin),
            attributions: try committed(cluster.topics.score, admin),
            rankEntries: try committed(cluster.topics.rank, admin))
    }

    private func committed(
        _ stage: StageDescription, _ admin: KafkaAdmin
    ) throws(StreamError) -> [InputPosition] {
        // An open transaction ends within seconds, by its producer or by the broker.
        for _ in 0..<100 {
            do throws(StreamError) {
                return try admin.committed(group: cluster.group(of: stage.name)).map {
                    InputPosition(
                        topic: $0.topic, partition: $0.partition, offset: $0.offset, metadata: "")
                }
            } catch {
                guard error.consequence == .retry else { throw error }
                SystemClock().sleep(milliseconds: 200)
            }
        }
        return try admin.committed(group: cluster.group(of: stage.name))
    }

    /// True when SCORE has taken all that ATTRIBUTE has published: `last` is the offset of the last
    /// attribution in each partition.
    private func isAtRest(_ cut: Cut, _ last: [Int32: Int64]) -> Bool {
        last.allSatisfy { partition, offset in
            cut.attributions.contains {
                $0.topic == cluster.topics.attributions && $0.partition == partition
                    && $0.offset > offset
            }
        }
    }

    private func recompute(
        to cut: Cut, _ admin: KafkaAdmin, _ result: inout Result
    ) throws(StreamError) -> Oracle {
        let topics = cluster.topics
        let counts = Dictionary(
            uniqueKeysWithValues: try admin.topics().map { ($0.name, $0.partitions) })
        var oracle = Oracle(cluster.settings.oracle(partitions: counts[topics.orders] ?? 1))
        let translation = InputTranslation(cluster.settings.pipeline.formats)
        let log = try KafkaBroker(cluster.client).makeLogReader()
        defer { log.close() }
        for (role, topic) in ComparedTopics(prefix: topics.prefix).inputs.sorted(by: {
            $0.value < $1.value
        }) {
            report("reading \(topic)")
            for partition in 0..<(counts[topic] ?? 0) {
                let end =
                    role == .registry
                    ? try log.highWatermark(topic: topic, partition: partition)
                    : cut.inputs.first { $0.topic == topic && $0.partition == partition }?.offset
                let start = try log.lowWatermark(topic: topic, partition: partition)
                if start > 0, role != .registry {
                    result.missing.append("\(topic)/\(partition) begins at offset \(start)")
                }
                guard let end, end > start else { continue }
                _ = try log.read(topic: topic, partition: partition, from: start, to: end) {
                    guard $0.offset < end else { return }
                    translation.add(RawRecord($0, role), to: &oracle)
                    result.inputRecords += 1
                } idle: {
                    true
                }
            }
        }
        oracle.finish()
        result.orders = oracle.orderIDs.count
        return oracle
    }

    /// - Returns: the offset of the last attribution in each partition.
    private func compare(
        _ oracle: Oracle, _ result: inout Result
    ) throws(StreamError) -> [Int32: Int64] {
        let topics = ComparedTopics(prefix: cluster.topics.prefix)
        let also: ComparedParts = [.surveys, .products, .leaderboards]
        guard var comparison = Comparison(oracle, topics: topics, also: also) else {
            throw StreamError(.fatal, "the zone \(cluster.settings.timeZone) is not known")
        }
        report("reading what was published")
        var last: [Int32: Int64] = [:]
        try readOutputs(
            [topics.attributions, topics.scorecards, topics.leaderboards, topics.deadLetters]
        ) { record in
            result.outputRecords += 1
            let published = PublishedRecord(
                partition: record.partition, offset: record.offset, key: record.key,
                value: record.value, headers: record.headers.map { ($0.name, $0.value) })
            switch record.topic {
            case topics.attributions:
                last[record.partition] = record.offset
                comparison.addAttribution(published)
            case topics.scorecards: comparison.addScorecard(published)
            case topics.leaderboards: comparison.addLeaderboard(published)
            default: comparison.addDeadLetter(published)
            }
        }
        result.disagreements = comparison.finish()
        result.closedOrders = comparison.closedOrders
        result.dependentDeadLetters = comparison.dependentDeadLetters
        return last
    }

    /// Reads to the ends that the logs have now. A transaction that a dead producer left open hides
    /// committed records behind it until the broker ends it: that is waited for.
    private func readOutputs(
        _ topics: [String], _ body: (ReadRecord) -> Void
    ) throws(StreamError) {
        let reader = try KafkaReader(cluster.client, topics: topics)
        defer { reader.close() }
        let log = try KafkaBroker(cluster.client).makeLogReader()
        defer { log.close() }
        var ends: [InputPosition] = reader.positions
        for index in ends.indices {
            ends[index].offset = try log.highWatermark(
                topic: ends[index].topic, partition: ends[index].partition)
        }
        let clock = SystemClock()
        var movedAt = clock.monotonic
        while zip(reader.positions, ends).contains(where: { $0.offset < $1.offset }) {
            let before = reader.positions
            try reader.follow(timeout: 100, body)
            if reader.positions != before { movedAt = clock.monotonic }
            guard clock.monotonic - movedAt < Self.transactionPatience else {
                throw StreamError(
                    .unavailable,
                    "a transaction is open on \(topics.joined(separator: ", ")) and does not end: "
                        + "`kafka-transactions.sh find-hanging` says whose it is")
            }
        }
    }
}

extension RawRecord {
    fileprivate init(_ record: Record, _ role: InputRole) {
        self.init(
            role: role, partition: record.partition, offset: record.offset,
            timestamp: record.timestamp, key: record.key.map(Array.init),
            value: record.value.map(Array.init))
    }
}
