import Codec
import Foundation
import Promo

/// The one description of every setting. File, environment, flags, help and `check` read it.
package enum SettingTable {
    package static let all: [Setting] = [
        Setting(
            "application_id", \.applicationID, .name(limit: 100, mayBeEmpty: false),
            "names the groups, transactional ids and state topics of one deployment"),
        Setting(
            "bootstrap_servers", \.bootstrapServers, servers,
            "where the Kafka cluster is found"),
        Setting(
            "prefix", \.prefix, .name(limit: 100, mayBeEmpty: true),
            "stands before every topic name"),
        Setting(
            "brand.time_zone", \.timeZone, timeZone,
            "IANA zone in which days, weeks and months begin"),
        Setting(
            "brand.currency", \.currency, currency,
            "ISO 4217 currency that leaderboards on screen are shown in"),
        Setting(
            "windows", \.windows, SettingType.words(),
            "spans of time that scorecards are kept for"),
        Setting(
            "scopes", \.scopes, SettingType.words(),
            "what scorecards are kept by, beside the creator"),
        Setting(
            "lateness", \.lateness, .duration(),
            "how long a refund may wait for its order before it is reported; event time"),
        Setting(
            "retention.coded", \.retentionCoded, .duration(from: 3_600_000),
            "how long an order with a code stays open to changes"),
        Setting(
            "retention.uncoded", \.retentionUncoded, .duration(from: 3_600_000),
            "how long an order without a code stays open to changes"),
        Setting(
            "survey.questions", \.surveyQuestions, .texts("question,…") { _ in nil },
            "survey questions that count; none named = all"),
        Setting(
            "policy.version", \.policyVersion, policyVersion,
            "published with every attribution: which rules it was judged by"),
        Setting(
            "policy.stacking", \.stacking,
            SettingType.word(),
            "who is credited when several creators' codes are on one order"),
        Setting(
            "inputs.orders.format", \.orderFormat,
            SettingType.word(allowed: [.plaudit, .shopify, .woocommerce, .square, .stripe]),
            "shape of the records in the orders topic"),
        Setting(
            "inputs.refunds.format", \.refundFormat,
            SettingType.word(allowed: [.plaudit, .shopify, .woocommerce, .square, .stripe]),
            "shape of the records in the refunds topic"),
        Setting(
            "inputs.survey_responses.format", \.surveyFormat,
            SettingType.word(allowed: [.plaudit, .knocommerce, .fairing]),
            "shape of the records in the survey-responses topic"),
        Setting(
            "commit.interval", \.commitInterval, .duration(from: 1, to: 5000),
            "longest time that a transaction gathers before it commits"),
        Setting(
            "commit.max_bytes", \.commitMaxBytes, .bytes(from: 64 << 10, to: 64 << 20),
            "a transaction commits at the latest when it has gathered this much"),
        Setting(
            "publish.interval", \.publishInterval, .duration(to: 3_600_000),
            "a scorecard is published at most this often"),
    ]

    /// Key of the mapping that takes any librdkafka property.
    package static let kafka = "kafka"
    package static let kafkaMeaning = "any librdkafka property, for example security.protocol=ssl"

    /// librdkafka properties that exactly-once rests on, or that have a setting of their own.
    package static let reserved: [String: String] = [
        "bootstrap.servers": "it is the setting bootstrap_servers",
        "metadata.broker.list": "it is the setting bootstrap_servers",
        "group.id": "it follows from application_id",
        "group.instance.id": "it follows from application_id and --instance",
        "transactional.id": "it follows from application_id and --instance",
        "isolation.level": "exactly-once needs read_committed",
        "enable.auto.commit": "offsets are committed in the transaction",
        "enable.auto.offset.store": "offsets are committed in the transaction",
        "enable.idempotence": "exactly-once needs it on",
        "enable.partition.eof": "restoring the state needs it as it is",
        "auto.offset.reset": "a position that is gone is an error, never skipped",
        "partition.assignment.strategy": "the inputs are joined by partition and need range",
        "partitioner": "records must lie where murmur2 of their key belongs",
        "acks": "exactly-once needs all",
    ]

    private static let servers = SettingType<[String]>.texts("host:port,…") { text in
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.count > 1 ? UInt16(parts[parts.count - 1]) : 9092
        guard !parts[0].isEmpty, !text.contains(" "), port ?? 0 > 0 else {
            return "allowed: host:port, several with commas, such as localhost:9092"
        }
        return nil
    }

    private static let timeZone = SettingType<String>.text("zone") { text in
        if TimeZone(identifier: text) != nil { return nil }
        let likely = Spelling.likely(for: text, in: TimeZone.knownTimeZoneIdentifiers)
        let hint = likely.map { " (did you mean \($0)?)" } ?? ""
        return "allowed: an IANA time zone such as UTC or America/New_York\(hint)"
    }

    private static let currency = SettingType<String>.text("currency") { text in
        let isCode = text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
        return isCode ? nil : "allowed: three capital letters of ISO 4217, such as USD"
    }

    private static let policyVersion = SettingType<String>.text("text") { text in
        (1...64).contains(text.utf8.count) ? nil : "allowed: 1 to 64 bytes of text"
    }
}
