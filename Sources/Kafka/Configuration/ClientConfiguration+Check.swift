import CRdkafka
import Glibc

extension ClientConfiguration {
    /// Set by us from other settings, or what exactly once rests on.
    private static let ours: [String: String] = [
        "bootstrap.servers": "set `bootstrap_servers` instead",
        "metadata.broker.list": "set `bootstrap_servers` instead",
        "group.id": "it follows from `application_id`",
        "group.instance.id": "it follows from `application_id` and the worker",
        "transactional.id": "it follows from `application_id` and the worker",
        "isolation.level": "each client has its own, for exactly once",
        "enable.auto.commit": "offsets are committed in transactions",
        "enable.auto.offset.store": "offsets are committed in transactions",
        "auto.offset.reset": "a lost position is an error, never a jump",
        "auto.commit.enable": "offsets are committed in transactions",
        "partition.assignment.strategy": "joined topics need `range`",
        "partitioner": "joined topics need `murmur2_random`",
        "enable.idempotence": "exactly once needs it",
        "enable.partition.eof": "the end of a log is read off it",
        "acks": "exactly once needs all replicas",
        "request.required.acks": "exactly once needs all replicas",
        "delivery.report.only.error": "it costs each commit up to 10 ms",
        "allow.auto.create.topics": "topics are made by `plaudit topics create`",
        "plugin.library.paths": "plugins are not loaded",
    ]

    func refuseOurs() throws(PropertyError) {
        for name in extra.keys.sorted() {
            if let reason = ClientConfiguration.ours[name] {
                throw PropertyError(
                    property: name, problem: "cannot be set: \(reason)", nearest: nil)
            }
        }
        let timeout = extra["transaction.timeout.ms"] ?? String(transactionTimeout)
        guard let value = Int32(timeout), (1...10_000).contains(value) else {
            throw PropertyError(
                property: "transaction.timeout.ms", problem: "must be from 1 to 10000", nearest: nil
            )
        }
    }

    static func set(
        _ name: String, _ value: String, in properties: borrowing Handle<Configuration>
    ) throws(PropertyError) {
        var text = [CChar](repeating: 0, count: 512)
        let result = properties.withPointer { pointer in
            rd_kafka_conf_set(pointer, name, value, &text, text.count)
        }
        switch result {
        case RD_KAFKA_CONF_OK:
            return
        case RD_KAFKA_CONF_UNKNOWN:
            throw PropertyError(
                property: name, problem: "no property of librdkafka",
                nearest: nearest(to: name))
        default:
            // librdkafka's text repeats the value.
            let reason = String(
                decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw PropertyError(
                property: name, problem: isSecret(name) ? "its value is not valid" : reason,
                nearest: nil)
        }
    }

    static func isSecret(_ name: String) -> Bool {
        ["password", "secret", ".pem", "jaas", "token", "sasl.oauthbearer.config"].contains {
            name.contains($0)
        }
    }

    private static func nearest(to name: String) -> String? {
        let distances = known.map { ($0, editDistance(Array($0.utf8), Array(name.utf8))) }
        guard let best = distances.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) else { return nil }
        return best.1 <= max(2, name.utf8.count / 3) ? best.0 : nil
    }

    /// Every property, aliases included: librdkafka only prints them, a line each.
    private static let known: [String] = {
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let file = open_memstream(&text, &size) else { return [] }
        rd_kafka_conf_properties_show(file)
        fclose(file)
        defer { free(text) }
        guard let text else { return [] }
        return String(cString: text).split(separator: "\n").compactMap { line in
            guard line.contains(" | ") else { return nil }
            return line.split(separator: " ").first.map(String.init)
        }
    }()

    /// Letters to insert, delete or replace to make `a` of `b`.
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
