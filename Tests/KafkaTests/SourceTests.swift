import BrokerSupport
import Glibc
import Kafka
import Streams
import Testing

extension OnKafka {
    @Test func `a member reads what it is assigned, from the positions it starts at`() throws {
        let input = try broker.makeTopic("in")
        try broker.write(["a", "b", "c"], to: input)
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        try member.run(until: { member.read.count == 3 })
        #expect(member.read == ["0/0@0 a", "0/0@1 b", "0/0@2 c"])
    }

    @Test func `an assignment may be started long after the callback, and lives on meanwhile`()
        throws
    {
        let input = try broker.makeTopic("in")
        try broker.write(["a", "b"], to: input)
        var configuration = configuration
        configuration.sessionTimeout = 2_000
        let source = try KafkaBroker(configuration).makeSource(
            group: TestBroker.uniqueName("group"), instance: "0", inputs: [input])
        defer { source.close() }
        var assigned: Rebalance?
        while assigned == nil { assigned = try source.poll(timeout: 100, limit: 10) { _ in } }
        // A restore: longer than the session, polling on.
        let end = ContinuousClock.now.advanced(by: .seconds(4))
        while ContinuousClock.now < end {
            #expect(try source.poll(timeout: 50, limit: 0) { _ in } == nil)
        }
        let position = InputPosition(topic: input, partition: 0, offset: 1, metadata: "")
        try source.start(at: [position])
        var read: [Int64] = []
        while read.isEmpty {
            _ = try source.poll(timeout: 100, limit: 10) { read.append($0.offset) }
        }
        #expect(read == [1])
    }

    @Test func `two members share the partitions, the same ones of both inputs`() throws {
        let orders = try broker.makeTopic("orders", partitions: 3)
        let refunds = try broker.makeTopic("refunds", partitions: 3)
        for partition in 0..<Int32(3) {
            try broker.write(["o\(partition)"], to: orders, partition: partition)
            try broker.write(["r\(partition)"], to: refunds, partition: partition)
        }
        let group = TestBroker.uniqueName("group")
        let first = try makeMember(group, "a", inputs: [orders, refunds])
        defer { first.close() }
        try first.run(until: { first.read.count == 6 })
        #expect(first.partitions == [0, 1, 2])
        let second = try makeMember(group, "b", inputs: [orders, refunds])
        defer { second.close() }
        try first.run(
            until: {
                second.partitions.count + first.partitions.count == 3 && !second.partitions.isEmpty
            }, second)
        #expect(Set(first.partitions).isDisjoint(with: second.partitions))
        // Nothing was committed, so that the second reads its partitions of both from the start.
        try second.run(until: { second.read.count == second.partitions.count * 2 }, first)
        let expected = second.partitions.flatMap { p in ["0/\(p)@0 o\(p)", "1/\(p)@0 r\(p)"] }
        #expect(second.read.sorted() == expected.sorted())
    }

    @Test func `a member that comes back under its name within the session gets its partitions`()
        throws
    {
        let input = try broker.makeTopic("in", partitions: 2)
        let group = TestBroker.uniqueName("group")
        let first = try makeMember(group, "a", inputs: [input])
        let second = try makeMember(group, "b", inputs: [input])
        defer { second.close() }
        try second.run(
            until: { second.partitions.count == 1 && first.partitions.count == 1 }, first)
        let partitions = first.partitions
        first.close()
        let rebalances = second.rebalances.count
        let again = try makeMember(group, "a", inputs: [input])
        defer { again.close() }
        try again.run(until: { again.partitions.count == 1 }, second)
        #expect(again.partitions == partitions)
        #expect(second.rebalances.count == rebalances)
    }

    @Test func `a newer process with the same instance fences the older one`() throws {
        let input = try broker.makeTopic("in")
        let group = TestBroker.uniqueName("group")
        let older = try makeMember(group, "a", inputs: [input])
        defer { older.close() }
        try older.run(until: { older.membership != nil })
        let newer = try makeMember(group, "a", inputs: [input])
        defer { newer.close() }
        try newer.run(until: { newer.membership != nil })
        let end = ContinuousClock.now.advanced(by: .seconds(20))
        var refused: StreamError?
        while refused == nil, ContinuousClock.now < end { refused = failure { try older.step() } }
        #expect(refused?.consequence == .fenced)
    }

    @Test func `a member whose namesake falls silent loses its partitions and joins again`() throws
    {
        let input = try broker.makeTopic("in")
        let group = TestBroker.uniqueName("group")
        var configuration = configuration
        configuration.sessionTimeout = 2_000
        let kafka = KafkaBroker(configuration)
        let older = GroupMember(
            try kafka.makeSource(group: group, instance: "a", inputs: [input]), inputs: [input])
        defer { older.close() }
        try older.run(until: { older.membership != nil })
        // As a join of our own whose answer was lost: it goes without leaving.
        let newer = GroupMember(
            try kafka.makeSource(group: group, instance: "a", inputs: [input]), inputs: [input])
        try newer.run(until: { newer.membership != nil })
        newer.close()
        try older.run(until: { older.rebalances.count == 2 })
        guard case .lost([0]) = older.rebalances[1] else {
            Issue.record("\(older.rebalances)")
            return
        }
        try older.run(until: { older.membership != nil })
        #expect(older.partitions == [0])
    }

    @Test func `inputs with different numbers of partitions are refused`() throws {
        let orders = try broker.makeTopic("orders", partitions: 2)
        let refunds = try broker.makeTopic("refunds", partitions: 3)
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [orders, refunds])
        defer { member.close() }
        let refused = failure { try member.run(until: { member.membership != nil }) }
        #expect(refused?.consequence == .topicsChanged)
    }

    @Test func `a position that the log no longer holds is an error, not a jump`() throws {
        let input = try broker.makeTopic("in")
        try broker.write(["a", "b", "c"], to: input)
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        try admin.deleteRecords(topic: input, partition: 0, before: 2)
        let source = try kafka.makeSource(
            group: TestBroker.uniqueName("group"), instance: "0", inputs: [input])
        defer { source.close() }
        while try source.poll(timeout: 100, limit: 10, { _ in }) == nil {}
        #expect(try source.range(topic: input, partition: 0) == 2..<3)
        try source.start(at: [InputPosition(topic: input, partition: 0, offset: 0, metadata: "")])
        let end = ContinuousClock.now.advanced(by: .seconds(20))
        var refused: StreamError?
        while refused == nil, ContinuousClock.now < end {
            refused = failure { _ = try source.poll(timeout: 100, limit: 10) { _ in } }
        }
        #expect(refused?.consequence == .outOfRange)
        #expect(refused?.message.contains("\(input)/0") == true)
    }

    @Test func `at the end of the log, how far poll has come lies past the control records`() throws
    {
        let input = try broker.makeTopic("in")
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [input])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("a", to: input)
        try sink.commit()
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        #expect(member.source.reached(topic: 0, partition: 0) == nil)
        try member.run(until: { member.source.reached(topic: 0, partition: 0) == 2 })
        #expect(try member.source.range(topic: input, partition: 0) == 0..<2)
        #expect(member.read == ["0/0@0 a"])
    }

    @Test func `a record is handed over when it comes, not when the wait is over`() throws {
        let input = try broker.makeTopic("in")
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        try member.run(until: { member.membership != nil })
        let producer = try KafkaProducer(configuration, topics: [input])
        defer { producer.close() }
        try producer.produce(topic: input, key: nil, value: Array("x".utf8))
        try producer.flush()
        let start = ContinuousClock.now
        while member.read.isEmpty { try member.step(timeout: 10_000) }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `waiting costs no processor time`() throws {
        let input = try broker.makeTopic("in")
        let member = try makeMember(TestBroker.uniqueName("group"), inputs: [input])
        defer { member.close() }
        try member.run(until: { member.membership != nil })
        try member.step(timeout: 500)
        // The waiting thread's own: other tests run in the process meanwhile.
        var (before, after) = (timespec(), timespec())
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before)
        let end = ContinuousClock.now.advanced(by: .seconds(2))
        while ContinuousClock.now < end { try member.step(timeout: 200) }
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after)
        let seconds =
            Double(after.tv_sec - before.tv_sec) + Double(after.tv_nsec - before.tv_nsec) / 1e9
        #expect(seconds < 0.5)
    }

    @Test func `a full queue does not send the fetcher to sleep`() throws {
        let input = try broker.makeTopic("in")
        let producer = try KafkaProducer(configuration, topics: [input])
        defer { producer.close() }
        for _ in 0..<20_000 {
            let noise = (0..<100).map { _ in UInt8.random(in: 0...255) }
            try producer.produce(topic: input, key: nil, value: noise)
        }
        try producer.flush()
        var configuration = configuration
        configuration.extra = ["queued.min.messages": "1000", "fetch.message.max.bytes": "16384"]
        let source = try KafkaBroker(configuration).makeSource(
            group: TestBroker.uniqueName("group"), instance: "0", inputs: [input])
        defer { source.close() }
        while try source.poll(timeout: 100, limit: 0, { _ in }) == nil {}
        try source.start(at: [InputPosition(topic: input, partition: 0, offset: 0, metadata: "")])
        var last = ContinuousClock.now
        var (read, gaps) = (0, 0)
        while read < 20_000 {
            let before = read
            _ = try source.poll(timeout: 100, limit: 500) { _ in
                read += 1
                usleep(10)
            }
            guard read > before else { continue }
            if ContinuousClock.now - last > .milliseconds(400), before > 0 { gaps += 1 }
            last = .now
        }
        // Asleep for a second whenever a thousand records are there, there are about fifteen.
        #expect(gaps < 5)
    }
}
