import CRdkafka
import Streams

/// Deletes the start of state logs and of a stage's own inputs. Needs the Delete right on their
/// topics.
package final class KafkaLogTrimmer: LogTrimmer {
    private let client: Client
    private var results: OpaquePointer?

    init(_ configuration: ClientConfiguration) throws(StreamError) {
        client = try Client(.trimmer, configuration)
        // Served by a thread of librdkafka's, which logs what went wrong.
        results = rd_kafka_queue_get_background(client.pointer)
    }

    deinit { close() }

    /// `offset` is never -1, which would delete all there is, open transactions included.
    package func trim(topic: String, partition: Int32, to offset: Int64) {
        guard offset > 0, let results else { return }
        let list = TopicPartitionList(capacity: 1)
        list.add(topic, partition, offset: offset)
        var request = list.withPointer { rd_kafka_DeleteRecords_new($0) }
        rd_kafka_DeleteRecords(client.pointer, &request, 1, nil, results)
        rd_kafka_DeleteRecords_destroy(request)
    }

    package func close() {
        guard let results else { return }
        rd_kafka_queue_destroy(results)
        self.results = nil
        client.close()
    }
}
