import CRdkafka
import Glibc
import Streams

/// A list of topic partitions with offsets and metadata, as librdkafka passes them around.
struct TopicPartitionList: ~Copyable {
    private let handle: Handle<TopicPartitions>

    init(capacity: Int = 8) {
        handle = Handle(
            adopting: OpaquePointer(rd_kafka_topic_partition_list_new(Int32(capacity))))
    }

    init(_ positions: [InputPosition]) {
        self.init(capacity: positions.count)
        for position in positions {
            add(
                position.topic, position.partition, offset: position.offset,
                metadata: position.metadata)
        }
    }

    /// An empty `metadata` is left out.
    borrowing func add(
        _ topic: String, _ partition: Int32, offset: Int64 = Int64(RD_KAFKA_OFFSET_INVALID),
        metadata: String = ""
    ) {
        withPointer { list in
            guard let element = rd_kafka_topic_partition_list_add(list, topic, partition) else {
                return
            }
            element.pointee.offset = offset
            if !metadata.isEmpty {
                // librdkafka frees it with the list, by free(3).
                element.pointee.metadata = UnsafeMutableRawPointer(strdup(metadata))
                element.pointee.metadata_size = metadata.utf8.count
            }
        }
    }

    borrowing func withPointer<T, E: Error>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) throws(E) -> T
    ) throws(E) -> T {
        try handle.withPointer { pointer throws(E) in try body(UnsafeMutablePointer(pointer)) }
    }

    /// What the list holds now.
    borrowing func elements() -> [TopicPartitionElement] {
        withPointer { list in TopicPartitionElement.elements(of: list) }
    }
}

/// One element of such a list, copied out.
struct TopicPartitionElement {
    let position: InputPosition
    let error: rd_kafka_resp_err_t

    static func elements(
        of list: UnsafePointer<rd_kafka_topic_partition_list_t>
    ) -> [TopicPartitionElement] {
        (0..<Int(list.pointee.cnt)).map { TopicPartitionElement(list.pointee.elems[$0]) }
    }

    private init(_ element: rd_kafka_topic_partition_t) {
        let metadata = UnsafeRawBufferPointer(
            start: element.metadata, count: element.metadata == nil ? 0 : element.metadata_size)
        position = InputPosition(
            topic: String(cString: element.topic), partition: element.partition,
            offset: element.offset, metadata: String(decoding: metadata, as: UTF8.self))
        error = element.err
    }
}
