// The code-registry topic: bytes to `Assignment`. Read seldom, so its values are plain ones.

package import Promo

package enum AssignmentField: Int, Field {
    case code, creator_id, valid_from, valid_until, status, status_at
    case creator_name, handles, campaign_id, channel, content_theme, redeemable, offer, usage
    case priority, owner, approved_by, recorded_at
}

package enum OfferField: Int, Field { case kind, value }

package enum UsageField: Int, Field { case kind, limit, per_customer }

package final class AssignmentDecoder {
    private let reader = RecordReader()
    private let plainForm = PlainForm()
    private let names = FieldNames<AssignmentField>()
    private let offerNames = FieldNames<OfferField>()
    private let usageNames = FieldNames<UsageField>()

    package init() {}

    /// Reads an assignment. Any bytes may be its key, but there must be one: without it nothing
    /// could ever replace or remove it.
    package func decode(_ input: DecodeInput) throws(Refusal) -> Assignment {
        try reader.open(input)
        let fields = try reader.fields(of: 0, named: names)
        try reader.note(fields[.offer], .object, offerNames)
        try reader.note(fields[.usage], .object, usageNames)
        guard let key = input.key else {
            throw Refusal(.keyMismatch, "the record has no key; allowed: any id of the assignment")
        }
        var assignment = try readSpan(fields, key: ByteString(key))
        try readPeople(fields, &assignment)
        try readOffer(fields[.offer], &assignment)
        try readUsage(fields[.usage], &assignment)
        assignment.priority = try reader.integer(fields[.priority]) ?? 0
        assignment.owner = text(fields[.owner])
        assignment.approvedBy = text(fields[.approved_by])
        assignment.recordedAt = try reader.time(optional: fields[.recorded_at])
        assignment.aliases = aliases(of: assignment)
        assignment.contentHash = contentHash(of: assignment)
        return assignment
    }

    private static let statuses: [StaticString] = ["active", "disabled", "compromised"]
    private static let usages: [StaticString] = ["multi", "single"]

    /// Who has which code, from when to when.
    private func readSpan(
        _ fields: Fields<AssignmentField>, key: ByteString
    ) throws(Refusal) -> Assignment {
        let codeEntry = try reader.required(fields, .code)
        guard let code = reader.code(codeEntry) else {
            // A text field of another type is absent.
            throw reader.refusal(.missingField, at: codeEntry, "text or an integer")
        }
        reader.normalForm.read(code)
        guard !reader.normalForm.bytes.isEmpty else {
            throw reader.refusal(.badField, at: codeEntry, "a code that is not blank")
        }
        let creatorID = try reader.id(try reader.required(fields, .creator_id))
        let validFrom = try reader.time(try reader.required(fields, .valid_from))
        var assignment = Assignment(
            key: key, code: ByteString(code), normal: ByteString(reader.normalForm.bytes),
            codeHash: reader.normalForm.hash, creatorID: ByteString(creatorID),
            validFrom: validFrom)
        assignment.validUntil = try reader.time(optional: fields[.valid_until])
        if let until = assignment.validUntil, until <= validFrom, let entry = fields[.valid_until] {
            throw reader.refusal(.badField, at: entry, "a time after valid_from")
        }
        let status = try reader.word(
            fields[.status], of: AssignmentDecoder.statuses, "active, disabled or compromised")
        assignment.status = Assignment.Status(rawValue: UInt8(status ?? 0)) ?? .active
        assignment.statusAt = try reader.time(optional: fields[.status_at])
        return assignment
    }

    /// Who and where.
    private func readPeople(
        _ fields: Fields<AssignmentField>, _ assignment: inout Assignment
    ) throws(Refusal) {
        assignment.creatorName = text(fields[.creator_name])
        try forEachElement(of: fields[.handles]) { element throws(Refusal) in
            if let handle = text(element) { assignment.handles.append(handle) }
        }
        assignment.campaignID = try reader.id(optional: fields[.campaign_id]).map { ByteString($0) }
        assignment.channel = text(fields[.channel])
        assignment.contentTheme = text(fields[.content_theme])
        try forEachElement(of: fields[.redeemable]) { element throws(Refusal) in
            let place = try reader.word(
                element, of: OrderDecoder.salesChannels, "online, app or pos")
            if let place, let channel = SalesChannel(rawValue: UInt8(place)) {
                assignment.redeemable.insert(channel)
            }
        }
    }

    private func readOffer(_ entry: Int?, _ assignment: inout Assignment) throws(Refusal) {
        guard let offer = try reader.object(entry) else { return }
        let fields = reader.notedFields(of: offer, offerNames)
        if let kind = fields[.kind] {
            let word = String(
                decoding: reader.text(kind) ?? .init(start: nil, count: 0), as: UTF8.self)
            assignment.offerKind = Assignment.OfferKind(rawValue: word)
            if assignment.offerKind == nil {
                let allowed = Assignment.OfferKind.allCases.map(\.rawValue)
                throw reader.refusal(.badField, at: kind, allowed.joined(separator: ", "))
            }
        }
        guard let value = fields[.value] else { return }
        switch reader.tape.kind(of: value) {
        case .string, .integer, .number:
            assignment.offerValue = ByteString(reader.tape.text(of: value))
        default: break
        }
    }

    private func readUsage(_ entry: Int?, _ assignment: inout Assignment) throws(Refusal) {
        guard let usage = try reader.object(entry) else { return }
        let fields = reader.notedFields(of: usage, usageNames)
        let kind = try reader.word(
            fields[.kind], of: AssignmentDecoder.usages, "multi or single")
        assignment.usageKind = Assignment.UsageKind(rawValue: UInt8(kind ?? 0)) ?? .multi
        assignment.usageLimit = try reader.integer(fields[.limit])
        assignment.usagePerCustomer = try reader.integer(fields[.per_customer])
    }

    private func aliases(of assignment: Assignment) -> [ByteString] {
        var aliases: Set<ByteString> = []
        let names = [assignment.creatorName, assignment.creatorID, assignment.code]
        for name in names.compactMap({ $0 }) + assignment.handles {
            name.bytes.withUnsafeBytes { plainForm.read($0) }
            if !plainForm.bytes.isEmpty { aliases.insert(ByteString(plainForm.bytes)) }
        }
        return aliases.sorted()
    }

    private func text(_ entry: Int?) -> ByteString? { reader.text(entry).map { ByteString($0) } }

    private func forEachElement(
        of entry: Int?, _ body: (Int) throws(Refusal) -> Void
    ) throws(Refusal) {
        guard let array = try reader.array(entry) else { return }
        var element = array + 1
        while element < reader.tape.next(after: array) {
            try body(element)
            element = reader.tape.next(after: element)
        }
    }

    private func contentHash(of assignment: Assignment) -> UInt64 {
        for text in [
            assignment.key, assignment.code, assignment.creatorID, assignment.creatorName,
            assignment.campaignID, assignment.channel, assignment.contentTheme,
            assignment.offerValue, assignment.owner, assignment.approvedBy,
        ] {
            add(text)
        }
        for handle in assignment.handles { add(handle) }
        reader.content.add(Int64(assignment.handles.count))
        for time in [
            assignment.validFrom, assignment.validUntil, assignment.statusAt,
            assignment.recordedAt,
        ] {
            reader.content.add(time)
        }
        reader.content.add(Int64(assignment.status.rawValue))
        reader.content.add(Int64(assignment.redeemable.bits))
        add(assignment.offerKind.map { ByteString($0.rawValue) })
        reader.content.add(Int64(assignment.usageKind.rawValue))
        reader.content.add(optional: assignment.usageLimit)
        reader.content.add(optional: assignment.usagePerCustomer)
        reader.content.add(assignment.priority)
        return reader.content.value
    }

    private func add(_ text: ByteString?) {
        guard let text else { return reader.content.add(nil as UnsafeRawBufferPointer?) }
        text.bytes.withUnsafeBytes { reader.content.add($0) }
    }
}
