import CRdkafka

/// Which of a client's topics a message belongs to, without comparing names for each message.
struct TopicIndex {
    let names: [String]
    private var last: OpaquePointer?
    private var lastIndex: Int32 = 0

    init(_ names: [String]) {
        self.names = names
    }

    /// Must be called at the start of each batch: a topic object may be freed, and its address
    /// given to another, once no message of it is held.
    mutating func forget() {
        last = nil
    }

    /// -1 for a topic that is not ours.
    mutating func index(of topic: OpaquePointer?) -> Int32 {
        if topic == last, topic != nil { return lastIndex }
        guard let topic else { return -1 }
        let name = String(cString: rd_kafka_topic_name(topic))
        last = topic
        lastIndex = Int32(names.firstIndex(of: name) ?? -1)
        return lastIndex
    }
}
