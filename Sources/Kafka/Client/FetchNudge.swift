import CRdkafka

/// Keeps 2.0.2 fetching: once its queue is full, the thread that fetches sleeps for up to a second,
/// whatever is drained meanwhile. (`fetch.queue.backoff.ms` came with 2.2.) Any request wakes it: a
/// small one is sent, without waiting for its answer, when records are taken faster than they come.
/// Without this the queue would have to hold more than a second's records.
struct FetchNudge {
    private let client: Client
    private let topic: OpaquePointer
    private var nudgedAt: Int64 = 0

    /// At most one request in this many ms.
    private static let interval: Int64 = 10

    /// Some topic of the client's, which must outlive this.
    init(_ client: Client, topic: OpaquePointer) {
        self.client = client
        self.topic = topic
    }

    /// To be called after a full batch was taken of `queue`.
    mutating func afterFullBatch(of queue: FetchQueue, limit: Int) {
        guard queue.backlog < 4 * limit else { return }
        let now = Deadline.now
        guard now - nudgedAt >= FetchNudge.interval else { return }
        nudgedAt = now
        var metadata: UnsafePointer<rd_kafka_metadata>?
        rd_kafka_metadata(client.pointer, 0, topic, &metadata, 0)
        if let metadata { rd_kafka_metadata_destroy(metadata) }
    }
}
