import Streams

/// What a membership of this broker stands for.
final class SimulatedMembership {
    let group: String

    init(group: String) { self.group = group }
}

/// A static member of a group.
final class SimulatedSource: Source {
    private let client: SimulatedClient
    private let group: String
    private let instance: String
    private let inputs: [String]
    private var member = ""
    private var positions: [SimulatedGroup.Place: Int64] = [:]
    /// Reading; the partitions that it has as far as it knows.
    private var assigned: [Int32]?
    /// The last records handed over, to come again where the broker is told to.
    private var stale: [(SimulatedGroup.Place, Int64, SimulatedRecord)] = []
    private var isStaleDue = false

    private var broker: SimulatedBroker { client.broker }

    init(_ client: SimulatedClient, group: String, instance: String, inputs: [String]) {
        self.client = client
        self.group = group
        self.instance = instance
        self.inputs = inputs
        if broker.groups[group] == nil { broker.groups[group] = SimulatedGroup(inputs: inputs) }
        member = broker.groups[group]!.join(instance)
    }

    func poll(
        timeout: Int32, limit: Int, _ body: (Record) -> Void
    ) throws(StreamError) -> Rebalance? {
        try client.call(.poll) { () throws(StreamError) in
            if let rebalance = nextRebalance() {
                positions = [:]
                isStaleDue = broker.handsOverStaleRecords
                return rebalance
            }
            let count = handOver(limit, body)
            if count == 0, timeout > 0 { broker.clock.advance(by: Int64(timeout)) }
            return nil
        }
    }

    private func nextRebalance() -> Rebalance? {
        broker.groups[group]!.completeIfAllWait(
            partitions: Int32(broker.topics[inputs[0]]?.count ?? 0))
        guard let mine = broker.groups[group]!.members[instance], mine.id == member else {
            // Removed while we were away; join again once that is understood.
            if let lost = assigned {
                assigned = nil
                return .lost(lost)
            }
            if broker.groups[group]!.members[instance] == nil {
                member = broker.groups[group]!.join(instance)
            }
            return nil
        }
        switch mine.phase {
        case .given(let partitions, isTold: false):
            broker.groups[group]!.members[instance]!.phase = .given(partitions, isTold: true)
            assigned = partitions
            let isEmpty = broker.givesEmptyMemberships
            return .assigned(
                partitions,
                Membership(
                    handle: SimulatedMembership(group: group),
                    generation: isEmpty ? -1 : broker.groups[group]!.generation,
                    member: isEmpty ? "" : member))
        case .revoking(let partitions, isTold: false):
            broker.groups[group]!.members[instance]!.phase = .revoking(partitions, isTold: true)
            return .revoked(partitions)
        case .waiting, .given, .revoking: return nil
        }
    }

    private func handOver(_ limit: Int, _ body: (Record) -> Void) -> Int {
        if isStaleDue, limit > 0 {
            isStaleDue = false
            for (place, offset, record) in stale { hand(record, at: place, offset, to: body) }
        }
        guard limit > 0, !positions.isEmpty else { return 0 }
        let wanted =
            broker.isErratic ? Int.random(in: 0...min(limit, 7), using: &broker.random) : limit
        var places = positions.keys.sorted { ($0.partition, $0.topic) < ($1.partition, $1.topic) }
        if broker.isErratic { places.shuffle(using: &broker.random) }
        var count = 0
        for place in places {
            while count < wanted,
                let (offset, record) = try? broker.log(place).committedRecord(
                    from: positions[place]!)
            {
                positions[place] = offset + 1
                count += 1
                hand(record, at: place, offset, to: body)
                if broker.handsOverStaleRecords { stale.append((place, offset, record)) }
                if stale.count > 20 { stale.removeFirst() }
            }
            if count < wanted, let end = try? broker.log(place).lastStable {
                positions[place] = max(positions[place]!, end)
            }
        }
        return count
    }

    private func hand(
        _ record: SimulatedRecord, at place: SimulatedGroup.Place, _ offset: Int64,
        to body: (Record) -> Void
    ) {
        (record.key ?? []).withUnsafeBytes { key in
            (record.value ?? []).withUnsafeBytes { value in
                body(
                    Record(
                        topic: Int32(inputs.firstIndex(of: place.topic)!),
                        partition: place.partition, offset: offset, timestamp: record.timestamp,
                        key: record.key == nil ? nil : key,
                        value: record.value == nil ? nil : value))
            }
        }
    }

    func start(at positions: [InputPosition]) throws(StreamError) {
        for position in positions {
            let place = SimulatedGroup.Place(
                topic: position.topic, partition: position.partition)
            self.positions[place] = position.offset
        }
    }

    func release() throws(StreamError) {
        (positions, assigned) = ([:], nil)
        guard broker.groups[group]?.members[instance]?.id == member else { return }
        broker.groups[group]!.members[instance]!.phase = .waiting
        broker.groups[group]!.rebalance()
    }

    var isAssignmentLost: Bool { false }

    func committed(partitions: [Int32]) throws(StreamError) -> [InputPosition] {
        try client.call(.committed) { () throws(StreamError) in
            let state = broker.groups[group]!
            let isOpen = state.pending.values.joined().contains {
                partitions.contains($0.partition)
            }
            guard !isOpen else {
                broker.clock.advance(by: 1000)
                throw StreamError(.retry, "a transaction on the offsets is open")
            }
            return inputs.flatMap { topic in
                partitions.map { partition in
                    state.committed[SimulatedGroup.Place(topic: topic, partition: partition)]
                        ?? InputPosition(
                            topic: topic, partition: partition, offset: -1001, metadata: "")
                }
            }
        }
    }

    func reached(topic: Int32, partition: Int32) -> Int64? {
        positions[SimulatedGroup.Place(topic: inputs[Int(topic)], partition: partition)]
    }

    func range(topic: String, partition: Int32) throws(StreamError) -> Range<Int64> {
        broker.settle()
        let log = try broker.log(SimulatedGroup.Place(topic: topic, partition: partition))
        return log.start..<log.lastStable
    }

    func partitionCount(of topic: String) throws(StreamError) -> Int32 {
        guard let logs = broker.topics[topic] else {
            throw StreamError(.topicsChanged, "no topic \(topic)")
        }
        return Int32(logs.count)
    }

    /// A static member leaves no word: its session must run out, or it comes back.
    func close() { positions = [:] }
}
