import BrokerSupport
import Kafka
import Streams
import Testing

/// All tests that need a real broker, one after the other.
@Suite(
    .serialized,
    .enabled(
        if: TestBroker.isAvailable(.kafka), Comment(rawValue: TestBroker.absence(.kafka))))
struct OnKafka {
    let broker: TestBroker
    let configuration: ClientConfiguration

    init() throws {
        broker = try TestBroker.shared(.kafka)
        configuration = broker.configuration
    }

    var kafka: KafkaBroker { KafkaBroker(configuration) }

    func makeSink(_ id: String, topics: [String]) throws -> any Sink {
        let sink = try kafka.makeSink(transactionalID: id)
        try sink.open(topics: topics)
        return sink
    }

    func makeMember(
        _ group: String, _ instance: String = "0", inputs: [String]
    ) throws -> GroupMember {
        GroupMember(
            try kafka.makeSource(group: group, instance: instance, inputs: inputs),
            inputs: inputs)
    }
}

extension Sink {
    func produce(_ value: String, to topic: String, partition: Int32 = 0) throws(StreamError) {
        let bytes = Array(value.utf8)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyBytes(from: bytes)
        try produce(
            topic: topic, partition: partition, key: nil, value: UnsafeRawBufferPointer(copy),
            headers: [])
    }
}

/// The error that `body` throws.
func failure(_ body: () throws -> Void) -> StreamError? {
    do {
        try body()
        return nil
    } catch {
        return error as? StreamError
    }
}
