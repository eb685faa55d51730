// Dead letters: every refused record once, as it was, with its reason. Where it depends on the
// reading history whether a record is refused, both are right.

struct DeadLetterComparison {
    private let topics: ComparedTopics
    private var expected: [String: RefusedRecord] = [:]
    /// They may be there or not.
    private var possible: [String: RefusedRecord] = [:]
    private var seen: Set<String> = []
    /// Those that are there and need not be.
    private(set) var takenAsPublished: Set<RecordPlace> = []
    private(set) var found: [Disagreement] = []

    init(_ oracle: Oracle, _ topics: ComparedTopics) {
        self.topics = topics
        for refused in oracle.refused { expected[topics.name(refused.place)] = refused }
        for refused in oracle.refusable { possible[topics.name(refused.place)] = refused }
    }

    mutating func add(_ record: PublishedRecord) {
        let place = "\(topics.deadLetters)/\(record.partition)/\(record.offset)"
        guard let source = record.header("plaudit.source") else {
            return report(place, "plaudit.source", "topic/partition/offset", "missing", [])
        }
        // What a later stage refuses is none of the input's records.
        guard topics.inputs.values.contains(where: { source.hasPrefix($0 + "/") }) else {
            return report(place, "plaudit.source", "an input topic", source, [])
        }
        guard let refused = expected[source] ?? possible[source] else {
            return report(
                "record \(source)", "dead letter", "none",
                record.header("plaudit.reason") ?? "one without a reason", [place])
        }
        guard seen.insert(source).inserted else {
            return report("record \(source)", "dead letter", "one", "one more", [place])
        }
        if expected[source] == nil { takenAsPublished.insert(refused.place) }
        let reason = record.header("plaudit.reason") ?? "missing"
        if reason != refused.reason.rawValue {
            report(
                "record \(source)", "plaudit.reason", refused.reason.rawValue, reason, [place])
        }
        if record.key != refused.key {
            report("record \(source)", "key", "the original", "another", [place])
        }
        if record.value != refused.value {
            report("record \(source)", "value", "the original bytes", "others", [place])
        }
        for header in ["plaudit.detail", "plaudit.time"] where record.header(header) == nil {
            report(place, header, "a header", "missing", [])
        }
    }

    mutating func finish() {
        for (source, refused) in expected.sorted(by: { $0.key < $1.key })
        where !seen.contains(source) {
            report(
                "record \(source)", "dead letter", refused.reason.rawValue, "missing",
                refused.field.isEmpty ? [] : ["field \(refused.field)"])
        }
    }

    private mutating func report(
        _ subject: String, _ field: String, _ expected: String, _ published: String,
        _ records: [String]
    ) {
        found.append(
            Disagreement(
                subject: subject, field: field, expected: expected, published: published,
                records: records))
    }
}
