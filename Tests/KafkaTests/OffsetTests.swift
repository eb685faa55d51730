import BrokerSupport
import Kafka
import Streams
import Testing

extension OnKafka {
    @Test func `positions and their metadata are committed with the outputs, and read back`() throws
    {
        let input = try broker.makeTopic("in")
        let output = try broker.makeTopic("out")
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        try member.run(until: { member.membership != nil })
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [output])
        defer { sink.close() }
        let membership = try #require(member.membership)
        #expect(try member.source.committed(partitions: [0]).map(\.offset) == [-1001])
        try sink.begin()
        try sink.produce("x", to: output)
        let position = InputPosition(topic: input, partition: 0, offset: 7, metadata: "txn=42")
        try sink.sendOffsets([position], membership: membership)
        try sink.commit()
        #expect(try member.source.committed(partitions: [0]) == [position])
        try sink.begin()
        let later = InputPosition(topic: input, partition: 0, offset: 9, metadata: "txn=43")
        try sink.sendOffsets([later], membership: membership)
        try sink.abort()
        #expect(try member.source.committed(partitions: [0]) == [position])
    }

    @Test func `a committed position is not read past an open transaction on it`() throws {
        let input = try broker.makeTopic("in")
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        try member.run(until: { member.membership != nil })
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [input])
        defer { sink.close() }
        try sink.begin()
        let position = InputPosition(topic: input, partition: 0, offset: 3, metadata: "")
        try sink.sendOffsets([position], membership: try #require(member.membership))
        let refused = failure { _ = try member.source.committed(partitions: [0]) }
        #expect(refused?.consequence == .retry)
        try sink.commit()
        #expect(try member.source.committed(partitions: [0]) == [position])
    }

    @Test func `a membership from before a rebalance is refused`() throws {
        let input = try broker.makeTopic("in", partitions: 2)
        let group = TestBroker.uniqueName("group")
        let first = try makeMember(group, "a", inputs: [input])
        defer { first.close() }
        try first.run(until: { first.membership != nil })
        let stale = try #require(first.membership)
        let second = try makeMember(group, "b", inputs: [input])
        defer { second.close() }
        try first.run(
            until: { second.partitions.count == 1 && first.partitions.count == 1 }, second)
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [input])
        defer { sink.close() }
        try sink.begin()
        let position = InputPosition(topic: input, partition: 0, offset: 1, metadata: "")
        let refused = failure { try sink.sendOffsets([position], membership: stale) }
        #expect(refused?.consequence == .leave)
        try sink.abort()
        try sink.begin()
        try sink.sendOffsets([position], membership: try #require(first.membership))
        try sink.commit()
    }

    @Test func `a transaction without a position, or for nobody, is refused before it is sent`()
        throws
    {
        let input = try broker.makeTopic("in")
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        try member.run(until: { member.membership != nil })
        let membership = try #require(member.membership)
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [input])
        defer { sink.close() }
        try sink.begin()
        let none = InputPosition(topic: input, partition: 0, offset: -1001, metadata: "")
        #expect(
            failure { try sink.sendOffsets([], membership: membership) }?.consequence == .fatal)
        #expect(
            failure { try sink.sendOffsets([none], membership: membership) }?.consequence == .fatal)
        let nobody = Membership(handle: Nobody(), generation: -1, member: "")
        let position = InputPosition(topic: input, partition: 0, offset: 1, metadata: "")
        #expect(
            failure { try sink.sendOffsets([position], membership: nobody) }?.consequence == .leave)
        try sink.abort()
    }

    private final class Nobody {}
}
