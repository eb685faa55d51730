/// One code given to one creator for one span of time. Read seldom, so plain values.
package struct Assignment: Sendable, Equatable {
    package enum Status: UInt8, Sendable { case active, disabled, compromised }
    package enum OfferKind: String, Sendable, CaseIterable {
        case percent, fixed, free_shipping, bundle, gift, early_access, bonus_content
    }
    package enum UsageKind: UInt8, Sendable { case multi, single }

    /// The registry record's key.
    package var key: ByteString
    /// The code as the registry writes it, and its normal form with its XXH3-64.
    package var code: ByteString
    package var normal: ByteString
    package var codeHash: UInt64
    package var creatorID: ByteString
    package var validFrom: EventTime
    /// Half open; nil is evergreen.
    package var validUntil: EventTime?
    package var status = Status.active
    /// From when `status` holds; nil = for all orders.
    package var statusAt: EventTime?
    package var creatorName: ByteString?
    /// The plain forms (contract §4, survey) under which a response may name the creator: of the
    /// name, the handles, the id and the code.
    package var aliases: [ByteString] = []
    package var handles: [ByteString] = []
    package var campaignID: ByteString?
    package var channel: ByteString?
    package var contentTheme: ByteString?
    package var redeemable = SalesChannelSet()
    package var offerKind: OfferKind?
    /// The offer's value as written (digits of a number or text).
    package var offerValue: ByteString?
    package var usageKind = UsageKind.multi
    package var usageLimit: Int64?
    package var usagePerCustomer: Int64?
    package var priority: Int64 = 0
    package var owner: ByteString?
    package var approvedBy: ByteString?
    package var recordedAt: EventTime?
    /// Where the record lies in the registry topic.
    package var partition: Int32 = 0
    package var offset: Int64 = 0
    /// XXH3-64 over all fields above but the place: equal when the assignment says the same.
    package var contentHash: UInt64 = 0

    package init(
        key: ByteString, code: ByteString, normal: ByteString, codeHash: UInt64,
        creatorID: ByteString, validFrom: EventTime
    ) {
        self.key = key
        self.code = code
        self.normal = normal
        self.codeHash = codeHash
        self.creatorID = creatorID
        self.validFrom = validFrom
    }
}
