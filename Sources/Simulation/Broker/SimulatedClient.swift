package import Streams

/// What one worker sees of the broker. Killed, it is never heard of again: its transaction stays
/// open, its membership too.
package final class SimulatedClient: Broker {
    package let broker: SimulatedBroker
    package let name: String
    package private(set) var isDead = false
    /// What the fault plan did to the last call.
    private(set) var lastEffect: SimulatedEffect?

    init(_ broker: SimulatedBroker, name: String) {
        self.broker = broker
        self.name = name
    }

    package func kill() { isDead = true }

    package static let death = "killed"

    /// Runs one call with what the fault plan does to it.
    func call<Value>(
        _ call: SimulatedCall, _ body: () throws(StreamError) -> Value
    ) throws(StreamError) -> Value {
        guard !isDead else { throw dead() }
        broker.note(call, of: name)
        lastEffect = broker.faults.next(call, of: name)
        switch lastEffect {
        case nil, .lateEnd?: return try body()
        case .fail(let consequence)?:
            throw StreamError(consequence, "\(call) of \(name) fails as planned")
        case .failAfterwards(let consequence)?:
            _ = try body()
            throw StreamError(consequence, "\(call) of \(name) fails afterwards, as planned")
        case .unknownOutcome(let isApplied)?:
            if isApplied { _ = try body() }
            throw StreamError(.unknownOutcome, "\(call) of \(name): no answer, as planned")
        case .crash(let isApplied)?:
            if isApplied { _ = try body() }
            isDead = true
            throw dead()
        case .givenUp(let isApplied)?:
            if isApplied { _ = try body() }
            throw StreamError(.rebuild, "\(call) of \(name) is given up, as planned")
        }
    }

    private func dead() -> StreamError { StreamError(.fatal, SimulatedClient.death) }

    package func makeSource(
        group: String, instance: String, inputs: [String]
    ) throws(StreamError) -> any Source {
        SimulatedSource(self, group: group, instance: instance, inputs: inputs)
    }

    package func makeSink(transactionalID: String) throws(StreamError) -> any Sink {
        SimulatedSink(self, transactionalID: transactionalID)
    }

    package func makeLogReader() throws(StreamError) -> any LogReader { SimulatedLogReader(self) }

    package func makeGlobalFollower() throws(StreamError) -> any GlobalFollower {
        SimulatedGlobalFollower(self)
    }

    package func makeLogTrimmer() throws(StreamError) -> any LogTrimmer {
        SimulatedLogTrimmer(self)
    }

    package func fence(transactionalID: String) throws(StreamError) {
        guard !isDead else { throw dead() }
        _ = broker.initialise(transactionalID)
    }
}
