// What stands in a compacted output topic, and what is wrong with it.

/// A scorecard or a leaderboard as it was published last.
struct StandingPublication {
    var record: PublishedRecord
    var fields: PlainValue
    var version: Int64
}

/// Of each key the last record, with what is found in reading them.
struct StandingPublications {
    /// `scorecard` or `leaderboard`.
    private let kind: String
    private let topic: String
    private(set) var byKey: [Bytes: StandingPublication] = [:]
    private(set) var found: [Disagreement] = []

    init(_ kind: String, in topic: String) {
        self.kind = kind
        self.topic = topic
    }

    static func key(of record: PublishedRecord) -> Bytes { record.key.map { Bytes($0) } ?? "null" }

    /// In offset order of each partition. A version must be greater than that of the record which
    /// this one replaces, but the later one stands in any case, as it does for a subscriber.
    mutating func take(_ record: PublishedRecord) {
        let key = Self.key(of: record)
        guard let value = record.value else {
            byKey[key] = nil
            return
        }
        guard let fields = try? PlainReader.value(of: value), case .object = fields else {
            return report(key, "value", "a \(kind)", "something else", record)
        }
        let previous = byKey[key]?.version ?? 0
        let version = ((try? FieldReading.integer(fields["version"], "version")) ?? nil) ?? 0
        if version <= previous {
            report(
                key, "version", "more than \(previous)",
                fields.member("version")?.excerpt ?? "missing", record)
        }
        byKey[key] = StandingPublication(record: record, fields: fields, version: version)
    }

    mutating func report(
        _ key: Bytes, _ field: String, _ expected: String, _ published: String,
        _ record: PublishedRecord?
    ) {
        let places = record.map { ["\(topic)/\($0.partition)/\($0.offset)"] } ?? []
        found.append(
            Disagreement(
                subject: "\(kind) \(key)", field: field, expected: expected,
                published: published, records: places))
    }

    mutating func sortFound() {
        found.sort { ($0.subject, $0.field) < ($1.subject, $1.field) }
    }
}
