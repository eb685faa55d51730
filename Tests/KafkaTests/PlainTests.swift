import BrokerSupport
import Kafka
import Streams
import Testing

extension OnKafka {
    @Test func `a plain producer keeps timestamps and headers, and a plain reader shows them`()
        throws
    {
        let topic = try broker.makeTopic(partitions: 3)
        let producer = try KafkaProducer(configuration, topics: [topic])
        defer { producer.close() }
        #expect(try producer.partitionCount(of: topic) == 3)
        try producer.produce(
            topic: topic, partition: 2, key: Array("k".utf8), value: nil,
            headers: [RecordHeader(name: "h", value: [1, 2])], timestamp: 1_700_000_000_123)
        try producer.flush()
        let reader = try KafkaReader(configuration, topics: [topic])
        defer { reader.close() }
        var read: [ReadRecord] = []
        try reader.readToEnd { read.append($0) }
        let record = try #require(read.first)
        #expect(record.partition == 2)
        #expect(record.timestamp == 1_700_000_000_123)
        #expect(record.key == Array("k".utf8))
        #expect(record.value == nil)
        #expect(record.headers.map(\.value) == [[1, 2]])
    }

    @Test func `a key goes to the partition where Java's producer would put it`() throws {
        let topic = try broker.makeTopic(partitions: 6)
        let producer = try KafkaProducer(configuration, topics: [topic])
        defer { producer.close() }
        for key in ["order-1", "order-2", "order-3", "1001"] {
            try producer.produce(topic: topic, key: Array(key.utf8), value: [])
        }
        try producer.flush()
        let reader = try KafkaReader(configuration, topics: [topic])
        defer { reader.close() }
        try reader.readToEnd { record in
            let key = record.key!
            let expected = key.withUnsafeBytes { Murmur2.partition(of: $0, partitions: 6) }
            #expect(record.partition == expected)
        }
        #expect(reader.isAtEnd)
    }

    @Test func `a record that was not delivered makes flush say which`() throws {
        let topic = try broker.makeTopic(settings: ["max.message.bytes": "2000"])
        let producer = try KafkaProducer(configuration, topics: [topic])
        defer { producer.close() }
        let noise = (0..<9_000).map { _ in UInt8.random(in: 0...255) }
        try producer.produce(topic: topic, key: nil, value: noise)
        let refused = failure { try producer.flush() }
        #expect(refused?.consequence == .badRecord)
        #expect(refused?.message.contains("\(topic)/0") == true)
    }

    @Test func `a reader follows what comes after the end, and sees no aborted record`() throws {
        let topic = try broker.makeTopic()
        try broker.write(["a"], to: topic)
        let reader = try KafkaReader(configuration, topics: [topic])
        defer { reader.close() }
        var values: [String] = []
        func take(_ record: ReadRecord) {
            values.append(String(decoding: record.value ?? [], as: UTF8.self))
        }
        try reader.readToEnd(take)
        #expect(values == ["a"])
        let sink = try makeSink(TestBroker.uniqueName("sink"), topics: [topic])
        defer { sink.close() }
        try sink.begin()
        try sink.produce("aborted", to: topic)
        try sink.abort()
        try broker.write(["b"], to: topic)
        let end = ContinuousClock.now.advanced(by: .seconds(10))
        while values.count < 2 {
            try #require(ContinuousClock.now < end)
            try reader.follow(timeout: 100, take)
        }
        #expect(values == ["a", "b"])
        #expect(reader.positions.map(\.offset)[0] >= 2)
    }
}
