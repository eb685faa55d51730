// Attributions against the parts they must add up to, order by order.

/// What was published of one order, less what the oracle expects: nothing, when all is well.
private struct OrderBalance {
    var numbers = AttributionNumbers()
    /// Parts that do not balance (yet): published − expected.
    var rest: [PublishedPart: Measures] = [:]
    var places: [(partition: Int32, offset: Int64)] = []
}

struct AttributionComparison {
    private let oracle: Oracle
    private let topics: ComparedTopics
    private let survey: SurveyCount
    private let scorekeeping: Scorekeeping
    private var balances: [Bytes: OrderBalance] = [:]
    private(set) var found: [Disagreement] = []
    /// Orders that were let go: what was published of them stands.
    private(set) var closedOrders = 0

    private static let kinds: Set<Bytes> = [
        "redemption", "adjustment", "return", "cancellation", "reassignment", "rejection",
    ]

    /// Every order's expected parts are added to `scorekeeping` on the way.
    init(_ oracle: Oracle, _ topics: ComparedTopics, _ scorekeeping: Scorekeeping) {
        self.oracle = oracle
        self.topics = topics
        self.scorekeeping = scorekeeping
        survey = SurveyCount(oracle.registry, questions: oracle.settings.surveyQuestions)
    }

    mutating func add(_ record: PublishedRecord) {
        let place = "\(topics.attributions)/\(record.partition)/\(record.offset)"
        guard let value = record.value, let fields = try? PlainReader.value(of: value),
            let kind = fields["kind"]?.text
        else { return report(place, "value", "an attribution", "something else", []) }
        if kind == "watermark" || kind == "survey" { return }
        guard Self.kinds.contains(kind) else {
            return report(place, "kind", "a kind of attribution", "\(kind)", [])
        }
        guard let orderID = fields["order_id"]?.text else {
            return report(place, "order_id", "an order's id", "missing", [])
        }
        var fault = ""
        guard let part = PublishedPart(fields, fault: &fault) else {
            return report(
                place, fault, "what the contract says", fields.member(fault)?.excerpt ?? "missing",
                [])
        }
        checkKey(record, part, orderID, place)
        var balance = balances.removeValue(forKey: orderID) ?? opened(orderID)
        balance.places.append((record.partition, record.offset))
        checkNumber(fields, orderID, &balance, place)
        if let measures = measures(fields, part, place) {
            balance.rest[part, default: Measures()] += measures
            if balance.rest[part]?.isZero == true { balance.rest[part] = nil }
        }
        balances[orderID] = balance
    }

    mutating func finish() {
        for id in oracle.orderIDs where balances[id] == nil { balances[id] = opened(id) }
        for (id, balance) in balances.sorted(by: { $0.key < $1.key }) {
            if let gap = balance.numbers.gap {
                report("order \(id)", "attribution_id", "\(id)/\(gap)", "missing", records(id))
            }
            guard !oracle.isClosed(id) else {
                closedOrders += 1
                if let order = oracle.facts(of: id)?.order {
                    let parts = balance.rest.map { $0.key.part($0.value) }
                    scorekeeping.add(parts: parts, of: order)
                }
                continue
            }
            reportRest(id, balance)
        }
    }

    /// The first sight of an order: what is expected is taken off at once.
    private func opened(_ id: Bytes) -> OrderBalance {
        var balance = OrderBalance()
        guard !oracle.isClosed(id), let facts = oracle.facts(of: id) else { return balance }
        let credit = Crediting.credit(facts, oracle.registry, oracle.settings.stacking)
        scorekeeping.add(credit, survey: survey.entries(facts, credit))
        for part in credit.parts {
            let key = PublishedPart(part, of: facts.order)
            balance.rest[key, default: Measures()] -= part.measures
            if balance.rest[key]?.isZero == true { balance.rest[key] = nil }
        }
        return balance
    }

    private mutating func reportRest(_ id: Bytes, _ balance: OrderBalance) {
        guard !balance.rest.isEmpty else { return }
        let ownParts = oracle.credit(of: id).map { credit in
            credit.parts.map { (PublishedPart($0, of: credit.order), $0.measures) }
        }
        for (part, rest) in balance.rest {
            var expected = Measures()
            for (key, measures) in ownParts ?? [] where key == part { expected += measures }
            for measure in Measure.allCases where rest[measure] != 0 {
                let published = expected[measure] + rest[measure]
                report(
                    "order \(id)", "\(measure.name) of \(part.description)",
                    text(expected[measure], measure, part), text(published, measure, part),
                    records(id)
                        + balance.places.map {
                            "\(topics.attributions)/\($0.partition)/\($0.offset)"
                        })
            }
        }
    }

    private func text(_ figure: Int128, _ measure: Measure, _ part: PublishedPart) -> String {
        measure.isMoney ? part.currency.text(figure) : String(figure)
    }

    private func records(_ id: Bytes) -> [String] { oracle.places(of: id).map(topics.name) }

    private mutating func checkKey(
        _ record: PublishedRecord, _ part: PublishedPart, _ orderID: Bytes, _ place: String
    ) {
        let expected = keyPart(part.creator ?? orderID)
        let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? "null"
        if key != expected { report(place, "key", expected, key, []) }
    }

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
                report(place, measure.name, measure.isMoney ? "an amount" : "a count", written, [])
                return nil
            }
            measures[measure] = figure
        }
        let net = measures[.gross] - measures[.discount] - measures[.returns]
        if net != measures[.net] {
            report(
                place, "net", part.currency.text(net), part.currency.text(measures[.net]), [])
        }
        return part.counted(measures)
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
