import BrokerSupport
import Kafka
import Streams
import Testing

extension OnKafka {
    @Test func `what a transaction wrote is seen once it is committed, all of it`() throws {
        let topic = try broker.makeTopic(partitions: 2)
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("a", to: topic, partition: 0)
        try sink.produce("b", to: topic, partition: 1)
        #expect(try broker.read(topic) == [])
        try sink.commit()
        #expect(try broker.read(topic) == ["a", "b"])
    }

    @Test func `what an aborted transaction wrote is never seen`() throws {
        let topic = try broker.makeTopic()
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("lost", to: topic)
        try waitUntilSent(topic)
        try sink.abort()
        try sink.begin()
        try sink.produce("kept", to: topic)
        try sink.commit()
        #expect(try broker.read(topic) == ["kept"])
    }

    @Test func `a run of records arrives in order, null keys and empty values as they are`() throws
    {
        let topic = try broker.makeTopic()
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        let bytes = Array("kv".utf8)
        try sink.begin()
        try bytes.withUnsafeBytes { bytes in
            let empty = UnsafeRawBufferPointer(start: nil, count: 0)
            let records = [
                OutputRecord(
                    key: .init(rebasing: bytes[0..<1]), value: .init(rebasing: bytes[1...])),
                OutputRecord(key: nil, value: empty),
                OutputRecord(key: empty, value: nil),
            ]
            try records.withUnsafeBufferPointer { records in
                try sink.produce(topic: topic, partition: 0, records: records)
            }
        }
        try sink.commit()
        let reader = try KafkaReader(configuration, topics: [topic])
        defer { reader.close() }
        var read: [ReadRecord] = []
        try reader.readToEnd { read.append($0) }
        #expect(read.map(\.key) == [Array("k".utf8), nil, []])
        #expect(read.map(\.value) == [Array("v".utf8), [], nil])
    }

    @Test func `headers arrive with their record`() throws {
        let topic = try broker.makeTopic()
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        let headers = [
            RecordHeader(name: "plaudit.reason", value: Array("bad_json".utf8)),
            RecordHeader(name: "plaudit.detail", value: []),
        ]
        try sink.begin()
        try sink.produce(topic: topic, partition: 0, key: nil, value: nil, headers: headers)
        try sink.commit()
        let reader = try KafkaReader(configuration, topics: [topic])
        defer { reader.close() }
        var read: [ReadRecord] = []
        try reader.readToEnd { read.append($0) }
        #expect(read.first?.headers.map(\.name) == headers.map(\.name))
        #expect(read.first?.headers.map(\.value) == headers.map(\.value))
    }

    @Test func `a newer producer of the same id fences the older one`() throws {
        let topic = try broker.makeTopic()
        let id = TestBroker.uniqueName("sink")
        let older = try makeSink(id, topics: [topic])
        defer { older.close() }
        try older.begin()
        try older.produce("zombie", to: topic)
        let newer = try makeSink(id, topics: [topic])
        defer { newer.close() }
        try newer.begin()
        try newer.produce("heir", to: topic)
        try newer.commit()
        let refused = failure { try older.commit() }
        #expect([.rebuild, .unknownOutcome].contains(refused?.consequence))
        #expect(try broker.read(topic) == ["heir"])
    }

    @Test func `fencing an id ends the transaction that it left open`() throws {
        let topic = try broker.makeTopic()
        let id = TestBroker.uniqueName("sink")
        let dead = try makeSink(id, topics: [topic])
        defer { dead.close() }
        try dead.begin()
        try dead.produce("left open", to: topic)
        try waitUntilSent(topic)
        try kafka.fence(transactionalID: id)
        try broker.write(["after"], to: topic)
        #expect(try broker.read(topic) == ["after"])
    }

    /// Until what was produced lies on the broker, in an open transaction.
    private func waitUntilSent(_ topic: String) throws {
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        let end = ContinuousClock.now.advanced(by: .seconds(10))
        while try reader.highWatermark(topic: topic, partition: 0) == 0 {
            try #require(ContinuousClock.now < end)
        }
    }

    @Test func `a producer that retires in a transaction aborts it, and goes on with the same id`()
        throws
    {
        let topic = try broker.makeTopic()
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("first", to: topic)
        try waitUntilSent(topic)
        try sink.retire()
        #expect(!sink.mustRetire)
        try sink.begin()
        try sink.produce("second", to: topic)
        try sink.commit()
        #expect(try broker.read(topic) == ["second"])
    }

    @Test func `a record that the broker refuses makes the commit fail and say which`() throws {
        let topic = try broker.makeTopic(settings: ["max.message.bytes": "2000"])
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        var random = SystemRandomNumberGenerator()
        let noise = String(
            (0..<9_000).map { _ in "0123456789abcdef".randomElement(using: &random)! })
        try sink.produce(noise, to: topic)
        let refused = failure { try sink.commit() }
        #expect(refused?.consequence == .badRecord)
        #expect(refused?.message.contains("9000 bytes for \(topic)/0") == true)
        try sink.abort()
        // The sequence has a gap now: without a new producer the next transaction would fail.
        #expect(sink.mustRetire)
        try sink.retire()
        try sink.begin()
        try sink.produce("fits", to: topic)
        try sink.commit()
        #expect(try broker.read(topic) == ["fits"])
    }

    @Test func `an abort right after a commit works, or asks for a new producer`() throws {
        let topic = try broker.makeTopic()
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        for _ in 0..<10 {
            try sink.begin()
            try sink.produce("kept", to: topic)
            try sink.commit()
            try sink.begin()
            try sink.produce("aborted", to: topic)
            if let refused = failure({ try sink.abort() }) {
                #expect(refused.consequence == .rebuild)
                try sink.retire()
            }
        }
        #expect(try broker.read(topic) == Array(repeating: "kept", count: 10))
    }

    @Test func `the first record of a topic does not wait for a second`() throws {
        let quickest = try (0..<3).map { _ in
            let topic = try broker.makeTopic()
            let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
            defer { sink.close() }
            let start = ContinuousClock.now
            try sink.begin()
            try sink.produce("first", to: topic)
            try sink.commit()
            return ContinuousClock.now - start
        }.min()
        #expect(try #require(quickest) < .milliseconds(800))
    }

    @Test func `a topic that does not exist is named when the producer is opened`() throws {
        let sink = try kafka.makeSink(transactionalID: TestBroker.uniqueName("sink"))
        defer { sink.close() }
        let missing = TestBroker.uniqueName("missing")
        let refused = failure { try sink.open(topics: [missing]) }
        #expect(refused?.consequence == .topicsChanged)
        #expect(refused?.message.contains(missing) == true)
    }
}
