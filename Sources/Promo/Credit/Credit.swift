// The credit of one order: whom, for what, when, how much. The same type is what the rules say now
// and what was published.

package enum CustomerKind: UInt8, Sendable { case new, returning, unknown }

/// Why a part of the credit exists (contract §4).
package struct Cause: Hashable, Sendable {
    /// 0 the order, 1 its cancellation, 2 + i its refund i.
    package let code: UInt32
    package init(code: UInt32) { self.code = code }

    package static let order = Cause(code: 0)
    package static let cancellation = Cause(code: 1)
    package static func refund(_ index: Int) -> Cause { Cause(code: UInt32(index) + 2) }

    /// Index into `Facts.refunds`, for a refund.
    package var refundIndex: Int? { code >= 2 ? Int(code) - 2 : nil }
}

/// Who gets a share of the credit, and what else subscribers group by.
package struct Share: Sendable {
    /// Absent in a rejection.
    package var creator: Text
    package var code: Text
    package var campaign: Text
    package var channel: Text
    package var customer: CustomerKind
    package var salesChannel: SalesChannel
    package var placedAt: EventTime
    package var currency: Currency

    /// Nobody's, of no order.
    init() {
        self.init(
            creator: .absent, code: .absent, campaign: .absent, channel: .absent,
            customer: .unknown, salesChannel: .online, placedAt: EventTime(milliseconds: 0),
            currency: .none)
    }

    package init(
        creator: Text, code: Text, campaign: Text, channel: Text, customer: CustomerKind,
        salesChannel: SalesChannel, placedAt: EventTime, currency: Currency
    ) {
        self.creator = creator
        self.code = code
        self.campaign = campaign
        self.channel = channel
        self.customer = customer
        self.salesChannel = salesChannel
        self.placedAt = placedAt
        self.currency = currency
    }
}

/// What one cause adds to one share.
package struct Part: Sendable {
    package var share: Int32
    package var cause: Cause
    package var occurredAt: EventTime
    package var measures: Measures
    /// Its products: a range of `Credit.products`.
    package var firstProduct: Int32 = 0
    package var productCount: Int32 = 0

    package init(share: Int32, cause: Cause, occurredAt: EventTime, measures: Measures) {
        self.share = share
        self.cause = cause
        self.occurredAt = occurredAt
        self.measures = measures
    }

    package var products: Range<Int> {
        Int(firstProduct)..<Int(firstProduct) + Int(productCount)
    }
}

/// What a part does to one product: the whole line's, also under a split.
package struct Product: Sendable {
    package var sku: Text
    package var units: Int64
    package var net: Int64

    package init(sku: Text, units: Int64, net: Int64) {
        self.sku = sku
        self.units = units
        self.net = net
    }
}

package struct Credit: Sendable {
    /// The bytes of the shares' texts.
    package var text = TextArena()
    package var shares: [Share] = []
    /// None is all zero.
    package var parts: [Part] = []
    package var products: [Product] = []
    package var surveys: [SurveyPart] = []

    package init() {}

    package mutating func reset() {
        text.clear()
        shares.clear()
        parts.clear()
        products.clear()
        surveys.clear()
    }

    package mutating func keep(_ bytes: [UInt8]?) -> Text {
        bytes.map { text.add($0) } ?? .absent
    }

    /// Copies a text of another arena.
    package mutating func keep(_ arena: [UInt8], _ other: Text) -> Text {
        text.add(other, of: arena)
    }

    /// A share of whoever an assignment names.
    mutating func keep(_ grant: UnsafePointer<Grant>) -> Share {
        let start = text.add(grant.pointee.text).start
        var share = Share()
        share.creator = grant.pointee.creator.moved(by: start)
        share.campaign = grant.pointee.campaign.moved(by: start)
        share.channel = grant.pointee.channel.moved(by: start)
        return share
    }

    /// Whether share `index` says the same as share `otherIndex` of another credit: then a change
    /// of its parts is one record; else one takes the old part back and another gives the new one.
    package func share(_ index: Int, equals other: Credit, _ otherIndex: Int) -> Bool {
        let mine = shares[index]
        let theirs = other.shares[otherIndex]
        return mine.customer == theirs.customer && mine.salesChannel == theirs.salesChannel
            && mine.placedAt == theirs.placedAt && mine.currency == theirs.currency
            && same(mine.creator, other, theirs.creator) && same(mine.code, other, theirs.code)
            && same(mine.campaign, other, theirs.campaign)
            && same(mine.channel, other, theirs.channel)
    }

    /// Whether both shares belong to the same creator (or to none).
    package func creator(_ index: Int, equals other: Credit, _ otherIndex: Int) -> Bool {
        same(shares[index].creator, other, other.shares[otherIndex].creator)
    }

    /// Whether two survey parts count for the same creator, date, currency, customer and channel.
    package func survey(_ mine: SurveyPart, equals other: Credit, _ theirs: SurveyPart) -> Bool {
        mine.placedAt == theirs.placedAt && mine.currency == theirs.currency
            && mine.customer == theirs.customer && mine.salesChannel == theirs.salesChannel
            && same(mine.creator, other, theirs.creator)
    }

    private func same(_ mine: Text, _ other: Credit, _ theirs: Text) -> Bool {
        text.bytes.isSame(mine, other.text.bytes, theirs)
    }
}
