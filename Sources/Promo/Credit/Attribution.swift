/// One attribution as SCORE reads it: a signed change of a creator's credit. Filled again and
/// again; its texts lie with its reader.
package struct Attribution: Sendable {
    package var creator = Text.absent
    package var code = Text.absent
    package var campaign = Text.absent
    package var channel = Text.absent
    package var currency = Currency.none
    package var placedAt = EventTime(milliseconds: 0)
    package var occurredAt = EventTime(milliseconds: 0)
    /// With the customer and channel counters that follow from `orders`.
    package var measures = Measures()
    package var products: [Product] = []
    /// Of a `survey`, which has no measures.
    package var survey = SurveyCounts()
    /// Of a `watermark`: how far event time is in that partition of the orders.
    package var watermark: (partition: Int32, partitions: Int32, eventTime: EventTime)?

    package init() {}

    package mutating func reset() {
        creator = .absent
        code = .absent
        campaign = .absent
        channel = .absent
        currency = .none
        placedAt = EventTime(milliseconds: 0)
        occurredAt = EventTime(milliseconds: 0)
        measures = Measures()
        products.clear()
        survey = SurveyCounts()
        watermark = nil
    }
}
