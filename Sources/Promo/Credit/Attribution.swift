/// One attribution as SCORE reads it: a signed change of a creator's credit. Filled again and again.
package struct Attribution: Sendable {
    package var text: [UInt8] = []
    package var creator = Text.absent
    package var currency = Currency.none
    package var placedAt = EventTime(milliseconds: 0)
    package var occurredAt = EventTime(milliseconds: 0)
    /// With the customer and channel counters that follow from `orders`.
    package var measures = Measures()

    package init() {}

    package mutating func reset() {
        text.removeAll(keepingCapacity: true)
        creator = .absent
        currency = .none
        placedAt = EventTime(milliseconds: 0)
        occurredAt = EventTime(milliseconds: 0)
        measures = Measures()
    }

    /// The creator's id as bytes, for the call's duration.
    package func withCreator<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        text.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[creator.range])) }
    }
}
