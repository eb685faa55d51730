import CRdkafka
package import Kafka

/// librdkafka's broker in this process: answers with the errors that it is told to. It keeps no
/// transactions apart (what was aborted is read), so that it serves for the protocol's errors only.
package final class MockCluster {
    /// Kafka's numbers of the requests that tests break.
    package enum Request: Int16 {
        case produce = 0
        case listOffsets = 2
        case metadata = 3
        case findCoordinator = 10
        case initProducerID = 22
        case addPartitionsToTransaction = 24
        case addOffsetsToTransaction = 25
        case endTransaction = 26
        case transactionalOffsetCommit = 28
    }

    package enum Answer {
        /// The connection breaks.
        case disconnect
        case coordinatorLoading, concurrentTransactions, producerFenced, invalidState
        case topicNotAuthorised, transactionNotAuthorised, illegalGeneration, unknownTopic

        var code: rd_kafka_resp_err_t {
            switch self {
            case .disconnect: RD_KAFKA_RESP_ERR__TRANSPORT
            case .coordinatorLoading: RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS
            case .concurrentTransactions: RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS
            case .producerFenced: RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH
            case .invalidState: RD_KAFKA_RESP_ERR_INVALID_TXN_STATE
            case .topicNotAuthorised: RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED
            case .transactionNotAuthorised:
                RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED
            case .illegalGeneration: RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION
            case .unknownTopic: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
            }
        }
    }

    private let client: OpaquePointer
    private let cluster: OpaquePointer

    package init() {
        client = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nil, 0)
        cluster = rd_kafka_mock_cluster_new(client, 1)
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(client)
    }

    package var configuration: ClientConfiguration {
        let servers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
        return ClientConfiguration(bootstrapServers: servers, clientID: "test")
    }

    package func makeTopic(_ name: String, partitions: Int32 = 1) {
        rd_kafka_mock_topic_create(cluster, name, partitions, 1)
    }

    /// The next requests of this kind get these answers, in order.
    package func answer(_ request: Request, _ answers: Answer...) {
        let codes = answers.map(\.code)
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// The next request of this kind gets this answer so late. Given twice, to the next two.
    package func answer(_ request: Request, _ answer: Answer, afterMilliseconds delay: Int32) {
        plaudit_mock_answer(cluster, 1, request.rawValue, answer.code, delay)
    }

    /// Makes the broker slow.
    package func setRoundTrip(milliseconds: Int32) {
        rd_kafka_mock_broker_set_rtt(cluster, 1, milliseconds)
    }
}
