import CRdkafka
import Streams

/// A rebalance, as the callback saw it.
struct GroupEvent {
    enum Kind {
        case assigned, revoked, lost
    }

    let kind: Kind
    /// Topic and partition of each; the offsets say nothing.
    let partitions: [InputPosition]
    /// Only of an assignment.
    let membership: GroupMetadata?

    init(
        _ code: rd_kafka_resp_err_t,
        _ partitions: UnsafePointer<rd_kafka_topic_partition_list_t>, client: OpaquePointer,
        isLost: Bool
    ) {
        self.partitions = TopicPartitionElement.elements(of: partitions).map(\.position)
        if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            kind = .assigned
            membership = GroupMetadata(of: client)
        } else {
            kind = isLost ? .lost : .revoked
            membership = nil
        }
    }
}
