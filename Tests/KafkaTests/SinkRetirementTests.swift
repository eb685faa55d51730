import BrokerSupport
import Kafka
import Streams
import Testing

/// A producer is given up in the middle of its transaction. What 2.0.2 does not wait for by itself
/// ends the process now and then (see `UnfinishedTransaction`), and these tests with it.
@Suite(.serialized) struct SinkRetirementTests {
    private let cluster = MockCluster()
    private let topic = "out"

    private func makeSink() throws -> any Sink {
        cluster.makeTopic(topic, partitions: 2)
        let sink = try KafkaBroker(cluster.configuration).makeSink(transactionalID: "sink")
        try sink.open(topics: [topic])
        return sink
    }

    @Test func `one that was fenced is not gone before all that it sent is answered`() throws {
        let sink = try makeSink()
        defer { sink.close() }
        try sink.begin()
        // Both are under way when the first is answered.
        for (partition, delay) in [(0, 20), (1, 300)] as [(Int32, Int32)] {
            cluster.answer(.produce, .producerFenced, afterMilliseconds: delay)
            try sink.produce("lost", to: topic, partition: partition)
        }
        var refused: StreamError?
        while refused == nil { refused = failure { try sink.produce("lost", to: topic) } }
        #expect(refused?.consequence == .rebuild)
        let start = ContinuousClock.now
        try sink.retire()
        #expect(ContinuousClock.now - start > .milliseconds(150))
        try sink.begin()
        try sink.produce("kept", to: topic)
        try sink.commit()
    }

    /// Only now and then was its end quicker than what it had to tell the coordinator.
    @Test func `one that has only just produced its first record ends in good order`() throws {
        let sink = try makeSink()
        defer { sink.close() }
        for _ in 0..<150 {
            try sink.begin()
            try sink.produce("lost", to: topic)
            try sink.retire()
        }
        try sink.begin()
        try sink.produce("kept", to: topic)
        try sink.commit()
    }
}
