// All that is known of one order: its latest version, its refunds, its survey responses, and what
// was published of it. Credit is a pure function of the first three and the registry (the law of
// credit); the published credit is kept, never computed again.

package struct Facts: Sendable {
    /// The bytes of the refunds' and responses' texts, and of the order id.
    package var text = TextArena()
    package var orderID = Text.absent
    /// False while refunds or responses wait for their order.
    package var hasOrder = false
    package var order = Order()
    /// Offset of the order's record in its partition.
    package var orderOffset: Int64 = 0
    /// A shop's order may come on the topic of refunds.
    package var isOrderOnRefunds = false
    package var refunds: [RefundFact] = []
    package var refundLines: [RefundLine] = []
    package var responses: [ResponseFact] = []
    /// While the order is not known: its refunds and responses as they came.
    package var waiting: [WaitingRecord] = []
    package var raised: OrderAlerts = []
    /// The last n of `<order id>/<n>`.
    package var attributions: Int64 = 0
    /// Of the assignments and the policy that decided it; 0 = never judged.
    package var fingerprint: UInt64 = 0
    package var published = Credit()

    package init() {}

    /// The common order of a shop: no code, nothing else known of it. Nobody is credited for it.
    /// `mutating`, though nothing is changed: else all facts would be copied.
    package var isPlain: Bool {
        mutating get { order.codes.isEmpty && refunds.isEmpty && responses.isEmpty }
    }

    package mutating func reset() {
        resetAllButOrder()
        order.reset()
    }

    /// `order` is then anything: another is about to take its place.
    package mutating func resetAllButOrder() {
        text.clear()
        orderID = .absent
        hasOrder = false
        orderOffset = 0
        isOrderOnRefunds = false
        refunds.clear()
        refundLines.clear()
        responses.clear()
        waiting.clear()
        raised = []
        attributions = 0
        fingerprint = 0
        published.reset()
    }

    /// Copies bytes into its own.
    package mutating func adopt(_ source: UnsafeRawBufferPointer) -> Text { text.add(source) }

    /// Copies bytes of another value's arena into this one's.
    package mutating func adopt(_ source: Text, from arena: [UInt8]) -> Text {
        text.add(source, of: arena)
    }
}

/// Alerts about an order that were raised and are not raised again.
package struct OrderAlerts: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let codeStack = OrderAlerts(rawValue: 1)
    /// For the version that stands.
    package static let versionConflict = OrderAlerts(rawValue: 2)
}

/// The latest version of one refund.
package struct RefundFact: Sendable {
    package var refundID: Text
    package var version: Int64
    package var contentHash: UInt64
    package var refundedAt: EventTime
    package var currency: Currency
    package var status: RefundStatus
    /// Its lines: a range of `Facts.refundLines`.
    package var firstLine: Int32
    package var lineCount: Int32
    package var amount: Int64?
    package var shipping: Int64?
    package var tax: Int64?
    package var isExchange: Bool
    package var offset: Int64
    /// It came with a shop's order, on the topic of orders.
    package var isOnOrders = false
    package var raised: RecordAlerts
    /// It took the place of other content of the same version; not kept.
    package var isConflict = false

    package init(_ refund: Refund, refundID: Text, firstLine: Int32, offset: Int64) {
        self.refundID = refundID
        version = refund.version
        contentHash = refund.contentHash
        refundedAt = refund.refundedAt
        currency = refund.currency
        status = refund.status
        self.firstLine = firstLine
        lineCount = Int32(refund.lines.count)
        amount = refund.amount
        shipping = refund.shipping
        tax = refund.tax
        isExchange = refund.isExchange
        self.offset = offset
        raised = []
    }
}

/// The latest version of one survey response.
package struct ResponseFact: Sendable {
    package var responseID: Text
    package var version: Int64
    package var contentHash: UInt64
    package var answeredAt: EventTime
    package var question: Text
    package var choice: Text
    package var answer: Text
    package var offset: Int64
    package var raised: RecordAlerts
    /// It took the place of other content of the same version; not kept.
    package var isConflict = false

    package init(
        responseID: Text, version: Int64, contentHash: UInt64, answeredAt: EventTime,
        question: Text, choice: Text, answer: Text, offset: Int64
    ) {
        self.responseID = responseID
        self.version = version
        self.contentHash = contentHash
        self.answeredAt = answeredAt
        self.question = question
        self.choice = choice
        self.answer = answer
        self.offset = offset
        raised = []
    }
}

/// Alerts about a refund or a response that were raised and are not raised again.
package struct RecordAlerts: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let orphan = RecordAlerts(rawValue: 1)
    package static let overRefund = RecordAlerts(rawValue: 2)
    package static let currencyMismatch = RecordAlerts(rawValue: 4)
    /// For the version that stands.
    package static let versionConflict = RecordAlerts(rawValue: 8)
}
