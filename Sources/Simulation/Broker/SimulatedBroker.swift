package import Streams

// A broker in memory, deterministic: the same calls in the same order give the same logs. One for
// all the workers of a test; `client(_:)` is what one worker sees of it, and can be killed.

package final class SimulatedBroker {
    package let clock: SimulatedClock
    package var faults: SimulatedFaults
    /// A transaction without an end is aborted after so long, in ms.
    package var transactionTimeout: Int64 = 10_000
    /// How long after the answer to a commit its markers are written, in ms.
    package var markerDelay: Int64 = 0
    /// Polls hand over a random part of what there is.
    package var isErratic = false
    /// A poll after a rebalance may first hand over records that were fetched before it.
    package var handsOverStaleRecords = false
    /// Called before each call of a client, with the client's name: a test may act in between.
    package var beforeCall: ((SimulatedCall, String) -> Void)?
    /// How many calls of a kind each client has made.
    package private(set) var calls: [String: [SimulatedCall: Int]] = [:]
    /// Members are given assignments without a generation and a member id.
    package var givesEmptyMemberships = false
    /// How far a client sees the global topics; all of them where it is not named.
    package var globalLimit: [String: Int64] = [:]
    /// Every trim that was asked for.
    package private(set) var trims: [InputPosition] = []
    /// Largest value that a topic takes.
    package var maximumBytes: [String: Int] = [:]

    var random: SimulatedChance
    var topics: [String: [SimulatedLog]] = [:]
    var producers: [String: SimulatedProducer] = [:]
    var groups: [String: SimulatedGroup] = [:]
    private var transactions = 0
    private var unwrittenMarkers: [(at: Int64, place: SimulatedGroup.Place, transaction: Int)] = []

    package init(seed: UInt64 = 0, clock: SimulatedClock = SimulatedClock()) {
        self.clock = clock
        random = SimulatedChance(seed: seed)
        faults = SimulatedFaults(seed: seed &+ 1)
    }

    // MARK: - What a test does

    package func createTopic(_ name: String, partitions: Int) {
        let logs = topics[name] ?? []
        topics[name] = logs + Array(repeating: SimulatedLog(), count: partitions - logs.count)
    }

    package func append(
        _ topic: String, partition: Int32, key: [UInt8]?, value: [UInt8]?, timestamp: Int64? = nil
    ) {
        topics[topic]![Int(partition)].append(
            SimulatedRecord(key: key, value: value, timestamp: timestamp ?? clock.wall))
    }

    /// What a read_committed consumer sees of a topic, by partition.
    package func committedRecords(of topic: String) -> [[SimulatedRecord]] {
        settle()
        return topics[topic]?.map(\.committedRecords) ?? []
    }

    package func log(_ topic: String, _ partition: Int32) -> SimulatedLog {
        topics[topic]![Int(partition)]
    }

    /// What a worker sees; a fault's `client` is this name.
    package func client(_ name: String) -> SimulatedClient { SimulatedClient(self, name: name) }

    /// The session of a member is over: its partitions go to others.
    package func expire(instance: String, group: String) { groups[group]?.expire(instance) }

    package func rebalance(group: String) { groups[group]?.rebalance() }

    package func committedPositions(of group: String) -> [InputPosition] {
        Array((groups[group]?.committed ?? [:]).values)
    }

    package func forgetOffsets(of group: String) { groups[group]?.committed = [:] }

    package func setOffset(_ position: InputPosition, of group: String) {
        let place = SimulatedGroup.Place(topic: position.topic, partition: position.partition)
        groups[group]?.committed[place] = position
    }

    package func trim(_ topic: String, _ partition: Int32, to offset: Int64) {
        trims.append(
            InputPosition(topic: topic, partition: partition, offset: offset, metadata: ""))
        topics[topic]?[Int(partition)].trim(to: offset)
    }

    func note(_ call: SimulatedCall, of client: String) {
        settle()
        calls[client, default: [:]][call, default: 0] += 1
        beforeCall?(call, client)
    }

    // MARK: - Transactions

    func log(_ place: SimulatedGroup.Place) throws(StreamError) -> SimulatedLog {
        guard let logs = topics[place.topic], logs.indices.contains(Int(place.partition)) else {
            throw StreamError(.topicsChanged, "no topic \(place.topic)/\(place.partition)")
        }
        return logs[Int(place.partition)]
    }

    /// Fences what was before, ends its open transaction; the new epoch.
    func initialise(_ id: String) -> Int {
        settle()
        if producers[id] == nil {
            producers[id] = SimulatedProducer(number: producers.count)
        }
        if producers[id]!.open != nil {
            clock.advance(by: 500)
            end(id, isCommit: false)
        }
        writeMarkers(until: .max)
        producers[id]!.epoch += 1
        return producers[id]!.epoch
    }

    func begin(_ id: String) {
        transactions += 1
        producers[id]!.open = SimulatedProducer.OpenTransaction(
            number: transactions, since: clock.monotonic)
    }

    func end(_ id: String, isCommit: Bool) {
        guard let open = producers[id]?.open else { return }
        producers[id]!.open = nil
        for name in open.groups {
            let positions = groups[name]?.pending.removeValue(forKey: open.number) ?? []
            if isCommit { for position in positions { setOffset(position, of: name) } }
        }
        for place in open.places {
            if isCommit, markerDelay > 0 {
                unwrittenMarkers.append((clock.monotonic + markerDelay, place, open.number))
            } else {
                topics[place.topic]![Int(place.partition)].end(
                    transaction: open.number, isCommit ? .committed : .aborted)
            }
        }
    }

    /// A request that was long on its way meets whatever transaction of its epoch is open.
    func deliverLateEnd(of id: String, epoch: Int) {
        guard producers[id]?.lateEndEpoch == epoch, producers[id]?.epoch == epoch else { return }
        producers[id]!.lateEndEpoch = nil
        end(id, isCommit: true)
    }

    /// What time has brought: markers, and the end of transactions that nobody ended.
    func settle() {
        writeMarkers(until: clock.monotonic)
        for (id, producer) in producers {
            guard let open = producer.open, clock.monotonic - open.since > transactionTimeout
            else { continue }
            producers[id]!.epoch += 1
            end(id, isCommit: false)
        }
    }

    private func writeMarkers(until time: Int64) {
        for marker in unwrittenMarkers where marker.at <= time {
            topics[marker.place.topic]![Int(marker.place.partition)].end(
                transaction: marker.transaction, .committed)
        }
        unwrittenMarkers.removeAll { $0.at <= time }
    }
}

extension SimulatedBroker: Broker {
    package func makeSource(
        group: String, instance: String, inputs: [String]
    ) throws(StreamError) -> any Source {
        try client(instance).makeSource(group: group, instance: instance, inputs: inputs)
    }

    package func makeSink(transactionalID: String) throws(StreamError) -> any Sink {
        try client(transactionalID).makeSink(transactionalID: transactionalID)
    }

    package func makeLogReader() throws(StreamError) -> any LogReader {
        try client("").makeLogReader()
    }

    package func makeGlobalFollower() throws(StreamError) -> any GlobalFollower {
        try client("").makeGlobalFollower()
    }

    package func makeLogTrimmer() throws(StreamError) -> any LogTrimmer {
        try client("").makeLogTrimmer()
    }

    package func fence(transactionalID: String) throws(StreamError) {
        _ = initialise(transactionalID)
    }
}
