// The slow and plain recomputation: all input in, credit and refusals out. It shares no logic
// with the pipeline; where the two differ, one of them has misread the contract.

/// Takes every record of the input topics, each partition in offset order, and says at the end what
/// the contract makes of them. Of each id it keeps the record that stands, as bytes.
package struct Oracle {
    package let settings: OracleSettings
    package private(set) var registry = PlainRegistry()
    package private(set) var refused: [RefusedRecord] = []
    /// Refunds and responses that are dead letters or not, as the topics happened to be read.
    package private(set) var refusable: [RefusedRecord] = []
    /// What is known of one order id; an order, a refund or a response may be missing.
    private var entries: [Bytes: OrderEntry] = [:]
    /// The largest placed_at of the orders of each partition.
    private var eventTimes: [Int32: Int64] = [:]

    package init(_ settings: OracleSettings) { self.settings = settings }

    package mutating func add(_ record: RawRecord) {
        do {
            guard let usable = try read(record) else { return }
            try fold(usable)
        } catch {
            refuse(record, error)
        }
    }

    /// Adds what a translator made of one shop record: all of it can be used, or nothing is. Only
    /// what retention refuses is left out, and the rest stands.
    package mutating func add(_ pieces: [RawRecord]) {
        do throws(Refusal) {
            var usables: [Usable] = []
            for piece in pieces {
                if let usable = try read(piece) { usables.append(usable) }
            }
            var refusal: Refusal?
            for usable in usables {
                do throws(Refusal) {
                    try fold(usable)
                } catch {
                    refusal = refusal ?? error
                }
            }
            if let refusal { throw refusal }
        } catch {
            if let first = pieces.first { refuse(first, error) }
        }
    }

    /// Notes that the record must be a dead letter.
    package mutating func refuse(_ record: RawRecord, _ refusal: Refusal) {
        refused.append(RefusedRecord(record, refusal))
        // A record that cannot be used removes the assignment that it would have replaced.
        if record.role == .registry, let key = record.key { registry.remove(Bytes(key)) }
    }

    /// A record that was read whole, and the id of its order.
    private enum Usable {
        case assignment(PlainAssignment)
        case order(PlainOrder, RawRecord)
        case refund(PlainRefund, Bytes, RawRecord)
        case response(PlainResponse, Bytes, RawRecord)
    }

    private mutating func read(_ record: RawRecord) throws(Refusal) -> Usable? {
        guard let value = record.value else {
            if record.role == .registry, let key = record.key { registry.remove(Bytes(key)) }
            return nil
        }
        guard value.count <= 1 << 20 else { throw Refusal(.too_large, "") }
        if record.role == .registry {
            let fields = try Self.fields(value, .assignment)
            guard let key = record.key else { throw Refusal(.key_mismatch, "") }
            return .assignment(try PlainAssignment(fields, key: Bytes(key), place: record.place))
        }
        let shape: KnownFields =
            switch record.role {
            case .orders: .order
            case .refunds: .refund
            default: .response
            }
        let fields = try Self.fields(value, shape)
        let id = try FieldReading.requiredID(fields["order_id"], "order_id")
        guard record.key == id.bytes else { throw Refusal(.key_mismatch, "") }
        guard
            Murmur2.partition(of: id.bytes, among: settings.partitions) == record.partition
        else { throw Refusal(.wrong_partition, "") }
        switch record.role {
        case .orders: return .order(try readOrder(fields, id, record), record)
        case .refunds:
            let refund = try PlainRefund(fields)
            try refuseFuture(refund.refundedAt, "refunded_at", record)
            return .refund(refund, id, record)
        default:
            let response = try PlainResponse(fields, isTranslated: record.shopRecord != nil)
            try refuseFuture(response.answeredAt, "answered_at", record)
            return .response(response, id, record)
        }
    }

    private func readOrder(
        _ fields: PlainValue, _ id: Bytes, _ record: RawRecord
    ) throws(Refusal) -> PlainOrder {
        let order = try PlainOrder(fields, id: id, isTranslated: record.shopRecord != nil)
        try refuseFuture(order.placedAt, "placed_at", record)
        if let cancelledAt = order.cancelledAt {
            try refuseFuture(cancelledAt, "cancelled_at", record)
        }
        return order
    }

    private mutating func fold(_ usable: Usable) throws(Refusal) {
        switch usable {
        case .assignment(let assignment): registry.set(assignment)
        case .order(let order, let record): try foldOrder(order, record)
        case .refund(let refund, let id, let record):
            entries[id, default: OrderEntry()].refunds.fold(
                refund.id, Standing(record, version: refund.version))
        case .response(let response, let id, let record):
            entries[id, default: OrderEntry()].responses.fold(
                response.id, Standing(record, version: response.version))
        }
    }

    private mutating func foldOrder(_ order: PlainOrder, _ record: RawRecord) throws(Refusal) {
        let id = order.id
        let end = retentionEnd(order)
        if let updatedAt = order.updatedAt, updatedAt > end {
            throw Refusal(.too_old, "updated_at")
        }
        let eventTime = eventTimes[record.partition] ?? .min
        let isKnown = entries[id]?.order.map { _ in
            eventTime <= (entries[id]?.retentionEnd ?? .max) + settings.lateness
        }
        if eventTime > end {
            let refusal = Refusal(.too_old, "placed_at")
            // Of one that came back it is open whether the processor knew it still.
            if entries[id]?.cameBack == true {
                refusable.append(RefusedRecord(record, refusal))
            } else if isKnown != true {
                throw refusal
            }
            guard isKnown == true else { return }
        }
        eventTimes[record.partition] = max(eventTime, order.placedAt)
        entries[id, default: OrderEntry()].foldOrder(
            Standing(record, version: order.version), retentionEnd: end, isKnown: isKnown == true)
    }

    private func retentionEnd(_ order: PlainOrder) -> Int64 {
        order.placedAt
            + (order.codes.isEmpty ? settings.uncodedRetention : settings.codedRetention)
    }

    private func refuseFuture(
        _ time: Int64, _ field: StaticString, _ record: RawRecord
    ) throws(Refusal) {
        // A record that was written without a timestamp has -1.
        guard record.timestamp >= 0 else { return }
        guard time <= record.timestamp + 86_400_000 else { throw Refusal(.future_time, field) }
    }

    private static func fields(
        _ value: [UInt8], _ shape: KnownFields
    ) throws(Refusal) -> PlainValue {
        guard let fields = try? PlainReader.value(of: value), case .object = fields else {
            throw Refusal(.bad_json, "")
        }
        guard !shape.isRepeated(in: fields) else { throw Refusal(.duplicate_key, "") }
        return fields
    }

    /// Ends the input: refunds and responses are held against their order's retention. Call once.
    package mutating func finish() {
        for (id, entry) in entries {
            guard entry.order != nil else { continue }
            let isClosed = isClosed(id)
            var kept = entry
            kept.refunds.removeAll { standing in
                let date = (try? PlainRefund(standing.fields))?.refundedAt
                return hold(standing, "refunded_at", date, entry, isClosed)
            }
            kept.responses.removeAll { standing in
                let date = (try? PlainResponse(standing.fields))?.answeredAt
                return hold(standing, "answered_at", date, entry, isClosed)
            }
            entries[id] = kept
        }
        refused.sort { $0.place < $1.place }
    }

    /// What is dated up to the end of the standing order's retention counts, unless another version
    /// stood when it was read and ended earlier. What is dated later does not; it is `too_old`, but
    /// for two histories: another version stood and ended later, or the order had been let go.
    /// - Returns: whether it cannot count.
    private mutating func hold(
        _ standing: Standing, _ field: StaticString, _ date: Int64?, _ entry: OrderEntry,
        _ isClosed: Bool
    ) -> Bool {
        guard let date, let ends = entry.retentionEnds else { return true }
        if date > ends.lowerBound {
            let refusal = RefusedRecord(standing.record, Refusal(.too_old, field))
            let isCertain = date > ends.upperBound && !isClosed
            if isCertain { refused.append(refusal) } else { refusable.append(refusal) }
        }
        return date > entry.retentionEnd
    }

    /// Every order id that an order is known of, ascending.
    package var orderIDs: [Bytes] {
        entries.compactMap { $0.value.order == nil ? nil : $0.key }.sorted()
    }

    /// The standing records of an order, decoded. nil if no order of that id is known.
    /// - Parameter places: of records that are taken as if they had never come.
    package func facts(of id: Bytes, without places: Set<RecordPlace> = []) -> OrderFacts? {
        guard let entry = entries[id], let standing = entry.order,
            let order = try? PlainOrder(
                standing.fields, id: id, isTranslated: standing.record.shopRecord != nil)
        else { return nil }
        return OrderFacts(
            order: order,
            refunds: entry.refunds.all(without: places).compactMap { try? PlainRefund($0.fields) },
            responses: entry.responses.all(without: places).compactMap {
                try? PlainResponse($0.fields, isTranslated: $0.record.shopRecord != nil)
            })
    }

    package func credit(of id: Bytes, without places: Set<RecordPlace> = []) -> OrderCredit? {
        facts(of: id, without: places).map { Crediting.credit($0, registry, settings.stacking) }
    }

    /// What the order's facts may have been when it was let go: as its last version says, with the
    /// refunds that had been read by then, the first ones of their topic. nil where more than that
    /// is open: the order came back, its retention was changed, or it and its refunds came in the
    /// same records.
    package func historiesOfClosed(_ id: Bytes) -> [OrderFacts]? {
        guard let entry = entries[id], let ends = entry.retentionEnds, !entry.cameBack,
            !entry.cameWithRefund, ends.lowerBound == ends.upperBound
        else { return nil }
        let places = entry.refunds.everyRecord.map(\.place)
        guard places.allSatisfy({ $0.role == .refunds }) else { return nil }
        return (0...places.count).compactMap { count in
            facts(of: id, without: Set(places.dropFirst(count)))
        }
    }

    /// Whether the order's state was let go: its partition's event time has passed its retention
    /// and the lateness. Its credit stays what it was then, whatever came later.
    package func isClosed(_ id: Bytes) -> Bool {
        guard let entry = entries[id], let order = entry.order,
            let eventTime = eventTimes[order.record.partition]
        else { return false }
        return entry.cameBack || eventTime > entry.retentionEnd + settings.lateness
    }

    /// Whether it depends on the reading history which of the order's refunds and responses count,
    /// although it is kept: the end of its retention was moved.
    package func isUndecided(_ id: Bytes) -> Bool {
        guard let ends = entries[id]?.retentionEnds else { return false }
        return ends.lowerBound < ends.upperBound && !isClosed(id)
    }

    /// Credit of every order, ascending by id, with what its survey response says of it.
    package func forEachCredit(_ body: (OrderCredit, [SurveyEntry]) -> Void) {
        let survey = SurveyCount(registry, questions: settings.surveyQuestions)
        for id in orderIDs {
            guard let facts = facts(of: id) else { continue }
            let credit = Crediting.credit(facts, registry, settings.stacking)
            body(credit, survey.entries(facts, credit))
        }
    }

    /// The records that stand for an order: where its facts come from.
    package func places(of id: Bytes) -> [RecordPlace] {
        guard let entry = entries[id] else { return [] }
        return ([entry.order].compactMap { $0 } + entry.refunds.all + entry.responses.all)
            .map(\.record.place)
    }
}
