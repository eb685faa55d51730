// What was published of one order, less what the oracle expects: nothing, when all is well.

struct OrderBalance {
    var numbers = AttributionNumbers()
    /// Parts that do not balance (yet): published − expected.
    private(set) var parts: [PublishedPart: Measures] = [:]
    /// Survey counts that do not balance (yet).
    private(set) var surveys: [PublishedSurvey: Int128] = [:]
    /// Products that do not balance (yet).
    private(set) var products: [PublishedProduct: ProductSum] = [:]
    /// Where its attributions lie.
    var places: [(partition: Int32, offset: Int64)] = []

    func locations(_ topics: ComparedTopics) -> [String] {
        places.map { "\(topics.attributions)/\($0.partition)/\($0.offset)" }
    }

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

    mutating func add(_ product: PublishedProduct, _ change: ProductSum) {
        var sum = products[product] ?? ProductSum(units: 0, net: 0)
        sum.units += change.units
        sum.net += change.net
        products[product] = sum.units == 0 && sum.net == 0 ? nil : sum
    }
}

struct ProductSum {
    var units: Int128
    var net: Int128
}

/// A product as somebody's credit has it.
struct PublishedProduct: Hashable {
    var holder: Holder
    var placedAt: Int64
    var currency: PlainCurrency
    var sku: Bytes
}

/// One count of a survey, for one creator at one date.
struct PublishedSurvey: Hashable {
    var creator: Bytes
    var placedAt: Int64
    var currency: PlainCurrency
    var customer: Bytes
    var salesChannel: Bytes
    var measure: SurveyMeasure

    init(_ measure: SurveyMeasure, of creator: Bytes, as part: PublishedPart) {
        self.creator = creator
        placedAt = part.placedAt
        currency = part.currency
        customer = part.customer
        salesChannel = part.salesChannel
        self.measure = measure
    }

    init(_ entry: SurveyEntry, of order: PlainOrder) {
        let holder = Holder(creator: entry.creator)
        let part = Part(
            holder: holder, cause: .order, date: order.placedAt, measures: Measures())
        self.init(entry.measure, of: entry.creator, as: PublishedPart(part, of: order))
    }

    func text(_ amount: Int128) -> String {
        measure == .self_reported_net ? currency.text(amount) : String(amount)
    }
}
