import Codec
import Kafka
import Pipeline
import Promo
import Streams

/// Validates a registry file as a whole, then sends it to the topic as a whole.
struct RegistryImport {
    let cluster: Cluster

    /// The assignments of a file; throws all that is wrong with it, line by line.
    static func validated(
        _ entries: [RegistryEntry], problems: [RegistryFileProblem], file: String
    ) throws(Failure) {
        let decoder = AssignmentDecoder()
        var problems = problems
        for entry in entries {
            let key = Array(entry.key.utf8)
            let refusal = key.withUnsafeBytes { key in
                entry.value.withUnsafeBytes { value -> Refusal? in
                    do throws(Refusal) {
                        _ = try decoder.decode(
                            DecodeInput(
                                key: key, value: value, timestamp: EventTime(milliseconds: -1),
                                isRightPartition: true))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            if let refusal {
                problems.append(
                    RegistryFileProblem(
                        line: entry.line,
                        message: "\(entry.key): \(refusal.detail) (\(refusal.reason.rawValue))"))
            }
        }
        guard problems.isEmpty else {
            let lines = problems.sorted { $0.line < $1.line }.map { "\(file):\($0)" }
            throw Failure(
                .usage,
                lines.joined(separator: "\n") + "\nnothing was sent: \(lines.count) to mend")
        }
    }

    func send(_ entries: [RegistryEntry]) throws(Failure) {
        do {
            let topic = cluster.topics.codeRegistry
            let producer = try KafkaProducer(cluster.client, topics: [topic])
            defer { producer.close() }
            for entry in entries {
                try producer.produce(topic: topic, key: Array(entry.key.utf8), value: entry.value)
            }
            try producer.flush()
        } catch {
            throw Failure(error)
        }
    }
}
