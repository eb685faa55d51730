import Promo

// What `AttributionWriter` writes, read back member by member in its order: no tape, no names to
// look up. Anything else, be it a survey's count or another program's record, is left to the tape.

extension AttributionReader {
    /// - Returns: as `read`; nil where the record is not written as ours are, and then
    ///   `attribution` holds nothing that may be used.
    func readOwn(_ value: UnsafeRawBufferPointer, into attribution: inout Attribution) -> Bool? {
        guard value.count <= RecordReader.largestValue else { return nil }
        reader.tape.load(value)
        var cursor = PlainCursor(reader.tape.bytes)
        guard cursor.take("{\"attribution_id\":\""), cursor.stringContent() != nil,
            cursor.take(",\"kind\":\""), cursor.stringContent() != nil,
            cursor.take(",\"creator_id\":"), let creator = optionalText(&cursor),
            cursor.take(",\"code\":"), let code = optionalText(&cursor),
            cursor.take(",\"campaign_id\":"), let campaign = optionalText(&cursor),
            cursor.take(",\"channel\":"), let channel = optionalText(&cursor),
            cursor.take(",\"currency\":"), let currency = currencies.read(&cursor),
            cursor.take(",\"sales_channel\":\""), let salesChannel = salesChannel(&cursor),
            cursor.take("\",\"customer\":\""), let customer = customer(&cursor),
            cursor.take("\",\"order_id\":\""), cursor.stringContent() != nil,
            cursor.take(",\"order_version\":"), cursor.integer() != nil,
            cursor.take(",\"refund_id\":"), optionalText(&cursor) != nil,
            cursor.take(",\"occurred_at\":"), let occurredAt = times.read(&cursor),
            cursor.take(",\"order_placed_at\":"), let placedAt = times.read(&cursor)
        else { return nil }
        attribution.creator = creator
        attribution.code = code
        attribution.campaign = campaign
        attribution.channel = channel
        attribution.currency = currency
        attribution.occurredAt = occurredAt
        attribution.placedAt = placedAt
        let form = currencies.form
        var areRead = false
        attribution.measures.withMutableFigures { figures in
            areRead = readMeasures(&cursor, form, into: figures)
            figures[Measure.newCustomers.rawValue + customer] = figures[0]
            figures[Measure.onlineOrders.rawValue + salesChannel] = figures[0]
        }
        guard areRead, readProducts(&cursor, form, into: &attribution.products),
            readContext(&cursor)
        else { return nil }
        return !creator.isAbsent
    }

    @inline(__always)
    private func text(_ bytes: UnsafeRawBufferPointer?) -> Text? {
        bytes.map { reader.span($0) }
    }

    /// A text, or the absent one for `null`.
    @inline(__always)
    private func optionalText(_ cursor: inout PlainCursor) -> Text? {
        cursor.take("null") ? .absent : text(cursor.string())
    }

    @inline(__always)
    private func salesChannel(_ cursor: inout PlainCursor) -> Int? {
        if cursor.take("online") { return 0 }
        if cursor.take("app") { return 1 }
        return cursor.take("pos") ? 2 : nil
    }

    @inline(__always)
    private func customer(_ cursor: inout PlainCursor) -> Int? {
        if cursor.take("new") { return 0 }
        if cursor.take("returning") { return 1 }
        return cursor.take("unknown") ? 2 : nil
    }

    private func readMeasures(
        _ cursor: inout PlainCursor, _ form: AmountForm, into figures: UnsafeMutablePointer<Int64>
    ) -> Bool {
        guard cursor.take(",\"orders\":"), let orders = cursor.integer(),
            cursor.take(",\"units\":"), let units = cursor.integer(),
            cursor.take(",\"gross\":"), let gross = cursor.signedAmount(form),
            cursor.take(",\"discount\":"), let discount = cursor.signedAmount(form),
            cursor.take(",\"code_discount\":"), let codeDiscount = cursor.signedAmount(form),
            cursor.take(",\"returned_units\":"), let returnedUnits = cursor.integer(),
            cursor.take(",\"returns\":"), let returns = cursor.signedAmount(form),
            cursor.take(",\"net\":"), let net = cursor.signedAmount(form),
            cursor.take(",\"cost\":"), let cost = cursor.signedAmount(form),
            cursor.take(",\"uncosted_units\":"), let uncostedUnits = cursor.integer(),
            cursor.take(",\"cancelled_orders\":"), let cancelledOrders = cursor.integer(),
            cursor.take(",\"returned_orders\":"), let returnedOrders = cursor.integer()
        else { return false }
        // In the measures' order.
        figures[0] = orders
        figures[1] = units
        figures[2] = gross
        figures[3] = discount
        figures[4] = codeDiscount
        figures[5] = returnedUnits
        figures[6] = returns
        figures[7] = net
        figures[8] = cost
        figures[9] = uncostedUnits
        figures[10] = cancelledOrders
        figures[11] = returnedOrders
        return true
    }

    private func readProducts(
        _ cursor: inout PlainCursor, _ form: AmountForm, into products: inout [Product]
    ) -> Bool {
        guard cursor.take(",\"lines\":[") else { return true }
        repeat {
            guard cursor.take("{\"sku\":\""), let sku = text(cursor.stringContent()),
                cursor.take(",\"units\":"), let units = cursor.integer(),
                cursor.take(",\"net\":"), let net = cursor.signedAmount(form), cursor.take("}")
            else { return false }
            products.append(Product(sku: sku, units: units, net: net))
        } while cursor.take(",")
        return cursor.take("]")
    }

    /// What SCORE has no use for, to the record's end.
    private func readContext(_ cursor: inout PlainCursor) -> Bool {
        guard cursor.take(",\"reason\":\""), cursor.stringContent() != nil,
            cursor.take(",\"policy\":\""), cursor.stringContent() != nil,
            cursor.take(",\"match\":"), optionalText(&cursor) != nil,
            cursor.take(",\"registry\":")
        else { return false }
        if !cursor.take("null") {
            guard cursor.take("{\"partition\":"), cursor.integer() != nil,
                cursor.take(",\"offset\":"), cursor.integer() != nil, cursor.take("}")
            else { return false }
        }
        guard cursor.take(",\"source\":{\"topic\":\""), cursor.stringContent() != nil,
            cursor.take(",\"partition\":"), cursor.integer() != nil,
            cursor.take(",\"offset\":"), cursor.integer() != nil, cursor.take("}}")
        else { return false }
        return cursor.next == reader.tape.bytes + reader.tape.textCount
    }
}
