import BrokerSupport
import Kafka
import Streams
import Testing

/// What the embedded broker must do for the demo and for tests of the pipeline.
@Suite(
    .serialized,
    .enabled(
        if: TestBroker.isAvailable(.noida), Comment(rawValue: TestBroker.absence(.noida))))
struct OnNoida {
    let broker: TestBroker
    let kafka: KafkaBroker

    init() throws {
        broker = try TestBroker.shared(.noida)
        kafka = KafkaBroker(broker.configuration)
    }

    private func makeSink(topics: [String], id: String = TestBroker.uniqueName("sink")) throws
        -> any Sink
    {
        let sink = try kafka.makeSink(transactionalID: id)
        try sink.open(topics: topics)
        return sink
    }

    @Test func `committed records are read, aborted ones are not, and the log is read past both`()
        throws
    {
        let topic = try broker.makeTopic()
        let sink = try makeSink(topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("kept", to: topic)
        try sink.commit()
        try sink.begin()
        try sink.produce("aborted", to: topic)
        if failure({ try sink.abort() }) != nil { try sink.retire() }
        #expect(try broker.read(topic) == ["kept"])
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        let end = try reader.highWatermark(topic: topic, partition: 0)
        let position = try reader.read(
            topic: topic, partition: 0, from: 0, to: end, { _ in }, idle: { true })
        #expect(position >= end)
    }

    @Test func `a reader that is past an aborted transaction misses nothing that comes after it`()
        throws
    {
        let topic = try broker.makeTopic()
        let reader = try KafkaReader(broker.configuration, topics: [topic])
        defer { reader.close() }
        var read: [String] = []
        func follow(until count: Int) throws {
            for _ in 0..<50 where read.count < count {
                try reader.follow(timeout: 100) {
                    read.append(String(decoding: $0.value ?? [], as: UTF8.self))
                }
            }
            // On past what is no record.
            try reader.follow(timeout: 300) { _ in }
        }
        let sink = try makeSink(topics: [topic])
        defer { sink.close() }
        let log = try kafka.makeLogReader()
        defer { log.close() }
        for round in 1...3 {
            try sink.begin()
            try sink.produce("kept \(round)", to: topic)
            try sink.commit()
            try follow(until: round)
            try sink.begin()
            let end = try log.highWatermark(topic: topic, partition: 0)
            try sink.produce("aborted \(round)", to: topic)
            // What was not sent yet would be no record to abort.
            while try log.highWatermark(topic: topic, partition: 0) == end {}
            if failure({ try sink.abort() }) != nil || sink.mustRetire { try sink.retire() }
            try follow(until: round)
        }
        #expect(read == ["kept 1", "kept 2", "kept 3"])
    }

    @Test func `what a dead producer left open is ended by whoever takes its id`() throws {
        let topic = try broker.makeTopic()
        let id = TestBroker.uniqueName("sink")
        let dead = try makeSink(topics: [topic], id: id)
        defer { dead.close() }
        try dead.begin()
        try dead.produce("left open", to: topic)
        try kafka.fence(transactionalID: id)
        let heir = try makeSink(topics: [topic], id: TestBroker.uniqueName("sink"))
        defer { heir.close() }
        try heir.begin()
        try heir.produce("heir", to: topic)
        try heir.commit()
        #expect(try broker.read(topic) == ["heir"])
    }

    @Test func `positions and their metadata are committed with the outputs`() throws {
        let input = try broker.makeTopic("in")
        try broker.write(["a", "b"], to: input)
        let group = TestBroker.uniqueName("group")
        let source = try kafka.makeSource(group: group, instance: "0", inputs: [input])
        let member = GroupMember(source, inputs: [input])
        defer { member.close() }
        try member.run(until: { member.read.count == 2 })
        let sink = try makeSink(topics: [input])
        defer { sink.close() }
        try sink.begin()
        let position = InputPosition(topic: input, partition: 0, offset: 2, metadata: "n=1")
        try sink.sendOffsets([position], membership: try #require(member.membership))
        try sink.commit()
        #expect(try member.source.committed(partitions: [0]) == [position])
        let admin = try KafkaAdmin(broker.configuration)
        defer { admin.close() }
        #expect(try admin.committed(group: group) == [position])
    }

    @Test func `a newer producer of the same id fences the older one`() throws {
        let topic = try broker.makeTopic()
        let id = TestBroker.uniqueName("sink")
        let older = try makeSink(topics: [topic], id: id)
        defer { older.close() }
        try older.begin()
        try older.produce("zombie", to: topic)
        let newer = try makeSink(topics: [topic], id: id)
        defer { newer.close() }
        #expect(failure { try older.commit() } != nil)
        try newer.begin()
        try newer.produce("heir", to: topic)
        try newer.commit()
        #expect(try broker.read(topic) == ["heir"])
    }

    @Test func `the start of a log can be deleted`() throws {
        let topic = try broker.makeTopic("state")
        try broker.write(["a", "b", "c"], to: topic)
        let admin = try KafkaAdmin(broker.configuration)
        defer { admin.close() }
        try admin.deleteRecords(topic: topic, partition: 0, before: 2)
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        #expect(try reader.lowWatermark(topic: topic, partition: 0) == 2)
    }

    @Test func `a topic is created with its partitions`() throws {
        let topic = try broker.makeTopic(
            "six", partitions: 6, settings: ["cleanup.policy": "compact"])
        let admin = try KafkaAdmin(broker.configuration)
        defer { admin.close() }
        #expect(try admin.topics().first { $0.name == topic }?.partitions == 6)
        #expect(try admin.settings(of: [topic])[topic] != nil)
    }

    @Test func `two members share the partitions`() throws {
        let input = try broker.makeTopic("in", partitions: 4)
        let group = TestBroker.uniqueName("group")
        func makeMember(_ instance: String) throws -> GroupMember {
            GroupMember(
                try kafka.makeSource(group: group, instance: instance, inputs: [input]),
                inputs: [input])
        }
        let first = try makeMember("a")
        defer { first.close() }
        try first.run(until: { first.partitions.count == 4 })
        let second = try makeMember("b")
        defer { second.close() }
        try first.run(
            until: { first.partitions.count == 2 && second.partitions.count == 2 }, second)
        #expect(Set(first.partitions + second.partitions) == [0, 1, 2, 3])
    }
}
