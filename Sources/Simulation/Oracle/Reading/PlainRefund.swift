// One version of a refund, as the contract reads it.

package enum PlainRefundStatus: String, Sendable {
    case succeeded, pending, failed
}

package struct PlainRefundLine: Sendable {
    package var id: Bytes
    package var quantity: Int128
    /// nil takes the quantity's share.
    package var amount: Int128?
    package var isRestocked: Bool
}

package struct PlainRefund: Sendable {
    package var id: Bytes
    package var version: Int64
    package var refundedAt: Int64
    package var currency: PlainCurrency
    package var status: PlainRefundStatus
    package var lines: [PlainRefundLine]
    package var amount: Int128?
    package var shipping: Int128?
    package var tax: Int128?
    package var isExchange: Bool

    /// Field by field in the table's order; the order's id was read before.
    package init(_ record: PlainValue) throws(Refusal) {
        id = try FieldReading.requiredID(record["refund_id"], "refund_id")
        refundedAt = try FieldReading.requiredTime(record["refunded_at"], "refunded_at")
        currency = try FieldReading.currency(record["currency"])
        let decimals = currency.decimals
        let version = try FieldReading.integer(record["version"], "version")
        let updatedAt = try FieldReading.time(record["updated_at"], "updated_at")
        self.version = version ?? updatedAt ?? 0
        status = try FieldReading.word(record["status"], "status") ?? .succeeded
        lines = []
        for entry in try FieldReading.objects(record["lines"], "lines") ?? [] {
            let id = try FieldReading.requiredID(entry["line_id"], "lines.line_id")
            let quantity = try FieldReading.requiredQuantity(entry["quantity"], "lines.quantity")
            let amount = try FieldReading.money(entry["amount"], decimals, "lines.amount")
            let isRestocked = try FieldReading.flag(entry["restocked"], "lines.restocked") ?? true
            lines.append(
                PlainRefundLine(
                    id: id, quantity: quantity, amount: amount, isRestocked: isRestocked))
        }
        amount = try FieldReading.money(record["amount"], decimals, "amount")
        shipping = try FieldReading.money(record["shipping"], decimals, "shipping")
        tax = try FieldReading.tax(record["tax"], decimals, "tax")
        isExchange = record["reason"]?.text == "exchange"
        // Nothing that a refund says, alone or added up, may leave Int64.
        let money = lines.compactMap(\.amount).reduce(0, +) + (shipping ?? 0) + (tax ?? 0)
        let amounts = [money, lines.map(\.quantity).reduce(0, +), amount ?? 0]
        guard amounts.allSatisfy({ $0 <= Int128(Int64.max) }) else {
            throw Refusal(.overflow, "amount")
        }
    }
}
