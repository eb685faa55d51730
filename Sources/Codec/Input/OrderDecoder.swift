// The orders topic: bytes to `Order`. A first walk over the tape finds every known field, and
// those that are doubled; then each field is read in the order of the contract's table, so that
// of several faults the first one is the reason.

package import Promo

/// Decodes orders one after the other into a reused value, without allocating.
package final class OrderDecoder {
    let reader = RecordReader()
    let orderNames = FieldNames<OrderField>()
    let customerNames = FieldNames<CustomerField>()
    let codeNames = FieldNames<CodeField>()
    let lineNames = FieldNames<OrderLineField>()
    let discountNames = FieldNames<DiscountField>()
    let referrerNames = FieldNames<ReferrerField>()
    /// The order's codes by the hash of their normal form, and its lines by that of their id.
    let codeIndex = HashIndex()
    let lineIndex = HashIndex()

    private let plain: PlainOrderReader

    /// The bytes come from a translator, which may say a line's price instead of a unit's.
    package var isTranslated = false

    package init() { plain = PlainOrderReader(reader.normalForm) }

    /// Reads one version of an order. After a refusal `order` holds nothing that may be used.
    package func decode(_ input: DecodeInput, into order: inout Order) throws(Refusal) {
        order.reset()
        if !isTranslated, plain.read(input, into: &order) { return }
        order.reset()
        try reader.open(input)
        let fields = try noteFields()
        let orderID = try reader.orderID(fields, .order_id, input)
        order.orderID = reader.span(orderID)
        order.text.load(reader.tape.wholeText)
        reader.content.add(orderID)
        try readHeader(fields, &order)
        try readCustomer(fields[.customer], &order)
        try readCodes(fields[.codes], &order)
        order.taxesIncluded = try reader.flag(fields[.taxes_included]) ?? false
        reader.content.add(order.taxesIncluded)
        let lines = try reader.array(try reader.required(fields, .lines))
        let decimals = order.currency.decimals
        let merchandise = try readLines(lines, decimals, &order)
        try readShipping(fields, merchandise, decimals, &order)
        try readReferrer(fields[.referrer], &order)
        try reader.refuseOverflow()
        try reader.refuseFuture(order.placedAt, at: fields[.placed_at], input)
        try reader.refuseFuture(order.cancelledAt, at: fields[.cancelled_at], input)
        order.contentHash = reader.content.value
    }

    /// Finds the fields of the order and, for those that follow, of all objects inside it.
    private func noteFields() throws(Refusal) -> Fields<OrderField> {
        let fields = try reader.fields(of: 0, named: orderNames)
        try reader.note(fields[.customer], .object, customerNames)
        try reader.note(fields[.codes], .array, codeNames)
        try reader.note(fields[.lines], .array, lineNames) { line throws(Refusal) in
            try reader.note(line[.discounts], .array, discountNames)
        }
        try reader.note(fields[.shipping_discounts], .array, discountNames)
        try reader.note(fields[.referrer], .object, referrerNames)
        return fields
    }

    private func readHeader(_ fields: Fields<OrderField>, _ order: inout Order) throws(Refusal) {
        order.placedAt = try reader.time(try reader.required(fields, .placed_at))
        order.currency = try reader.currency(try reader.required(fields, .currency))
        let version = try reader.integer(fields[.version])
        order.updatedAt = try reader.time(optional: fields[.updated_at])
        order.version = version ?? order.updatedAt?.milliseconds ?? 0
        order.cancelledAt = try reader.time(optional: fields[.cancelled_at])
        order.isTest = try reader.flag(fields[.test]) ?? false
        let channel = try reader.word(
            fields[.sales_channel], of: OrderDecoder.salesChannels, "online, app or pos")
        order.salesChannel = SalesChannel(rawValue: UInt8(channel ?? 0)) ?? .online
        reader.content.add(order.placedAt)
        reader.content.add(Int64(order.currency.letters))
        reader.content.add(order.version)
        reader.content.add(order.updatedAt)
        reader.content.add(order.cancelledAt)
        reader.content.add(order.isTest)
        reader.content.add(Int64(order.salesChannel.rawValue))
        reader.content.add(reader.text(fields[.store_id]))
        reader.content.add(reader.text(fields[.region]))
    }

    /// In the order of `SalesChannel`'s raw values.
    static let salesChannels: [StaticString] = ["online", "app", "pos"]

    private func readCustomer(_ entry: Int?, _ order: inout Order) throws(Refusal) {
        var id: UnsafeRawBufferPointer?
        if let customer = try reader.object(entry) {
            let fields = reader.notedFields(of: customer, customerNames)
            id = try reader.id(optional: fields[.id])
            order.customerIsNew = try reader.flag(fields[.is_new])
        }
        order.customerID = reader.span(id)
        reader.content.add(id)
        reader.content.add(optional: order.customerIsNew.map { $0 ? 1 : 0 })
    }

    private func readReferrer(_ entry: Int?, _ order: inout Order) throws(Refusal) {
        var id: UnsafeRawBufferPointer?
        var source: UnsafeRawBufferPointer?
        if let referrer = try reader.object(entry) {
            let fields = reader.notedFields(of: referrer, referrerNames)
            id = try reader.id(optional: fields[.creator_id])
            source = reader.text(fields[.utm_source])
            order.referrerClickedAt = try reader.time(optional: fields[.clicked_at])
        }
        order.referrerCreatorID = reader.span(id)
        order.referrerSource = reader.span(source)
        reader.content.add(id)
        reader.content.add(source)
        reader.content.add(order.referrerClickedAt)
    }
}
