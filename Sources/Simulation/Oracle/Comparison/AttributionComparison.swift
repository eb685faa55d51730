// Attributions against the parts they must add up to, order by order.

struct AttributionComparison {
    private let oracle: Oracle
    private let topics: ComparedTopics
    private let compared: ComparedParts
    private let survey: SurveyCount
    private let scorekeeping: Scorekeeping
    private var balances: [Bytes: OrderBalance] = [:]
    private(set) var found: [Disagreement] = []
    /// Orders that were let go: what was published of them stands.
    private(set) var closedOrders = 0
    /// Refunds and responses that were refused although they might have counted.
    private var refused: Set<RecordPlace> = []

    private static let kinds: Set<Bytes> = [
        "redemption", "adjustment", "return", "cancellation", "reassignment", "rejection", "survey",
    ]

    /// Every order's expected parts are added to `scorekeeping` on the way.
    init(
        _ oracle: Oracle, _ topics: ComparedTopics, _ compared: ComparedParts,
        _ scorekeeping: Scorekeeping
    ) {
        self.oracle = oracle
        self.topics = topics
        self.compared = compared
        self.scorekeeping = scorekeeping
        survey = SurveyCount(oracle.registry, questions: oracle.settings.surveyQuestions)
    }

    mutating func add(_ record: PublishedRecord) {
        let place = "\(topics.attributions)/\(record.partition)/\(record.offset)"
        guard let fields = try? PlainReader.value(of: record.value ?? []),
            let kind = fields["kind"]?.text
        else { return report(place, "value", "an attribution", "something else", []) }
        if kind == "watermark" { return }
        guard Self.kinds.contains(kind) else {
            return report(place, "kind", "a kind of attribution", "\(kind)", [])
        }
        guard let orderID = fields["order_id"]?.text else {
            return report(place, "order_id", "an order's id", "missing", [])
        }
        var fault = ""
        guard let part = PublishedPart(fields, fault: &fault) else {
            let written = fields.member(fault)?.excerpt ?? "missing"
            return report(place, fault, "what the contract says", written, [])
        }
        let key = StandingPublications.key(of: record)
        let expectedKey = Bytes(keyPart(part.creator ?? orderID))
        if key != expectedKey { report(place, "key", "\(expectedKey)", "\(key)", []) }
        var balance = balances.removeValue(forKey: orderID) ?? opened(orderID)
        balance.places.append((record.partition, record.offset))
        checkNumber(fields, orderID, &balance, place)
        if kind == "survey" {
            if compared.contains(.surveys) { addSurvey(fields, part, &balance, place) }
        } else if let measures = measures(fields, part, place) {
            balance.add(part, measures)
            if compared.contains(.products) { addProducts(fields, part, &balance, place) }
        }
        balances[orderID] = balance
    }

    /// - Parameter refused: dead letters that are right or not by the reading history.
    mutating func finish(without refused: Set<RecordPlace>) {
        self.refused = refused
        for id in oracle.orderIDs where balances[id] == nil { balances[id] = opened(id) }
        for (id, balance) in balances.sorted(by: { $0.key < $1.key }) {
            if let gap = balance.numbers.gap {
                report("order \(id)", "attribution_id", "\(id)/\(gap)", "missing", records(id))
            }
            if oracle.isClosed(id) {
                keepPublished(id, balance)
            } else if oracle.isUndecided(id) {
                var rest = balance
                expect(id, &rest)
                reportRest(id, rest)
            } else {
                reportRest(id, balance)
            }
        }
    }

    /// The first sight of an order: what is expected is taken off at once, so that little is kept.
    private func opened(_ id: Bytes) -> OrderBalance {
        var balance = OrderBalance()
        if !oracle.isClosed(id), !oracle.isUndecided(id) { expect(id, &balance) }
        return balance
    }

    private func expect(_ id: Bytes, _ balance: inout OrderBalance) {
        guard let facts = oracle.facts(of: id, without: refused) else { return }
        let credit = Crediting.credit(facts, oracle.registry, oracle.settings.stacking)
        let entries = compared.contains(.surveys) ? survey.entries(facts, credit) : []
        scorekeeping.add(credit, survey: entries)
        for part in credit.parts {
            balance.subtract(PublishedPart(part, of: facts.order), part.measures)
        }
        for entry in entries {
            balance.add(PublishedSurvey(entry, of: facts.order), -entry.amount)
        }
        guard compared.contains(.products) else { return }
        for product in credit.products where product.holder.creator != nil {
            balance.add(
                PublishedProduct(
                    holder: product.holder, placedAt: facts.order.placedAt,
                    currency: facts.order.currency, sku: product.sku),
                ProductSum(units: -product.units, net: -product.net))
        }
    }

    /// A closed order's scorecards are what was published of it.
    private mutating func keepPublished(_ id: Bytes, _ balance: OrderBalance) {
        closedOrders += 1
        checkClosed(id, balance)
        for (part, measures) in balance.parts {
            scorekeeping.add(part.part(measures), placedAt: part.placedAt, part.currency)
        }
        for (survey, amount) in balance.surveys {
            scorekeeping.add(
                SurveyEntry(creator: survey.creator, measure: survey.measure, amount: amount),
                placedAt: survey.placedAt, survey.currency)
        }
        for (product, sum) in balance.products {
            scorekeeping.add(
                ProductCredit(
                    holder: product.holder, sku: product.sku, units: sum.units, net: sum.net),
                placedAt: product.placedAt, product.currency)
        }
    }

    /// The registry that a closed order was last judged with is not known, but it decides only who
    /// is credited: what all of them have together is the order's, as far as its refunds were read.
    private mutating func checkClosed(_ id: Bytes, _ balance: OrderBalance) {
        guard let histories = oracle.historiesOfClosed(id) else { return }
        let published = WholeCredit(balance.parts)
        var least: [WholeCredit.Difference]?
        for facts in histories {
            let credit = Crediting.credit(facts, oracle.registry, oracle.settings.stacking)
            let differences = published.differences(from: WholeCredit(credit))
            if differences.count < least?.count ?? .max { least = differences }
            if differences.isEmpty { break }
        }
        for difference in least ?? [] {
            report(
                "order \(id)", "\(difference.measure.name) of \(difference.cause) past retention",
                difference.expected, difference.published, records(id) + balance.locations(topics))
        }
    }

    private mutating func reportRest(_ id: Bytes, _ balance: OrderBalance) {
        guard !balance.parts.isEmpty || !balance.surveys.isEmpty || !balance.products.isEmpty
        else { return }
        let all = records(id) + balance.locations(topics)
        let credit = oracle.credit(of: id, without: refused)
        let own =
            credit.map { credit in
                credit.parts.map { (PublishedPart($0, of: credit.order), $0.measures) }
            } ?? []
        for (part, rest) in balance.parts {
            var expected = Measures()
            for (key, measures) in own where key == part { expected += measures }
            for measure in Measure.allCases where rest[measure] != 0 {
                report(
                    "order \(id)", "\(measure.name) of \(part.description)",
                    part.text(expected[measure], measure),
                    part.text(expected[measure] + rest[measure], measure), all)
            }
        }
        for (survey, rest) in balance.surveys {
            report(
                "order \(id)", "survey \(survey.measure.rawValue) of creator \(survey.creator)",
                "what its response says", "\(survey.text(rest)) more", all)
        }
        for (product, rest) in balance.products {
            report(
                "order \(id)", "lines of \(product.sku)", "what its lines and returns say",
                "\(rest.units) units and \(product.currency.text(rest.net)) more", all)
        }
    }

    private func records(_ id: Bytes) -> [String] { oracle.places(of: id).map(topics.name) }

    private mutating func checkNumber(
        _ fields: PlainValue, _ orderID: Bytes, _ balance: inout OrderBalance, _ place: String
    ) {
        let id = fields["attribution_id"]?.text ?? ""
        let prefix = orderID.bytes + [UInt8(ascii: "/")]
        let digits = id.bytes.dropFirst(prefix.count)
        guard id.bytes.starts(with: prefix), digits.first != UInt8(ascii: "0"),
            let number = Int64(String(decoding: digits, as: UTF8.self)), number > 0
        else { return report(place, "attribution_id", "\(orderID)/<n>", "\(id)", []) }
        if !balance.numbers.add(number) {
            report(place, "attribution_id", "unique", "\(id) again", records(orderID))
        }
    }

    /// The measures as published, with the counters that follow from them.
    private mutating func measures(
        _ fields: PlainValue, _ part: PublishedPart, _ place: String
    ) -> Measures? {
        var measures = Measures()
        for measure in Measure.allCases.prefix(while: { $0 != .new_customers }) {
            let value = fields.member(measure.name)
            guard let figure = PublishedFigures.figure(value, measure, part.currency) else {
                let written = value?.excerpt ?? "missing"
                let expected = measure.isMoney ? "an amount" : "a count"
                report(place, measure.name, expected, written, [])
                return nil
            }
            measures[measure] = figure
        }
        let net = measures[.gross] - measures[.discount] - measures[.returns]
        if net != measures[.net] {
            report(place, "net", part.text(net, .net), part.text(measures[.net], .net), [])
        }
        return part.counted(measures)
    }

    private mutating func addProducts(
        _ fields: PlainValue, _ part: PublishedPart, _ balance: inout OrderBalance,
        _ place: String
    ) {
        guard case .array(let lines)? = fields["lines"] else { return }
        for line in lines {
            let units = PublishedFigures.figure(line["units"], .units, part.currency)
            let net = PublishedFigures.figure(line["net"], .net, part.currency)
            guard let sku = line["sku"]?.text, let units, let net else {
                report(place, "lines", "sku, units and net", line.excerpt, [])
                continue
            }
            balance.add(
                PublishedProduct(
                    holder: part.holder, placedAt: part.placedAt, currency: part.currency,
                    sku: sku),
                ProductSum(units: units, net: net))
        }
    }

    private mutating func addSurvey(
        _ fields: PlainValue, _ part: PublishedPart, _ balance: inout OrderBalance,
        _ place: String
    ) {
        guard let creator = part.creator, part.occurredAt == part.placedAt else {
            return report(place, "occurred_at", "the order's placed_at", "another", [])
        }
        for measure in SurveyMeasure.allCases {
            let kind: Measure = measure == .self_reported_net ? .net : .orders
            let value = fields["survey"]?.member(measure.rawValue)
            guard let figure = PublishedFigures.figure(value, kind, part.currency) else {
                let written = value?.excerpt ?? "missing"
                report(place, "survey.\(measure.rawValue)", "a figure", written, [])
                continue
            }
            balance.add(
                PublishedSurvey(measure, of: creator, as: part), figure)
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
