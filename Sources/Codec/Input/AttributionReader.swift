package import Promo

// The attributions topic as SCORE reads it back: bytes to `Attribution`. What ATTRIBUTE wrote is
// well formed; a foreign record is refused like any input.

enum AttributionField: Int, Field {
    case kind, creator_id, currency, sales_channel, customer, occurred_at, order_placed_at
    case orders, units, gross, discount, code_discount, returned_units, returns, net, cost
    case uncosted_units, cancelled_orders, returned_orders
    case code, campaign_id, channel, survey, lines
}

enum AttributedLineField: Int, Field { case sku, units, net }

enum WatermarkField: Int, Field { case partition, partitions, event_time }

enum SurveyCountField: Int, Field {
    case agree, disagree, other, claimed, self_reported_orders, self_reported_net
}

/// Reads attributions one after the other into a reused value, without allocating.
package final class AttributionReader {
    let reader = RecordReader()
    var times = TimeReader()
    var currencies = CurrencyReader()
    private let names = FieldNames<AttributionField>()
    private let surveyNames = FieldNames<SurveyCountField>()
    private let lineNames = FieldNames<AttributedLineField>()
    private let watermarkNames = FieldNames<WatermarkField>()
    private static let customers: [StaticString] = ["new", "returning", "unknown"]

    package init() {}

    /// - Returns: false for a record that SCORE has no use for: a rejection, anything without a
    ///   creator that is no watermark.
    package func read(
        _ value: UnsafeRawBufferPointer, into attribution: inout Attribution
    ) throws(Refusal) -> Bool {
        attribution.reset()
        if let isUsed = readOwn(value, into: &attribution) { return isUsed }
        attribution.reset()
        try reader.open(
            DecodeInput(
                key: nil, value: value, timestamp: EventTime(milliseconds: -1),
                isRightPartition: true))
        let fields = try reader.fields(of: 0, named: names)
        guard let creator = reader.text(fields[.creator_id]) else {
            guard let kind = reader.text(fields[.kind]), RecordReader.isEqual(kind, "watermark")
            else { return false }
            return try readWatermark(&attribution)
        }
        attribution.creator = reader.span(creator)
        attribution.code = reader.span(reader.text(fields[.code]))
        attribution.campaign = reader.span(reader.text(fields[.campaign_id]))
        attribution.channel = reader.span(reader.text(fields[.channel]))
        attribution.currency = try reader.currency(try reader.required(fields, .currency))
        attribution.occurredAt = try reader.time(try reader.required(fields, .occurred_at))
        attribution.placedAt = try reader.time(try reader.required(fields, .order_placed_at))
        if let survey = try reader.object(fields[.survey]) {
            try readSurvey(survey, &attribution)
            return true
        }
        for index in Measure.attributed {
            let field = AttributionField(rawValue: AttributionField.orders.rawValue + index)
            guard let field, let entry = fields[field] else { continue }
            let isMoney = Measure(rawValue: index)?.isMoney ?? false
            let decimals = isMoney ? attribution.currency.decimals : 0
            attribution.measures.values[index] = try signed(entry, decimals: decimals)
        }
        try readCounters(fields, &attribution)
        try readProducts(fields[.lines], &attribution)
        return true
    }

    /// The bytes of one of the last attribution's texts; valid until the next `read`.
    package func bytes(of text: Text) -> UnsafeRawBufferPointer { reader.bytes(of: text) }

    private func readProducts(_ entry: Int?, _ attribution: inout Attribution) throws(Refusal) {
        guard let lines = try reader.array(entry) else { return }
        let decimals = attribution.currency.decimals
        let end = reader.tape.next(after: lines)
        var element = lines + 1
        while element < end {
            guard reader.tape.kind(of: element) == .object else {
                throw reader.refusal(.badField, at: element, "an object")
            }
            let fields = try reader.fields(of: element, named: lineNames)
            let sku = reader.span(reader.text(fields[.sku]))
            let units = try signed(try reader.required(fields, .units), decimals: 0)
            let net = try signed(try reader.required(fields, .net), decimals: decimals)
            attribution.products.append(Product(sku: sku, units: units, net: net))
            element = reader.tape.next(after: element)
        }
    }

    private func readWatermark(_ attribution: inout Attribution) throws(Refusal) -> Bool {
        let fields = try reader.fields(of: 0, named: watermarkNames)
        let partition = try reader.integer(try reader.required(fields, .partition)) ?? 0
        let partitions = try reader.integer(try reader.required(fields, .partitions)) ?? 0
        let eventTime = try reader.time(try reader.required(fields, .event_time))
        guard let last = Int32(exactly: partitions), let place = Int32(exactly: partition),
            0..<last ~= place, last <= 100_000
        else { return false }
        attribution.watermark = (place, last, eventTime)
        return true
    }

    private func readSurvey(_ entry: Int, _ attribution: inout Attribution) throws(Refusal) {
        let fields = try reader.fields(of: entry, named: surveyNames)
        for field in SurveyCountField.allCases {
            guard let value = fields[field] else { continue }
            let decimals = field == .self_reported_net ? attribution.currency.decimals : 0
            attribution.survey.values[field.rawValue] = try signed(value, decimals: decimals)
        }
    }

    /// The customer's and the channel's counter follow from `orders`.
    private func readCounters(
        _ fields: Fields<AttributionField>, _ attribution: inout Attribution
    ) throws(Refusal) {
        let orders = attribution.measures[.orders]
        let customer = try reader.word(
            fields[.customer], of: AttributionReader.customers, "new, returning or unknown")
        let channel = try reader.word(
            fields[.sales_channel], of: OrderDecoder.salesChannels, "online, app or pos")
        attribution.measures.values[Measure.newCustomers.rawValue + (customer ?? 2)] = orders
        attribution.measures.values[Measure.onlineOrders.rawValue + (channel ?? 0)] = orders
    }

    private func signed(_ entry: Int, decimals: Int) throws(Refusal) -> Int64 {
        let text = reader.tape.text(of: entry)
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? UnsafeRawBufferPointer(rebasing: text[1...]) : text
        guard case .minorUnits(let units)? = DecimalText(digits)?.exact(decimals: decimals) else {
            throw reader.refusal(.badMoney, at: entry, "a signed amount")
        }
        return isNegative ? -units : units
    }
}
