import Streams

/// A transactional producer.
final class SimulatedSink: Sink {
    let transactionalID: String
    private let client: SimulatedClient
    private var epoch = -1
    private(set) var mustRetire = false

    private var broker: SimulatedBroker { client.broker }

    init(_ client: SimulatedClient, transactionalID: String) {
        self.client = client
        self.transactionalID = transactionalID
    }

    func open(topics: [String]) throws(StreamError) {
        try client.call(.open) { () throws(StreamError) in
            epoch = broker.initialise(transactionalID)
            mustRetire = false
        }
    }

    func retire() throws(StreamError) {
        if case .givenUp? = client.lastEffect { broker.end(transactionalID, isCommit: true) }
        try open(topics: [])
    }

    func partitionCount(of topic: String) throws(StreamError) -> Int32 {
        guard let logs = broker.topics[topic] else {
            throw StreamError(.topicsChanged, "no topic \(topic)")
        }
        return Int32(logs.count)
    }

    func begin() throws(StreamError) {
        try client.call(.begin) { () throws(StreamError) in
            try checkEpoch()
            broker.begin(transactionalID)
        }
    }

    func produce(
        topic: String, partition: Int32, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader]
    ) throws(StreamError) {
        try client.call(.produce) { () throws(StreamError) in
            let open = try openTransaction()
            if let value, value.count > broker.maximumBytes[topic] ?? .max {
                throw StreamError(.badRecord, "\(topic): a record of \(value.count) bytes")
            }
            let place = SimulatedGroup.Place(topic: topic, partition: partition)
            _ = try broker.log(place)
            let record = SimulatedRecord(
                key: key.map(Array.init), value: value.map(Array.init), headers: headers,
                timestamp: broker.clock.wall)
            broker.topics[topic]![Int(partition)].append(
                record, producer: broker.producers[transactionalID]!.number,
                transaction: open.number)
            broker.producers[transactionalID]!.open!.places.insert(place)
        }
    }

    func sendOffsets(
        _ positions: [InputPosition], membership: Membership
    ) throws(StreamError) {
        try client.call(.sendOffsets) { () throws(StreamError) in
            let open = try openTransaction()
            // As librdkafka and the broker do: an empty list is fine, and fences nobody.
            guard !positions.isEmpty, let group = membership.handle as? SimulatedMembership else {
                return
            }
            guard broker.groups[group.group]?.accepts(membership) == true else {
                throw StreamError(.leave, "generation \(membership.generation) is over")
            }
            broker.groups[group.group]!.pending[open.number, default: []] += positions
            broker.producers[transactionalID]!.open!.groups.insert(group.group)
            broker.deliverLateEnd(of: transactionalID, epoch: epoch)
        }
    }

    func commit() throws(StreamError) {
        try client.call(.commit) { () throws(StreamError) in
            _ = try openTransaction()
            broker.end(transactionalID, isCommit: true)
        }
        guard case .lateEnd? = client.lastEffect else { return }
        broker.producers[transactionalID]?.lateEndEpoch = epoch
        mustRetire = true
    }

    func abort() throws(StreamError) {
        try client.call(.abort) { () throws(StreamError) in
            try checkEpoch()
            broker.end(transactionalID, isCommit: false)
        }
    }

    func close() {
        guard !client.isDead, (try? checkEpoch()) != nil else { return }
        broker.end(transactionalID, isCommit: false)
    }

    private func checkEpoch() throws(StreamError) {
        guard broker.producers[transactionalID]?.epoch == epoch else {
            throw StreamError(.rebuild, "\(transactionalID): fenced")
        }
    }

    private func openTransaction() throws(StreamError) -> SimulatedProducer.OpenTransaction {
        try checkEpoch()
        guard let open = broker.producers[transactionalID]?.open else {
            throw StreamError(.rebuild, "\(transactionalID): no open transaction")
        }
        return open
    }
}
