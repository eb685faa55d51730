package import Pipeline

/// All that there is to say of one order: what was read of it, what the rules make of that, and
/// what was published.
package struct ExplainedOrder {
    let orderID: String
    /// nil where no usable version of the order is there.
    let explanation: Explanation?
    let read: [OrderRecords.Read]
    let published: [OrderRecords.Published]

    package init(
        orderID: String, explanation: Explanation?, read: [OrderRecords.Read],
        published: [OrderRecords.Published]
    ) {
        self.orderID = orderID
        self.explanation = explanation
        self.read = read
        self.published = published
    }
}
