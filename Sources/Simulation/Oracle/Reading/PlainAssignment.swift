// One assignment of the registry, as the contract reads it.

package enum PlainStatus: String, Sendable {
    case active, disabled, compromised
}

private enum PlainOffer: String {
    case percent, fixed, free_shipping, bundle, gift, early_access, bonus_content
}

private enum PlainUsage: String {
    case multi, single
}

package struct PlainAssignment: Sendable {
    /// The record's key.
    package var key: Bytes
    package var place: RecordPlace
    /// The code as the registry writes it, and in its normal form.
    package var typedCode: Bytes
    package var code: Bytes
    package var creator: Bytes
    package var validFrom: Int64
    /// nil is evergreen.
    package var validUntil: Int64?
    package var status: PlainStatus
    package var statusAt: Int64?
    package var creatorName: Bytes?
    package var handles: [Bytes]
    package var campaign: Bytes?
    package var channel: Bytes?
    /// Empty is all.
    package var redeemable: [PlainChannel]
    package var priority: Int64
    package var recordedAt: Int64?

    package init(_ record: PlainValue, key: Bytes, place: RecordPlace) throws(Refusal) {
        self.key = key
        self.place = place
        guard let typed = FieldReading.code(record["code"]) else {
            throw Refusal(.missing_field, "code")
        }
        typedCode = typed
        code = PlainForms.normal(typed)
        guard !code.isEmpty else { throw Refusal(.bad_field, "code") }
        creator = try FieldReading.requiredID(record["creator_id"], "creator_id")
        validFrom = try FieldReading.requiredTime(record["valid_from"], "valid_from")
        validUntil = try FieldReading.time(record["valid_until"], "valid_until")
        if let validUntil, validUntil <= validFrom { throw Refusal(.bad_field, "valid_until") }
        status = try FieldReading.word(record["status"], "status") ?? .active
        statusAt = try FieldReading.time(record["status_at"], "status_at")
        creatorName = record["creator_name"]?.text
        handles = (try FieldReading.list(record["handles"], "handles") ?? []).compactMap(\.text)
        campaign = try FieldReading.id(record["campaign_id"], "campaign_id")
        channel = record["channel"]?.text
        redeemable = []
        for entry in try FieldReading.list(record["redeemable"], "redeemable") ?? [] {
            guard let channel: PlainChannel = try FieldReading.word(entry, "redeemable") else {
                continue
            }
            redeemable.append(channel)
        }
        let offer = try FieldReading.object(record["offer"], "offer")
        let _: PlainOffer? = try FieldReading.word(offer?["kind"], "offer.kind")
        let usage = try FieldReading.object(record["usage"], "usage")
        let _: PlainUsage? = try FieldReading.word(usage?["kind"], "usage.kind")
        _ = try FieldReading.integer(usage?["limit"], "usage.limit")
        _ = try FieldReading.integer(usage?["per_customer"], "usage.per_customer")
        priority = try FieldReading.integer(record["priority"], "priority") ?? 0
        recordedAt = try FieldReading.time(record["recorded_at"], "recorded_at")
    }

    /// [valid_from, end): where it is disabled or compromised it ends early, or never began.
    package func covers(_ time: Int64) -> Bool {
        guard wouldCover(time) else { return false }
        guard status != .active else { return true }
        return statusAt.map { time < $0 } ?? false
    }

    /// Whether it would cover the moment but for its status.
    package func wouldCover(_ time: Int64) -> Bool {
        time >= validFrom && validUntil.map { time < $0 } ?? true
    }

    package func isRedeemable(in channel: PlainChannel) -> Bool {
        redeemable.isEmpty || redeemable.contains(channel)
    }
}
