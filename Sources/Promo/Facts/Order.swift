// One version of an order as the retailer sent it, decoded and checked. A value that is filled
// again and again: `reset()` keeps the capacity of its arrays, so decoding allocates nothing.

package struct Order: Sendable {
    /// The bytes that every `Text` of this order points into: the record's whole text, in which
    /// strings are unescaped, and what was derived from it. Keep the spans' bytes, not all of it.
    package var text = TextArena()
    package var orderID = Text.absent
    package var version: Int64 = 0
    /// Equal when all fields that the contract names are equal, whatever their spelling.
    package var contentHash: UInt64 = 0
    package var placedAt = EventTime(milliseconds: 0)
    package var updatedAt: EventTime?
    package var cancelledAt: EventTime?
    package var isTest = false
    package var currency = Currency.none
    package var salesChannel = SalesChannel.online
    package var customerID = Text.absent
    package var customerIsNew: Bool?
    /// Distinct in their normal form, in the order typed; empty ones are left out.
    package var codes: [OrderCode] = []
    package var taxesIncluded = false
    package var lines: [OrderLine] = []
    /// The lines' discounts, in line order (`line` grows).
    package var lineDiscounts: [OrderDiscount] = []
    package var shipping: Int64 = 0
    /// `line` is -1 in these.
    package var shippingDiscounts: [OrderDiscount] = []
    package var shippingTax: Int64 = 0
    package var tips: Int64 = 0
    package var referrerCreatorID = Text.absent
    package var referrerSource = Text.absent
    package var referrerClickedAt: EventTime?

    package init() {}

    package mutating func reset() {
        text.clear()
        orderID = .absent
        version = 0
        contentHash = 0
        placedAt = EventTime(milliseconds: 0)
        updatedAt = nil
        cancelledAt = nil
        isTest = false
        currency = .none
        salesChannel = .online
        customerID = .absent
        customerIsNew = nil
        codes.clear()
        taxesIncluded = false
        lines.clear()
        lineDiscounts.clear()
        shipping = 0
        shippingDiscounts.clear()
        shippingTax = 0
        tips = 0
        referrerCreatorID = .absent
        referrerSource = .absent
        referrerClickedAt = nil
    }
}

/// A code as it was typed, and its normal form (contract §3.1).
package struct OrderCode: Sendable {
    package var typed: Text
    package var normal: Text
    /// XXH3-64 of the normal form's bytes.
    package var hash: UInt64

    package init(typed: Text, normal: Text, hash: UInt64) {
        self.typed = typed
        self.normal = normal
        self.hash = hash
    }
}

/// A line as ordered. Amounts are Int64 minor units of the order's currency.
package struct OrderLine: Sendable {
    package var lineID: Text
    /// XXH3-64 of the line id's bytes: how refunds find the line.
    package var lineHash: UInt64
    package var sku: Text
    package var quantity: Int64
    /// unit_price × quantity, as sent (it contains the tax where the order says so).
    package var price: Int64
    /// The whole line's tax, rounded half even to the currency's decimals.
    package var tax: Int64
    /// unit_cost × quantity, the product rounded half even; nil without a unit_cost.
    package var cost: Int64?
    package var isGiftCard: Bool

    package init(
        lineID: Text, lineHash: UInt64, sku: Text, quantity: Int64, price: Int64, tax: Int64,
        cost: Int64?, isGiftCard: Bool
    ) {
        self.lineID = lineID
        self.lineHash = lineHash
        self.sku = sku
        self.quantity = quantity
        self.price = price
        self.tax = tax
        self.cost = cost
        self.isGiftCard = isGiftCard
    }
}

/// What one discount took off one line, or off shipping.
package struct OrderDiscount: Sendable {
    /// Index into `Order.lines`; -1 for shipping.
    package var line: Int32
    /// Index into `Order.codes` by normal form; -1 for an automatic discount or a code that the
    /// order does not list.
    package var code: Int32
    package var amount: Int64

    package init(line: Int32, code: Int32, amount: Int64) {
        self.line = line
        self.code = code
        self.amount = amount
    }
}
