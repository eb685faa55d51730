import CRdkafka
package import Streams

/// A member of a consumer group over a stage's inputs.
///
///     poll ─▶ .assigned ─▶ (restore, polling on) ─▶ start(at:) ─▶ records …
///     poll ─▶ .revoked or .lost ─▶ (commit or abort) ─▶ release() ─▶ poll …
///
/// The rebalance callback only writes down what happened; assigning and giving back are done later,
/// from the worker's loop. Never seeks, pauses or resumes: with batches, 2.0.2 loses its place.
package final class KafkaSource: Source {
    private var member: GroupClient
    private var topics: TopicIndex
    private let group: String
    private let instance: String
    private let configuration: ClientConfiguration
    /// Partitions that the worker was given and has not given back.
    private var held: [Int32] = []
    /// Whose assignment is being read; nil between a rebalance and `start`.
    private var reading: GroupMetadata?
    /// Whose assignment waits for `start`.
    private var assigned: GroupMetadata?
    /// Set while it is not known who has our name.
    private var dispute: NameDispute?
    /// By topic and partition: all before it was handed over.
    private var reachedOffsets: [[Int64]]
    /// Met among messages; thrown by the next poll, so that none before it is lost.
    private var pendingError: StreamError?

    private static let unknown: Int64 = -1

    private var client: Client { member.client }
    private var queue: FetchQueue { member.queue }

    init(
        group: String, instance: String, inputs: [String], _ configuration: ClientConfiguration
    ) throws(StreamError) {
        self.group = group
        self.instance = instance
        self.configuration = configuration
        topics = TopicIndex(inputs)
        reachedOffsets = Array(repeating: [], count: inputs.count)
        member = try GroupClient(
            .source(group: group, instance: instance), inputs: inputs, configuration)
    }

    package func poll(
        timeout: Int32, limit: Int, _ body: (Record) -> Void
    ) throws(StreamError) -> Rebalance? {
        if dispute != nil { return try settleDispute(timeout) }
        if let error = pendingError {
            pendingError = nil
            throw error
        }
        // One message more than were kept serves the rebalances behind it when none are wanted.
        let wanted = max(limit, queue.count + 1)
        queue.fill(wanted)
        if queue.count == 0, timeout > 0, client.context.rebalances.isEmpty {
            queue.wait(timeout)
            queue.fill(wanted)
        }
        if !client.context.rebalances.isEmpty {
            queue.discard()
            return try take(client.context.rebalances.removeFirst())
        }
        if let error = KafkaError(fatalOf: client.pointer) {
            guard error.code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID else {
                throw client.error(error, "group \(group)")
            }
            return beginDispute()
        }
        if reading == nil { queue.discard() }
        if limit > 0, queue.count >= limit { member.nudge.afterFullBatch(of: queue, limit: limit) }
        handOver(limit, body)
        return nil
    }

    private func handOver(_ limit: Int, _ body: (Record) -> Void) {
        topics.forget()
        queue.take(limit) { message in
            guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
                receive(error: message)
                return
            }
            let topic = topics.index(of: message.pointee.rkt)
            guard topic >= 0 else { return }
            setReached(topic, message.pointee.partition, message.pointee.offset + 1)
            body(Record(message, topic: topic))
        }
    }

    // MARK: - Another member of our name

    /// Whoever it is, the partitions are not ours any more.
    private func beginDispute() -> Rebalance? {
        dispute = NameDispute(group: group, instance: instance, configuration)
        pendingError = nil
        defer { held = [] }
        return held.isEmpty ? nil : .lost(held)
    }

    private func settleDispute(_ timeout: Int32) throws(StreamError) -> Rebalance? {
        switch try dispute?.look(timeout: timeout) {
        case .anotherProcess:
            let advice = StreamError.Consequence.fenced.advice ?? ""
            throw StreamError(.fenced, "group \(group): fenced. \(advice)")
        case .nobody:
            member.close()
            member = try GroupClient(
                .source(group: group, instance: instance), inputs: topics.names, configuration)
            dispute = nil
        case .open, nil: break
        }
        return nil
    }

    // MARK: - Rebalances

    /// An eager rebalance touches every partition, so that nothing of the batch is handed over.
    private func take(_ event: GroupEvent) throws(StreamError) -> Rebalance {
        reading = nil
        assigned = nil
        let partitions = Set(event.partitions.map(\.partition)).sorted()
        switch event.kind {
        case .revoked:
            held = []
            return .revoked(partitions)
        case .lost:
            held = []
            return .lost(partitions)
        case .assigned:
            guard let metadata = event.membership, metadata.generation >= 0,
                !metadata.member.isEmpty
            else {
                throw StreamError(
                    .leave, "group \(group): an assignment without a generation and a member")
            }
            try checkPartitioning(event.partitions, partitions)
            assigned = metadata
            held = partitions
            return .assigned(partitions, metadata.membership)
        }
    }

    private func checkPartitioning(
        _ given: [InputPosition], _ partitions: [Int32]
    ) throws(StreamError) {
        guard given.count != partitions.count * topics.names.count else { return }
        throw StreamError(
            .topicsChanged,
            "group \(group): \(topics.names.joined(separator: ", ")) must have the same number of "
                + "partitions: partition p of each belongs together")
    }

    /// The end of a partition moves `reached`; anything else waits for the next poll.
    private func receive(error message: UnsafePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        let topic = topics.index(of: message.pointee.rkt)
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            guard topic >= 0 else { return }
            setReached(topic, message.pointee.partition, message.pointee.offset)
            return
        }
        // A rebalance follows by itself.
        guard code != RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED, pendingError == nil else { return }
        let place = topic < 0 ? "" : " \(topics.names[Int(topic)])/\(message.pointee.partition)"
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) }
        pendingError = client.error(KafkaError(code, text), "group \(group): reading\(place)")
    }

    private func setReached(_ topic: Int32, _ partition: Int32, _ offset: Int64) {
        let missing = Int(partition) + 1 - reachedOffsets[Int(topic)].count
        if missing > 0 {
            reachedOffsets[Int(topic)] += Array(repeating: KafkaSource.unknown, count: missing)
        }
        reachedOffsets[Int(topic)][Int(partition)] = offset
    }

    package func reached(topic: Int32, partition: Int32) -> Int64? {
        let offsets = reachedOffsets[Int(topic)]
        guard Int(partition) < offsets.count else { return nil }
        let offset = offsets[Int(partition)]
        return offset == KafkaSource.unknown ? nil : offset
    }

    package func start(at positions: [InputPosition]) throws(StreamError) {
        if let bad = positions.first(where: { $0.offset < 0 }) {
            throw StreamError(
                .fatal, "\(bad.topic)/\(bad.partition) cannot be read from offset \(bad.offset)")
        }
        guard let assigned else {
            throw StreamError(.leave, "group \(group): no assignment waits to be started")
        }
        let code = TopicPartitionList(positions).withPointer { rd_kafka_assign(client.pointer, $0) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw client.error(code, "group \(group): starting \(positions.count) partitions")
        }
        // While we restored, the group may have dropped us; the assignment would not show it.
        guard let now = GroupMetadata(of: client.pointer), now.generation == assigned.generation,
            now.member == assigned.member
        else {
            try release()
            throw StreamError(.leave, "group \(group): the assignment was lost while restoring")
        }
        for position in positions {
            guard let topic = topics.names.firstIndex(of: position.topic) else { continue }
            setReached(Int32(topic), position.partition, position.offset)
        }
        reading = assigned
        self.assigned = nil
    }

    package func release() throws(StreamError) {
        reading = nil
        assigned = nil
        queue.discard()
        for topic in reachedOffsets.indices { reachedOffsets[topic].removeAll() }
        // A fenced client has nothing to give back.
        guard dispute == nil else { return }
        let code = rd_kafka_assign(client.pointer, nil)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw client.error(code, "group \(group): giving partitions back")
        }
    }

    package var isAssignmentLost: Bool {
        dispute != nil || rd_kafka_assignment_lost(client.pointer) != 0
    }

    package func committed(partitions: [Int32]) throws(StreamError) -> [InputPosition] {
        try client.committed(
            topics.names.flatMap { name in partitions.map { (name, $0) } }, patience: 1_000)
    }

    package func range(topic: String, partition: Int32) throws(StreamError) -> Range<Int64> {
        try client.range(topic, partition)
    }

    package func partitionCount(of topic: String) throws(StreamError) -> Int32 {
        try client.partitionCount(of: topic)
    }

    package func close() { member.close() }
}
