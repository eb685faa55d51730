import Codec
import Kafka
import Pipeline
package import Streams

/// A record that could not be used, as it lies in the dead-letters topic.
package struct StoredDeadLetter {
    let place: String
    /// `topic/partition/offset` of the original.
    let source: String
    package let reason: String
    let detail: String
    let time: String
    let key: [UInt8]?
    let value: [UInt8]?

    /// - Parameters:
    ///   - place: where it lies itself, as in `source`.
    ///   - key: the original's, and `value`.
    package init(place: String, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) {
        func header(_ name: String) -> String {
            headers.first { $0.name == name }
                .map { String(decoding: $0.value, as: UTF8.self) } ?? ""
        }
        self.place = place
        source = header("plaudit.source")
        reason = header("plaudit.reason")
        detail = header("plaudit.detail")
        time = header("plaudit.time")
        self.key = key
        self.value = value
    }

    init(_ record: ReadRecord) {
        self.init(
            place: "\(record.topic)/\(record.partition)/\(record.offset)", key: record.key,
            value: record.value, headers: record.headers)
    }

    /// The topic that it came from; nil where the header does not say one.
    package var topic: String? {
        let parts = source.split(separator: "/")
        return parts.count == 3 ? String(parts[0]) : nil
    }

    /// One line for a terminal.
    package var line: String {
        let key = key.map { "key " + Printable.text($0) } ?? "no key"
        return "\(source)  \(reason)  \(key)  \(time)  " + Printable.text(Array(detail.utf8))
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
