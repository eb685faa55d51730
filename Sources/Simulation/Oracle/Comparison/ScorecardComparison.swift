// The scorecards that stand, against those the oracle adds up.

struct ScorecardComparison {
    private struct Standing {
        var record: PublishedRecord
        var fields: PlainValue
        var version: Int64
    }

    private let oracle: Oracle
    private let topics: ComparedTopics
    private let compared: ComparedParts
    private var standing: [String: Standing] = [:]
    private(set) var found: [Disagreement] = []

    init(_ oracle: Oracle, _ topics: ComparedTopics, _ compared: ComparedParts) {
        self.oracle = oracle
        self.topics = topics
        self.compared = compared
    }

    /// In offset order of each partition: of each key the last one stands.
    mutating func add(_ record: PublishedRecord) {
        let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? "null"
        guard let value = record.value else {
            standing[key] = nil
            return
        }
        guard let fields = try? PlainReader.value(of: value), case .object = fields else {
            return report(key, "value", "a scorecard", "something else", record)
        }
        let version = (try? FieldReading.integer(fields["version"], "version")) ?? nil
        guard let version, version > standing[key]?.version ?? 0 else {
            let previous = standing[key]?.version ?? 0
            return report(
                key, "version", "more than \(previous)",
                fields.member("version")?.excerpt ?? "missing", record)
        }
        standing[key] = Standing(record: record, fields: fields, version: version)
    }

    mutating func finish(_ expected: [String: PlainScorecard]) {
        let names = CreatorNames.latest(oracle.registry)
        for (key, card) in expected where !card.isAbsent {
            guard let published = standing[key] else {
                report(key, "scorecard", "published", "missing", nil)
                continue
            }
            compare(key, card, names[card.creator], published)
        }
        for (key, published) in standing where expected[key]?.isAbsent ?? true {
            checkZero(key, published)
        }
        found.sort { ($0.subject, $0.field) < ($1.subject, $1.field) }
    }

    private mutating func compare(
        _ key: String, _ card: PlainScorecard, _ name: Bytes?, _ published: Standing
    ) {
        let texts: [(StaticString, String?)] = [
            ("creator_id", card.creator.description), ("creator_name", name?.description),
            ("scope", card.scope), ("window", card.window.name),
            ("starts_at", card.window.startsAt.map(PlainTime.write)),
            ("ends_at", card.window.endsAt.map(PlainTime.write)),
            ("currency", card.currency.code.description),
        ]
        for (field, expected) in texts {
            let written = published.fields[field]
            let isEqual = expected.map { written?.text == Bytes($0) } ?? (written == nil)
            if !isEqual {
                report(
                    key, field.description, expected.map { "\"\($0)\"" } ?? "null",
                    written?.excerpt ?? "null", published.record)
            }
        }
        compareView(key, "cohort", card.cohort, card.currency, published)
        compareView(key, "activity", card.activity, card.currency, published)
        if compared.contains(.surveys) { compareSurvey(key, card, published) }
        if compared.contains(.products) { compareProducts(key, card, published) }
    }

    private mutating func compareView(
        _ key: String, _ name: String, _ view: Measures, _ currency: PlainCurrency,
        _ published: Standing
    ) {
        let fields = published.fields.member(name)
        for measure in Measure.allCases {
            let value = fields?.member(measure.name)
            guard PublishedFigures.figure(value, measure, currency) != view[measure] else {
                continue
            }
            let expected = measure.isMoney ? currency.text(view[measure]) : "\(view[measure])"
            report(
                key, "\(name).\(measure.name)", expected, value?.excerpt ?? "missing",
                published.record)
        }
        for derived in Derived.allCases {
            let expected = derived.text(view, currency)
            let value = fields?.member(derived.rawValue)
            let isEqual: Bool =
                switch value {
                case .null?: expected == nil
                case .string(let text)?: expected.map { Array($0.utf8) } == text
                default: false
                }
            if !isEqual {
                report(
                    key, "\(name).\(derived.rawValue)", expected ?? "null",
                    value?.excerpt ?? "missing", published.record)
            }
        }
    }

    private mutating func compareSurvey(
        _ key: String, _ card: PlainScorecard, _ published: Standing
    ) {
        for measure in SurveyMeasure.allCases {
            let figure = card.survey[measure, default: 0]
            let isMoney = measure == .self_reported_net
            let value = published.fields.member("survey")?.member(measure.rawValue)
            let kind: Measure = isMoney ? .net : .orders
            guard PublishedFigures.figure(value, kind, card.currency) != figure else { continue }
            report(
                key, "survey.\(measure.rawValue)",
                isMoney ? card.currency.text(figure) : "\(figure)", value?.excerpt ?? "missing",
                published.record)
        }
    }

    private mutating func compareProducts(
        _ key: String, _ card: PlainScorecard, _ published: Standing
    ) {
        let expected = card.bestProducts.map {
            "\($0.sku) \($0.units) \(card.currency.text($0.net))"
        }
        var written: [String] = []
        if case .array(let products)? = published.fields["products"] {
            written = products.map { product in
                let units = product["units"]?.excerpt ?? ""
                return "\(product["sku"]?.text ?? "") \(units) \(product["net"]?.text ?? "")"
            }
        }
        if written != expected {
            report(
                key, "products", expected.joined(separator: ", "),
                written.joined(separator: ", "), published.record)
        }
    }

    /// A scorecard that has lost its last part stays, with zeros.
    private mutating func checkZero(_ key: String, _ published: Standing) {
        for name in ["cohort", "activity"] {
            for measure in Measure.allCases {
                guard let value = published.fields.member(name)?.member(measure.name) else {
                    report(key, "\(name).\(measure.name)", "0", "missing", published.record)
                    continue
                }
                guard let text = value.digits, text.contains(where: { $0 >= 0x31 && $0 <= 0x39 })
                else { continue }
                report(key, "\(name).\(measure.name)", "0", value.excerpt, published.record)
            }
        }
    }

    private mutating func report(
        _ key: String, _ field: String, _ expected: String, _ published: String,
        _ record: PublishedRecord?
    ) {
        let places = record.map { ["\(topics.scorecards)/\($0.partition)/\($0.offset)"] } ?? []
        found.append(
            Disagreement(
                subject: "scorecard \(key)", field: field, expected: expected,
                published: published, records: places))
    }
}
