// The scorecards that stand, against those the oracle adds up.

struct ScorecardComparison {
    private let oracle: Oracle
    private let compared: ComparedParts
    private var standing: StandingPublications
    var found: [Disagreement] { standing.found }

    init(_ oracle: Oracle, _ topics: ComparedTopics, _ compared: ComparedParts) {
        self.oracle = oracle
        standing = StandingPublications("scorecard", in: topics.scorecards)
        self.compared = compared
    }

    /// In offset order of each partition: of each key the last one stands.
    mutating func add(_ record: PublishedRecord) { standing.take(record) }

    mutating func finish(_ expected: [Bytes: PlainScorecard]) {
        let names = CreatorNames.latest(oracle.registry)
        for (key, card) in expected where !card.isAbsent {
            guard let published = standing.byKey[key] else {
                standing.report(key, "scorecard", "published", "missing", nil)
                continue
            }
            compare(key, card, names[card.creator], published)
        }
        for (key, published) in standing.byKey where expected[key]?.isAbsent ?? true {
            checkZero(key, published)
        }
        standing.sortFound()
    }

    private mutating func compare(
        _ key: Bytes, _ card: PlainScorecard, _ name: Bytes?,
        _ published: StandingPublication
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
                standing.report(
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
        _ key: Bytes, _ name: String, _ view: Measures, _ currency: PlainCurrency,
        _ published: StandingPublication
    ) {
        let fields = published.fields.member(name)
        for measure in Measure.allCases {
            let value = fields?.member(measure.name)
            guard PublishedFigures.figure(value, measure, currency) != view[measure] else {
                continue
            }
            let expected = measure.isMoney ? currency.text(view[measure]) : "\(view[measure])"
            standing.report(
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
                standing.report(
                    key, "\(name).\(derived.rawValue)", expected ?? "null",
                    value?.excerpt ?? "missing", published.record)
            }
        }
    }

    private mutating func compareSurvey(
        _ key: Bytes, _ card: PlainScorecard, _ published: StandingPublication
    ) {
        for measure in SurveyMeasure.allCases {
            let figure = card.survey[measure, default: 0]
            let isMoney = measure == .self_reported_net
            let value = published.fields.member("survey")?.member(measure.rawValue)
            let kind: Measure = isMoney ? .net : .orders
            guard PublishedFigures.figure(value, kind, card.currency) != figure else { continue }
            standing.report(
                key, "survey.\(measure.rawValue)",
                isMoney ? card.currency.text(figure) : "\(figure)", value?.excerpt ?? "missing",
                published.record)
        }
    }

    private mutating func compareProducts(
        _ key: Bytes, _ card: PlainScorecard, _ published: StandingPublication
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
            standing.report(
                key, "products", expected.joined(separator: ", "),
                written.joined(separator: ", "), published.record)
        }
    }

    /// A scorecard that has lost its last part stays, with zeros.
    private mutating func checkZero(_ key: Bytes, _ published: StandingPublication) {
        for name in ["cohort", "activity"] {
            for measure in Measure.allCases {
                guard let value = published.fields.member(name)?.member(measure.name) else {
                    standing.report(
                        key, "\(name).\(measure.name)", "0", "missing", published.record)
                    continue
                }
                guard let text = value.digits, text.contains(where: { $0 >= 0x31 && $0 <= 0x39 })
                else { continue }
                standing.report(
                    key, "\(name).\(measure.name)", "0", value.excerpt, published.record)
            }
        }
    }
}
