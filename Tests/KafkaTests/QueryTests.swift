import BrokerSupport
import Kafka
import Streams
import Testing

/// What the client asks of a broker that does not know its partitions yet, on librdkafka's own.
@Suite(.serialized) struct QueryTests {
    private let cluster = MockCluster()

    private func makeReader(patience: Int32) throws -> any LogReader {
        cluster.makeTopic("log")
        var configuration = cluster.configuration
        configuration.patience = patience
        return try KafkaBroker(configuration).makeLogReader()
    }

    @Test func `a broker that has just come back and does not know a partition is asked again`()
        throws
    {
        let reader = try makeReader(patience: 20_000)
        defer { reader.close() }
        #expect(try reader.highWatermark(topic: "log", partition: 0) == 0)
        cluster.answer(.listOffsets, .unknownTopic, .unknownTopic, .unknownTopic)
        #expect(try reader.highWatermark(topic: "log", partition: 0) == 0)
    }

    @Test func `a partition that there is not is asked for until the patience is over`() throws {
        let reader = try makeReader(patience: 1_000)
        defer { reader.close() }
        let clock = ContinuousClock()
        let begun = clock.now
        let refused = failure { _ = try reader.highWatermark(topic: "log", partition: 7) }
        #expect(refused?.consequence == .topicsChanged)
        #expect(clock.now - begun >= .milliseconds(900))
    }
}
