import Kafka
import Streams

/// How many records of which sizes a topic holds, and what their bytes look like.
struct PublishedTopic {
    struct Size {
        var key: Int32
        var value: Int32
    }

    let name: String
    /// By partition, in order.
    private(set) var sizes: [[Size]]
    private(set) var sample = Sample()

    init(_ name: String, partitions: Int32) {
        self.name = name
        sizes = Array(repeating: [], count: Int(partitions))
    }

    var records: Int { sizes.reduce(0) { $0 + $1.count } }
    var bytes: Int {
        sizes.joined().reduce(0) { $0 + Int($1.key) + Int($1.value) }
    }

    mutating func add(_ record: Record) {
        sizes[Int(record.partition)].append(
            Size(key: Int32(record.key?.count ?? 0), value: Int32(record.value?.count ?? 0)))
        sample.add(record)
    }
}
