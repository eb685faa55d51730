// What was published of one order, less what the oracle expects: nothing, when all is well.

struct OrderBalance {
    var numbers = AttributionNumbers()
    /// Parts that do not balance (yet): published − expected.
    private(set) var parts: [PublishedPart: Measures] = [:]
    /// Survey counts that do not balance (yet).
    private(set) var surveys: [PublishedSurvey: Int128] = [:]
    /// Where its attributions lie.
    var places: [(partition: Int32, offset: Int64)] = []

    mutating func add(_ part: PublishedPart, _ measures: Measures) {
        parts[part, default: Measures()] += measures
        if parts[part]?.isZero == true { parts[part] = nil }
    }

    mutating func subtract(_ part: PublishedPart, _ measures: Measures) {
        parts[part, default: Measures()] -= measures
        if parts[part]?.isZero == true { parts[part] = nil }
    }

    mutating func add(_ survey: PublishedSurvey, _ amount: Int128) {
        surveys[survey, default: 0] += amount
        if surveys[survey] == 0 { surveys[survey] = nil }
    }
}

/// One count of a survey, for one creator at one date.
struct PublishedSurvey: Hashable {
    var creator: Bytes
    var placedAt: Int64
    var currency: PlainCurrency
    var measure: SurveyMeasure

    init(creator: Bytes, placedAt: Int64, currency: PlainCurrency, measure: SurveyMeasure) {
        self.creator = creator
        self.placedAt = placedAt
        self.currency = currency
        self.measure = measure
    }

    init(_ entry: SurveyEntry, of order: PlainOrder) {
        self.init(
            creator: entry.creator, placedAt: order.placedAt, currency: order.currency,
            measure: entry.measure)
    }

    func text(_ amount: Int128) -> String {
        measure == .self_reported_net ? currency.text(amount) : String(amount)
    }
}
