import CRdkafka
import Streams

/// One life of a group member: its client, the queue that its records and rebalances come in, and
/// what keeps it fetching. Closed by hand.
final class GroupClient {
    let client: Client
    let queue: FetchQueue
    var nudge: FetchNudge
    private let topic: OpaquePointer
    private var isOpen = true

    /// Joins the group; the first rebalance comes with a later poll.
    init(
        _ role: ClientRole, inputs: [String], _ configuration: ClientConfiguration
    ) throws(StreamError) {
        client = try Client(role, configuration)
        rd_kafka_poll_set_consumer(client.pointer)
        queue = FetchQueue(adopting: rd_kafka_queue_get_consumer(client.pointer))
        do {
            topic = try client.makeTopic(inputs[0]).relinquish()
        } catch {
            queue.close()
            client.close()
            throw error
        }
        nudge = FetchNudge(client, topic: topic)
        let subscription = TopicPartitionList(capacity: inputs.count)
        for input in inputs { subscription.add(input, -1) }
        let code = subscription.withPointer { rd_kafka_subscribe(client.pointer, $0) }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        close()
        throw client.error(code, "cannot join as \(role)")
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        queue.close()
        rd_kafka_topic_destroy(topic)
        client.close()
    }
}
