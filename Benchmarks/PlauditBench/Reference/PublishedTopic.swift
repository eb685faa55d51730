import Kafka
import Streams

/// How many records of which sizes a topic holds, and what their bytes look like.
struct PublishedTopic {
    struct Size {
        var key: Int32
        var value: Int32
    }

    /// Enough to compress as the whole does, little enough to stay out of the way.
    private static let sampleBytes = 4 << 20

    let name: String
    /// By partition, in order.
    private(set) var sizes: [[Size]]
    /// The first keys and values as they are.
    private(set) var sample: [UInt8] = []

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
        guard sample.count < Self.sampleBytes else { return }
        if let key = record.key { sample.append(contentsOf: key) }
        if let value = record.value { sample.append(contentsOf: value) }
    }
}
