import BrokerSupport
import Glibc
import Kafka
import Streams
import Testing

/// What each error of the protocol means for a transaction, on librdkafka's own broker.
@Suite(.serialized) struct SinkErrorTests {
    private let cluster = MockCluster()
    private let topic = "out"

    private func makeSink() throws -> any Sink {
        cluster.makeTopic(topic)
        var configuration = cluster.configuration
        configuration.transactionTimeout = 3_000
        let sink = try KafkaBroker(configuration).makeSink(transactionalID: "sink")
        try sink.open(topics: [topic])
        return sink
    }

    @Test func `a commit whose EndTxn was sent twice succeeds, and the producer must retire`()
        throws
    {
        let sink = try makeSink()
        defer { sink.close() }
        try sink.begin()
        try sink.produce("x", to: topic)
        try sink.commit()
        #expect(!sink.mustRetire)
        try sink.begin()
        try sink.produce("y", to: topic)
        cluster.answer(.endTransaction, .disconnect)
        try sink.commit()
        #expect(sink.mustRetire)
        try sink.retire()
        #expect(!sink.mustRetire)
        try sink.begin()
        try sink.produce("z", to: topic)
        try sink.commit()
    }

    @Test func `a coordinator that is loading, or busy with the last markers, is waited for`()
        throws
    {
        let sink = try makeSink()
        defer { sink.close() }
        try sink.begin()
        cluster.answer(.addPartitionsToTransaction, .concurrentTransactions, .coordinatorLoading)
        cluster.answer(.endTransaction, .coordinatorLoading)
        try sink.produce("x", to: topic)
        try sink.commit()
    }

    @Test
    func `a fenced producer says rebuild, and once EndTxn was sent that the outcome is unknown`()
        throws
    {
        let sink = try makeSink()
        defer { sink.close() }
        try sink.begin()
        cluster.answer(.addPartitionsToTransaction, .producerFenced)
        try sink.produce("x", to: topic)
        #expect(failure { try sink.commit() }?.consequence == .rebuild)
        try sink.retire()
        try sink.begin()
        try sink.produce("x", to: topic)
        cluster.answer(.endTransaction, .producerFenced)
        #expect(failure { try sink.commit() }?.consequence == .unknownOutcome)
        try sink.retire()
        try sink.begin()
        try sink.produce("x", to: topic)
        try sink.commit()
    }

    @Test func `offsets that were not answered in time may still come: the producer must retire`()
        throws
    {
        let sink = try makeSink()
        defer { sink.close() }
        let source = try KafkaBroker(cluster.configuration).makeSource(
            group: "group", instance: "a", inputs: [topic])
        let member = GroupMember(source, inputs: [topic])
        defer { member.close() }
        try member.run(until: { member.membership != nil })
        let membership = try #require(member.membership)
        let position = InputPosition(topic: topic, partition: 0, offset: 1, metadata: "")
        try sink.begin()
        cluster.answer(.addOffsetsToTransaction, .coordinatorLoading, afterMilliseconds: 4_500)
        let refused = failure { try sink.sendOffsets([position], membership: membership) }
        #expect(refused?.consequence == .abort)
        try sink.abort()
        #expect(sink.mustRetire)
    }

    @Test func `an abort that the broker does not understand asks for a new producer`() throws {
        let sink = try makeSink()
        defer { sink.close() }
        try sink.begin()
        try sink.produce("x", to: topic)
        // Until it was sent there is nothing to abort on the broker.
        usleep(200_000)
        cluster.answer(.endTransaction, .invalidState)
        #expect(failure { try sink.abort() }?.consequence == .rebuild)
        try sink.retire()
        try sink.begin()
        try sink.produce("x", to: topic)
        try sink.commit()
    }

    @Test func `a topic that we may not write to is said to be so`() throws {
        let sink = try makeSink()
        defer { sink.close() }
        try sink.begin()
        cluster.answer(.produce, .topicNotAuthorised)
        try sink.produce("x", to: topic)
        let refused = failure { try sink.commit() }
        #expect(refused?.consequence == .unauthorised)
        #expect(refused?.message.contains("out/0") == true)
    }

    @Test func `an id that we may not use is said to be so when the producer is opened`() throws {
        cluster.makeTopic(topic)
        cluster.answer(.initProducerID, .transactionNotAuthorised)
        let sink = try KafkaBroker(cluster.configuration).makeSink(transactionalID: "sink")
        defer { sink.close() }
        #expect(failure { try sink.open(topics: [topic]) }?.consequence == .unauthorised)
    }

    @Test func `without a broker a producer gives up after its patience`() throws {
        var configuration = ClientConfiguration(bootstrapServers: "127.0.0.1:1")
        configuration.patience = 500
        let sink = try KafkaBroker(configuration).makeSink(transactionalID: "sink")
        defer { sink.close() }
        let refused = failure { try sink.open(topics: [topic]) }
        #expect(refused?.consequence == .unavailable)
        #expect(refused?.message.contains("127.0.0.1:1") == true)
    }
}
