import Codec
import Foundation
import Kafka
import Pipeline
import Promo
import Streams

/// A change of assignments that lie in the topic: shown first, sent on demand.
struct RegistryChange {
    struct Record {
        var key: String
        var fields: [String: Any]
    }

    let cluster: Cluster

    /// The assignment stops at `moment`; orders placed before it keep their credit.
    func disable(_ key: String, at moment: Date, as status: String) throws -> [Record] {
        var fields = try fields(of: key)
        fields["status"] = status
        fields["status_at"] = Self.text(moment)
        return [Record(key: key, fields: fields)]
    }

    /// The code was leaked: it stops, and the creator goes on with another from the same moment.
    func rotate(_ key: String, to code: String, at moment: Date) throws -> [Record] {
        let old = try disable(key, at: moment, as: "compromised")
        var fields = old[0].fields
        fields["code"] = code
        fields["status"] = "active"
        fields["status_at"] = nil
        fields["valid_from"] = Self.text(moment)
        fields["recorded_at"] = Self.text(moment)
        guard try latest(code) == nil else {
            throw Failure(.usage, "\(code): the registry has an assignment of this key already")
        }
        return old + [Record(key: code, fields: fields)]
    }

    /// One line a record, as it would be sent.
    static func lines(_ records: [Record]) throws -> [String] {
        try records.map { record in
            "\(record.key)  \(String(decoding: try bytes(record.fields), as: UTF8.self))"
        }
    }

    func send(_ records: [Record]) throws {
        let entries = try records.map { record in
            RegistryEntry(line: 0, key: record.key, value: Array(try Self.bytes(record.fields)))
        }
        try RegistryImport.validated(entries, problems: [], file: "change")
        try RegistryImport(cluster: cluster).send(entries)
    }

    private func fields(of key: String) throws -> [String: Any] {
        guard let value = try latest(key) else {
            throw Failure(
                .usage,
                "\(key): no assignment has this key; `plaudit registry list` shows the keys")
        }
        guard let parsed = try? JSONSerialization.jsonObject(with: Data(value)),
            let fields = parsed as? [String: Any]
        else { throw Failure(.usage, "\(key): its record cannot be read; import it anew") }
        return fields
    }

    private func latest(_ key: String) throws -> [UInt8]? {
        do throws(StreamError) {
            let reader = try KafkaReader(cluster.client, topics: [cluster.topics.codeRegistry])
            defer { reader.close() }
            var value: [UInt8]?
            try reader.readToEnd { record in
                if record.key.map({ $0.elementsEqual(key.utf8) }) == true { value = record.value }
            }
            return value
        } catch {
            throw Failure(error)
        }
    }

    private static func bytes(_ fields: [String: Any]) throws -> Data {
        try JSONSerialization.data(
            withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func text(_ moment: Date) -> String {
        moment.formatted(.iso8601)
    }
}
