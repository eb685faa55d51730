// One line for each C type that we own. A running client is no `Handle`: ending it blocks and wants
// its callbacks, so it is closed by hand (`Client.close`).
import CRdkafka

enum Configuration: Resource {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_conf_destroy(pointer) }
}

enum Queue: Resource {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_queue_destroy(pointer) }
}

enum Topic: Resource {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_topic_destroy(pointer) }
}

enum Event: Resource {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_event_destroy(pointer) }
}

enum Headers: Resource {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_headers_destroy(pointer) }
}

enum GroupMetadataResource: Resource {
    static func destroy(_ pointer: OpaquePointer) {
        rd_kafka_consumer_group_metadata_destroy(pointer)
    }
}

enum AdminOptions: Resource {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_AdminOptions_destroy(pointer) }
}

enum TopicPartitions: Resource {
    static func destroy(_ pointer: OpaquePointer) {
        rd_kafka_topic_partition_list_destroy(UnsafeMutablePointer(pointer))
    }
}
