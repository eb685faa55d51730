// One version of a refund, decoded and checked. Filled again and again, like `Order`.

package enum RefundStatus: UInt8, Sendable {
    case succeeded, pending, failed
}

package struct Refund: Sendable {
    package var text: [UInt8] = []
    package var refundID = Text.absent
    package var orderID = Text.absent
    package var version: Int64 = 0
    package var contentHash: UInt64 = 0
    package var refundedAt = EventTime(milliseconds: 0)
    package var currency = Currency.none
    package var status = RefundStatus.succeeded
    package var lines: [RefundLine] = []
    /// The whole sum paid back; it counts only where there are no lines.
    package var amount: Int64?
    /// Paid back for shipping; nil where the refund does not say.
    package var shipping: Int64?
    /// Paid back for tax; nil where the refund does not say.
    package var tax: Int64?
    /// `reason` is `exchange`.
    package var isExchange = false

    package init() {}

    package mutating func reset() {
        text.clear()
        refundID = .absent
        orderID = .absent
        version = 0
        contentHash = 0
        refundedAt = EventTime(milliseconds: 0)
        currency = .none
        status = .succeeded
        lines.clear()
        amount = nil
        shipping = nil
        tax = nil
        isExchange = false
    }
}

package struct RefundLine: Sendable {
    /// XXH3-64 of the line id's bytes.
    package var lineHash: UInt64
    package var quantity: Int64
    /// Merchandise after discount, before tax; nil = the quantity's share.
    package var amount: Int64?
    /// False: the goods are lost.
    package var restocked: Bool

    package init(lineHash: UInt64, quantity: Int64, amount: Int64?, restocked: Bool) {
        self.lineHash = lineHash
        self.quantity = quantity
        self.amount = amount
        self.restocked = restocked
    }
}
