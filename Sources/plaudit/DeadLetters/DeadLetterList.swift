import Codec
import Kafka
import Pipeline
import Streams

/// A record that could not be used, as it lies in the dead-letters topic.
struct StoredDeadLetter {
    var place: String
    /// `topic/partition/offset` of the original.
    var source: String
    var reason: String
    var detail: String
    var time: String
    var key: [UInt8]?
    var value: [UInt8]?

    init(_ record: ReadRecord) {
        func header(_ name: String) -> String {
            record.headers.first { $0.name == name }
                .map { String(decoding: $0.value, as: UTF8.self) } ?? ""
        }
        place = "\(record.topic)/\(record.partition)/\(record.offset)"
        source = header("plaudit.source")
        reason = header("plaudit.reason")
        detail = header("plaudit.detail")
        time = header("plaudit.time")
        key = record.key
        value = record.value
    }

    /// The topic that it came from; nil where the header does not say one.
    var topic: String? {
        let parts = source.split(separator: "/")
        return parts.count == 3 ? String(parts[0]) : nil
    }
}

struct DeadLetterList {
    let cluster: Cluster

    /// Those of one reason, or all; in the order of their partitions.
    func read(reason: String) throws(Failure) -> [StoredDeadLetter] {
        do throws(StreamError) {
            let reader = try KafkaReader(cluster.client, topics: [cluster.topics.deadLetters])
            defer { reader.close() }
            var letters: [StoredDeadLetter] = []
            try reader.readToEnd { record in
                let letter = StoredDeadLetter(record)
                if reason.isEmpty || letter.reason == reason { letters.append(letter) }
            }
            return letters
        } catch {
            throw Failure(error)
        }
    }

    /// Sends the original bytes to the topic that they came from, to the partition of their key,
    /// with a header that says where the dead letter lies. What is still wrong with a record makes
    /// it a dead letter again.
    func replay(_ letters: [StoredDeadLetter]) throws(Failure) -> Int {
        do throws(StreamError) {
            let sent = letters.filter { $0.topic != nil }
            let topics = Set(sent.compactMap(\.topic)).sorted()
            guard !topics.isEmpty else { return 0 }
            let producer = try KafkaProducer(cluster.client, topics: topics)
            defer { producer.close() }
            for letter in sent {
                guard let topic = letter.topic else { continue }
                try producer.produce(
                    topic: topic, key: letter.key, value: letter.value,
                    headers: [
                        RecordHeader(
                            name: "plaudit.replayed-from", value: Array(letter.place.utf8))
                    ])
            }
            try producer.flush()
            return sent.count
        } catch {
            throw Failure(error)
        }
    }
}
