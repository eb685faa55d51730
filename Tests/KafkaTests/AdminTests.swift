import BrokerSupport
import Kafka
import Streams
import Testing

extension OnKafka {
    private func withAdmin<T>(_ body: (KafkaAdmin) throws -> T) throws -> T {
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        return try body(admin)
    }

    /// nil while a transaction, or the writing of its markers, is under way.
    private func stable<T>(_ body: () throws -> T) throws -> T? {
        do {
            return try body()
        } catch let error as StreamError where error.consequence == .retry {
            return nil
        }
    }

    @Test func `a topic is created with its settings, once`() throws {
        try withAdmin { admin in
            let topic = TopicSpecification(
                name: TestBroker.uniqueName("created"), partitions: 3, replicationFactor: 1,
                settings: ["cleanup.policy": "compact", "segment.bytes": "16777216"])
            guard case .done = try admin.create([topic]).first?.outcome else {
                Issue.record("not created")
                return
            }
            guard case .nothingToDo = try admin.create([topic]).first?.outcome else {
                Issue.record("created twice")
                return
            }
            let settings = try admin.settings(of: [topic.name])[topic.name]
            #expect(settings?["cleanup.policy"] == "compact")
            #expect(settings?["segment.bytes"] == "16777216")
            #expect(settings?["retention.ms"] != nil)
            let created = try admin.topics().first { $0.name == topic.name }
            #expect(created?.partitions == 3)
            #expect(created?.replicationFactor == 1)
        }
    }

    @Test func `what cannot be created says why, and the others are`() throws {
        try withAdmin { admin in
            let good = TopicSpecification(name: TestBroker.uniqueName("good"), partitions: 1)
            let bad = TopicSpecification(
                name: TestBroker.uniqueName("bad"), partitions: 1, settings: ["no.such": "1"])
            let outcomes = try admin.create([good, bad])
            #expect(outcomes.map(\.topic) == [good.name, bad.name])
            guard case .done = outcomes[0].outcome, case .failed(let error) = outcomes[1].outcome
            else {
                Issue.record("\(outcomes)")
                return
            }
            #expect(error.message.contains("no.such"))
            #expect(error.message.contains(bad.name))
        }
    }

    @Test func `a deleted topic is gone, and deleting it again is nothing to do`() throws {
        let topic = try broker.makeTopic()
        try withAdmin { admin in
            guard case .done = try admin.delete(topics: [topic]).first?.outcome else {
                Issue.record("not deleted")
                return
            }
            let end = ContinuousClock.now.advanced(by: .seconds(10))
            while try admin.topics().contains(where: { $0.name == topic }) {
                try #require(ContinuousClock.now < end)
            }
            guard case .nothingToDo = try admin.delete(topics: [topic]).first?.outcome else {
                Issue.record("deleted twice")
                return
            }
            #expect(try admin.settings(of: [topic]).isEmpty)
        }
    }

    @Test func `a group's positions are read without joining it, and forgotten with it`() throws {
        let input = try broker.makeTopic("in", partitions: 2)
        let group = TestBroker.uniqueName("group")
        let member = try makeMember(group, "a", inputs: [input])
        try member.run(until: { member.membership != nil })
        let positions = [
            InputPosition(topic: input, partition: 0, offset: 5, metadata: "n=1"),
            InputPosition(topic: input, partition: 1, offset: 6, metadata: "n=2"),
        ]
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [input])
        defer { sink.close() }
        try sink.begin()
        try sink.sendOffsets(positions, membership: try #require(member.membership))
        try sink.commit()
        try withAdmin { admin in
            var committed: [InputPosition]?
            while committed == nil {
                committed = try stable {
                    try admin.committed(group: group, partitions: [(input, 0), (input, 1)])
                }
            }
            #expect(committed == positions)
            #expect(try admin.committed(group: group) == positions)
            let living = try admin.describe(group: group)
            #expect(living.state == "Stable")
            #expect(living.members == ["a"])
            guard case .failed = try admin.delete(group: group) else {
                Issue.record("a group with members was deleted")
                return
            }
        }
        member.close()
    }

    @Test func `a group that nobody is in is deleted with its positions`() throws {
        let input = try broker.makeTopic("in")
        let group = TestBroker.uniqueName("group")
        var short = configuration
        short.sessionTimeout = 1_000
        let source = try KafkaBroker(short).makeSource(group: group, instance: "a", inputs: [input])
        let member = GroupMember(source, inputs: [input])
        try member.run(until: { member.membership != nil })
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [input])
        defer { sink.close() }
        try sink.begin()
        let position = InputPosition(topic: input, partition: 0, offset: 1, metadata: "")
        try sink.sendOffsets([position], membership: try #require(member.membership))
        try sink.commit()
        member.close()
        try withAdmin { admin in
            let end = ContinuousClock.now.advanced(by: .seconds(20))
            while try admin.describe(group: group).members != [] {
                try #require(ContinuousClock.now < end)
            }
            try admin.deletePositions(group: group, partitions: [(input, 0)])
            #expect(try admin.committed(group: group) == [])
            guard case .done = try admin.delete(group: group),
                case .nothingToDo = try admin.delete(group: group)
            else {
                Issue.record("not deleted")
                return
            }
        }
    }

    @Test func `brokers that answer are reached, others are not, in time and with the reason`()
        throws
    {
        try withAdmin { try $0.reach(within: 5_000) }
        let admin = try KafkaAdmin(ClientConfiguration(bootstrapServers: "127.0.0.1:1"))
        defer { admin.close() }
        let start = ContinuousClock.now
        let refused = failure { try admin.reach(within: 1_000) }
        #expect(refused?.consequence == .unavailable)
        #expect(refused?.message.contains("127.0.0.1:1") == true)
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
