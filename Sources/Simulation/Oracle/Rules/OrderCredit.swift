// What goes into the credit of one order, and what comes out of it.

/// Everything known of one order at the end.
package struct OrderFacts: Sendable {
    package var order: PlainOrder
    /// The latest version of each refund.
    package var refunds: [PlainRefund]
    package var responses: [PlainResponse]
}

/// A line's units and net as they stand for one holder.
package struct ProductCredit: Sendable {
    package var holder: Holder
    package var sku: Bytes
    package var units: Int128
    package var net: Int128
}

/// What the contract makes of an order.
package struct OrderCredit: Sendable {
    package var order: PlainOrder
    package var judgement: Judgement
    package var parts: [Part] = []
    /// What each merchandise line came to for each holder, after returns: the whole line, by every
    /// cause of which the holder has a part.
    package var products: [ProductCredit] = []
    /// The winners as holders; the rejected code's where there are none.
    package var holders: [Holder] = []
    /// The merchandise's net less returns, whether or not anyone is credited.
    package var netAfterReturns: Int128 = 0
}
