import Codec
package import Foundation
import Kafka
import Pipeline
import Promo
import Streams

/// A change of assignments that lie in the topic: shown first, sent on demand.
package struct RegistryChange {
    /// An assignment as it is to lie in the topic.
    package struct Record {
        package var key: String
        package var fields: [String: Any]

        /// In the fields' alphabetical order.
        package var json: String {
            get throws {
                let data = try JSONSerialization.data(
                    withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
                return String(decoding: data, as: UTF8.self)
            }
        }

        /// Reads what lies under a key.
        package init(key: String, value: [UInt8]) throws(Failure) {
            guard let parsed = try? JSONSerialization.jsonObject(with: Data(value)),
                let fields = parsed as? [String: Any]
            else {
                throw Failure(.usage, "\(key): its record cannot be read; import it anew")
            }
            self.key = key
            self.fields = fields
        }

        /// Since when it is switched off, for orders at `moment`; nil where it is not.
        fileprivate func offSince(_ moment: Date) -> String? {
            guard let status = fields["status"] as? String, status != "active" else { return nil }
            guard let text = fields["status_at"] as? String else { return "ever" }
            let at = Array(text.utf8).withUnsafeBytes { TimeText.eventTime($0) }
            let now = Int64(moment.timeIntervalSince1970 * 1000)
            return (at?.milliseconds ?? .min) <= now ? text : nil
        }
    }

    let cluster: Cluster

    /// The assignment stops at `moment`; orders placed before it keep their credit. Throws where it
    /// has stopped already: another moment would give it back the orders in between.
    package static func disabled(
        _ record: Record, at moment: Date, as status: String = "disabled"
    ) throws(Failure) -> Record {
        if let since = record.offSince(moment) {
            throw Failure(
                .usage, "\(record.key): it is switched off already, since \(since)")
        }
        var record = record
        record.fields["status"] = status
        record.fields["status_at"] = text(moment)
        return record
    }

    /// The code was leaked: it stops, if it has not, and the creator goes on with another from the
    /// same moment.
    package static func rotated(
        _ record: Record, to code: String, at moment: Date
    ) throws(Failure) -> [Record] {
        var new = record
        new.key = code
        new.fields["id"] = nil
        new.fields["code"] = code
        new.fields["status"] = "active"
        new.fields["status_at"] = nil
        new.fields["valid_from"] = text(moment)
        new.fields["recorded_at"] = text(moment)
        guard record.offSince(moment) == nil else { return [new] }
        return [try disabled(record, at: moment, as: "compromised"), new]
    }

    func disable(_ key: String, at moment: Date) throws -> [Record] {
        [try Self.disabled(try record(key), at: moment)]
    }

    func rotate(_ key: String, to code: String, at moment: Date) throws -> [Record] {
        guard try latest(code) == nil else {
            throw Failure(.usage, "\(code): the registry has an assignment of this key already")
        }
        return try Self.rotated(try record(key), to: code, at: moment)
    }

    /// One line a record, as it would be sent.
    static func lines(_ records: [Record]) throws -> [String] {
        try records.map { "\($0.key)  \(try $0.json)" }
    }

    func send(_ records: [Record]) throws {
        let entries = try records.map { record in
            RegistryEntry(line: 0, key: record.key, value: Array(try record.json.utf8))
        }
        try RegistryImport.validated(entries, problems: [], file: "change")
        try RegistryImport(cluster: cluster).send(entries)
    }

    private func record(_ key: String) throws -> Record {
        guard let value = try latest(key) else {
            throw Failure(
                .usage,
                "\(key): no assignment has this key; `plaudit registry list` shows the keys")
        }
        return try Record(key: key, value: value)
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

    private static func text(_ moment: Date) -> String {
        moment.formatted(.iso8601)
    }
}
