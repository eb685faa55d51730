import BrokerSupport
import Kafka
import Streams
import Testing

extension OnKafka {
    private func readLog(_ topic: String, from: Int64 = 0) throws -> (values: [String], at: Int64) {
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        var values: [String] = []
        let end = try reader.highWatermark(topic: topic, partition: 0)
        let position = try reader.read(
            topic: topic, partition: 0, from: from, to: end,
            { values.append(String(decoding: $0.value!, as: UTF8.self)) }, idle: { true })
        return (values, position)
    }

    @Test func `a log that ends in control records is read to its end`() throws {
        let topic = try broker.makeTopic("state")
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("kept", to: topic)
        try sink.commit()
        for offset in [Int64(2), 4, 6] {
            try sink.begin()
            try sink.produce("aborted", to: topic)
            try waitForHighWatermark(topic, past: offset)
            try sink.abort()
        }
        try waitForHighWatermark(topic, past: 7)
        let log = try readLog(topic)
        #expect(log.values == ["kept"])
        #expect(log.at == 8)
    }

    private func waitForHighWatermark(_ topic: String, past offset: Int64) throws {
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        let end = ContinuousClock.now.advanced(by: .seconds(10))
        while try reader.highWatermark(topic: topic, partition: 0) <= offset {
            try #require(ContinuousClock.now < end)
        }
    }

    @Test func `an empty log is at its end`() throws {
        let topic = try broker.makeTopic("state")
        let log = try readLog(topic)
        #expect(log.values.isEmpty)
        #expect(log.at == 0)
    }

    @Test func `the high watermark counts what an open transaction wrote, the range does not`()
        throws
    {
        let topic = try broker.makeTopic("state")
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("open", to: topic)
        try waitForHighWatermark(topic, past: 0)
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [topic])
        defer { member.close() }
        #expect(try member.source.range(topic: topic, partition: 0) == 0..<0)
        try sink.abort()
    }

    @Test func `reading waits for an open transaction to end, and the caller may stop it`() throws {
        let topic = try broker.makeTopic("state")
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("open", to: topic)
        try waitForHighWatermark(topic, past: 0)
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        var values: [String] = []
        var idles = 0
        let stopped = try reader.read(
            topic: topic, partition: 0, from: 0, to: 1, { _ in values.append("?") },
            idle: {
                idles += 1
                return idles < 10
            })
        #expect(stopped == 0)
        #expect(values.isEmpty)
        var committed = false
        let position = try reader.read(
            topic: topic, partition: 0, from: 0, to: 1,
            { values.append(String(decoding: $0.value!, as: UTF8.self)) },
            idle: {
                if !committed { committed = (try? sink.commit()) != nil }
                return true
            })
        #expect(values == ["open"])
        #expect(position >= 1)
    }

    @Test func `a log that was trimmed says so, and begins where it was trimmed to`() throws {
        let topic = try broker.makeTopic("state")
        try broker.write(["a", "b", "c"], to: topic)
        let trimmer = try kafka.makeLogTrimmer()
        trimmer.trim(topic: topic, partition: 0, to: 2)
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        let end = ContinuousClock.now.advanced(by: .seconds(10))
        while try reader.lowWatermark(topic: topic, partition: 0) < 2 {
            try #require(ContinuousClock.now < end)
        }
        #expect(failure { _ = try readLog(topic, from: 0) }?.consequence == .outOfRange)
        #expect(try readLog(topic, from: 2).values == ["c"])
    }

    @Test func `a trim under a running read is an error of that read`() throws {
        let topic = try broker.makeTopic("state")
        try broker.write(["a", "b"], to: topic)
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        let reader = try kafka.makeLogReader()
        defer { reader.close() }
        try admin.deleteRecords(topic: topic, partition: 0, before: 2)
        try broker.write(["c"], to: topic)
        let refused = failure {
            _ = try reader.read(
                topic: topic, partition: 0, from: 1, to: 3, { _ in }, idle: { true })
        }
        #expect(refused?.consequence == .outOfRange)
        // The same reader goes on after it.
        var offsets: [Int64] = []
        _ = try reader.read(
            topic: topic, partition: 0, from: 2, to: 3, { offsets.append($0.offset) },
            idle: { true })
        #expect(offsets == [2])
    }

    @Test func `a global topic is read to its end, then followed`() throws {
        let registry = try broker.makeTopic("registry", partitions: 2)
        try broker.write(["a"], to: registry, partition: 0)
        try broker.write(["b"], to: registry, partition: 1)
        let follower = try kafka.makeGlobalFollower()
        defer { follower.close() }
        var values: [String] = []
        try follower.catchUp(
            topics: [registry], { values.append(String(decoding: $0.value!, as: UTF8.self)) },
            idle: { true })
        #expect(values.sorted() == ["a", "b"])
        #expect(follower.positions.map(\.offset) == [1, 1])
        try broker.write(["c"], to: registry, partition: 1)
        let end = ContinuousClock.now.advanced(by: .seconds(10))
        while values.count < 3 {
            try #require(ContinuousClock.now < end)
            try follower.poll(limit: 10) {
                values.append(String(decoding: $0.value!, as: UTF8.self))
            }
        }
        #expect(follower.positions.map(\.offset) == [1, 2])
    }
}
