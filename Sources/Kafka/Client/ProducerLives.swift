import CRdkafka
import Streams

/// What the embedded broker (noida-db 0.2.3) gets wrong about aborted transactions, and how to live
/// with it.
///
/// It names every aborted transaction of a partition, as producer id and first offset, in every
/// answer to a fetch and for ever, where Kafka names those that the answer overlaps. librdkafka
/// takes a name off its list only when it meets the abort's marker. So a reader that is past the
/// marker takes all that this producer id writes later for aborted, and silently reads on without
/// it.
///
/// The work-around: a producer id that has aborted anything never writes again. Each opening of a
/// sink is a new life with a transactional id of its own, `<id>~<n>`, which the broker gives a new
/// producer id. The number lives as a committed position of a group, so that the next life, in
/// whatever process, can end the transaction that the last one left open.
enum ProducerLives {
    /// What every noida-db calls its cluster.
    private static let embeddedCluster = "MkU3OEVBNTctOEUyRi00"
    /// Positions can only be committed of a topic that exists.
    private static let topic = "producer-lives"

    /// True where the broker is the embedded one. Its name is known from the first answer on.
    static func areNeeded(by client: Client) -> Bool {
        guard let name = rd_kafka_clusterid(client.pointer, 1000) else { return false }
        defer { rd_kafka_mem_free(client.pointer, name) }
        return String(cString: name) == embeddedCluster
    }

    /// Ends the current life of `id` and begins the next.
    /// - Returns: its transactional id.
    static func next(
        of id: String, _ configuration: ClientConfiguration
    ) throws(StreamError) -> String {
        let life = try end(id, configuration) + 1
        let client = try Client(.offsets(group: group(of: id)), configuration)
        defer { client.close() }
        let list = TopicPartitionList(capacity: 1)
        list.add(topic, 0, offset: life)
        let code = list.withPointer { rd_kafka_commit(client.pointer, $0, 0) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw client.error(code, "beginning life \(life) of producer \(id)")
        }
        return name(id, life)
    }

    /// Fences the current life of `id` and ends its open transaction.
    /// - Returns: its number, 0 where it never lived.
    @discardableResult
    static func end(
        _ id: String, _ configuration: ClientConfiguration
    ) throws(StreamError) -> Int64 {
        let life = try current(of: id, configuration)
        guard life > 0 else { return 0 }
        let role = ClientRole.fence(transactionalID: name(id, life))
        let producer = try OpenProducer(role, configuration)
        defer { producer.close() }
        try producer.initTransactions()
        return life
    }

    private static func current(
        of id: String, _ configuration: ClientConfiguration
    ) throws(StreamError) -> Int64 {
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        _ = try admin.create([TopicSpecification(name: topic, partitions: 1)])
        return try admin.committed(group: group(of: id)).first { $0.topic == topic }?.offset ?? 0
    }

    private static func group(of id: String) -> String { "\(id)-lives" }

    private static func name(_ id: String, _ life: Int64) -> String { "\(id)~\(life)" }
}
