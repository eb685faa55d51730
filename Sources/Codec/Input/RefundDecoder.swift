// The refunds topic: bytes to `Refund`, as `OrderDecoder` does it.

package import Promo

package enum RefundField: Int, Field {
    case refund_id, order_id, refunded_at, currency, version, updated_at, status, lines
    case amount, shipping, tax, reason
}

package enum RefundLineField: Int, Field { case line_id, quantity, amount, restocked }

/// Decodes refunds one after the other into a reused value, without allocating.
package final class RefundDecoder {
    private let reader = RecordReader()
    private let names = FieldNames<RefundField>()
    private let lineNames = FieldNames<RefundLineField>()
    /// In the order of `RefundStatus`'s raw values.
    private static let statuses: [StaticString] = ["succeeded", "pending", "failed"]

    package init() {}

    /// Reads one version of a refund. After a refusal `refund` holds nothing that may be used.
    package func decode(_ input: DecodeInput, into refund: inout Refund) throws(Refusal) {
        refund.reset()
        try reader.open(input)
        let fields = try reader.fields(of: 0, named: names)
        try reader.note(fields[.lines], .array, lineNames)
        let orderID = try reader.orderID(fields, .order_id, input)
        let refundID = try reader.id(try reader.required(fields, .refund_id))
        refund.orderID = reader.span(orderID)
        refund.refundID = reader.span(refundID)
        refund.text.append(contentsOf: reader.tape.wholeText)
        reader.content.add(orderID)
        reader.content.add(refundID)
        try readHeader(fields, &refund)
        let decimals = refund.currency.decimals
        let sums = try readLines(fields[.lines], decimals, &refund)
        try readAmounts(fields, sums, decimals, &refund)
        try reader.refuseOverflow()
        try reader.refuseFuture(refund.refundedAt, at: fields[.refunded_at], input)
        refund.contentHash = reader.content.value
    }

    private func readHeader(_ fields: Fields<RefundField>, _ refund: inout Refund) throws(Refusal) {
        refund.refundedAt = try reader.time(try reader.required(fields, .refunded_at))
        refund.currency = try reader.currency(try reader.required(fields, .currency))
        let version = try reader.integer(fields[.version])
        let updatedAt = try reader.time(optional: fields[.updated_at])
        refund.version = version ?? updatedAt?.milliseconds ?? 0
        let status = try reader.word(
            fields[.status], of: RefundDecoder.statuses, "succeeded, pending or failed")
        refund.status = RefundStatus(rawValue: UInt8(status ?? 0)) ?? .succeeded
        reader.content.add(refund.refundedAt)
        reader.content.add(Int64(refund.currency.letters))
        reader.content.add(refund.version)
        reader.content.add(updatedAt)
        reader.content.add(Int64(refund.status.rawValue))
    }

    /// The sums of the lines' money and units; nil beyond Int64.
    private func readLines(
        _ entry: Int?, _ decimals: Int, _ refund: inout Refund
    ) throws(Refusal) -> (money: Int64?, units: Int64?) {
        var sums: (money: Int64?, units: Int64?) = (0, 0)
        let array = try reader.array(entry)
        try reader.forEachObject(in: array) { element throws(Refusal) in
            let fields = reader.notedFields(of: element, lineNames)
            let id = try reader.id(try reader.required(fields, .line_id))
            let quantity = try reader.quantity(try reader.required(fields, .quantity))
            let amount = try reader.amountOrZero(fields[.amount], decimals)
            let isStated = fields[.amount] != nil
            let restocked = try reader.flag(fields[.restocked]) ?? true
            reader.content.add(id)
            reader.content.add(quantity ?? 0)
            reader.content.add(optional: isStated ? amount ?? 0 : nil)
            reader.content.add(restocked)
            refund.lines.append(
                RefundLine(
                    lineHash: Hash.bits64(id), quantity: quantity ?? 0,
                    amount: isStated ? amount ?? 0 : nil, restocked: restocked))
            sums.money = reader.add(sums.money, amount, at: 0)
            sums.units = reader.add(sums.units, quantity, at: 0)
        }
        reader.content.add(Int64(refund.lines.count))
        return sums
    }

    /// `amount` counts only without lines, but it is read, and is part of the content, with them.
    private func readAmounts(
        _ fields: Fields<RefundField>, _ sums: (money: Int64?, units: Int64?),
        _ decimals: Int, _ refund: inout Refund
    ) throws(Refusal) {
        var total = sums.money
        if let entry = fields[.amount] {
            refund.amount = try reader.amount(entry, decimals) ?? 0
        }
        if let entry = fields[.shipping] {
            let shipping = try reader.amount(entry, decimals)
            refund.shipping = shipping ?? 0
            total = reader.add(total, shipping, at: 0)
        }
        if let entry = fields[.tax] {
            let tax = try reader.tax(entry, decimals)
            refund.tax = tax ?? 0
            total = reader.add(total, tax, at: 0)
        }
        let reason = reader.text(fields[.reason])
        refund.isExchange = reason.map { RecordReader.isEqual($0, "exchange") } ?? false
        reader.content.add(optional: refund.amount)
        reader.content.add(optional: refund.shipping)
        reader.content.add(optional: refund.tax)
        reader.content.add(reason)
    }
}
