import Codec
import Promo
import Streams

// The state machine of one partition of orders. Each record is folded into its order's facts; what
// the facts now say, less what was published, goes out.

final class AttributeTask: StageTask {
    /// Places in the stage's inputs and outputs.
    enum Input { static let orders: Int32 = 0, refunds: Int32 = 1, surveys: Int32 = 2 }
    enum Output { static let attributions = 0, deadLetters = 1, alerts = 2, rejectedCodes = 3 }
    /// Places in the store's registers.
    enum Register { static let eventTime = 0, sentEventTime = 1 }

    let stage: AttributeStage
    let store: StateTable
    let partition: Int32
    private let partitions: Int32
    /// Through the stage, it would be copied whole each time that it is asked.
    private let policy: Policy
    private let registry: Registry
    let orders = OrderDecoder()
    let refunds = RefundDecoder()
    let surveys = SurveyDecoder()
    var order = Order()
    var refund = Refund()
    var response = SurveyResponse()
    var facts = Facts()
    private var expected = ExpectedOrders()
    /// By input; nil where the records have the contract's own shapes.
    let translators: [(any Translator)?]
    let translation = Translation()
    /// Of what waited, which is translated again while the record at hand is being applied.
    let waitingTranslation = Translation()
    /// Whether a part of the record at hand was refused, which makes it a dead letter.
    var isPartRefused = false
    private let packed = StateWriter()
    private var publisher: AttributionPublisher
    var review: Review
    var watermark: WatermarkSender
    /// In the task of partition 0 only.
    var registryAlerts: RegistryAlerts?

    init(stage: AttributeStage, partition: Int32, partitions: Int32, store: StateTable) {
        self.stage = stage
        self.partition = partition
        self.partitions = partitions
        self.store = store
        policy = stage.settings.policy
        registry = stage.registry
        translators = AttributeTask.translators(stage.settings.formats)
        publisher = AttributionPublisher(stage: stage, partition: partition)
        watermark = WatermarkSender(partition: partition, partitions: partitions)
        review = Review(policy: policy)
        registryAlerts = partition == 0 ? RegistryAlerts(stage: stage) : nil
        // Whatever was kept may have been judged under other rules or another registry.
        review.begin(.everything)
    }

    /// The largest placed_at of the partition's orders so far.
    var eventTime: EventTime {
        get {
            let stored = store.register(Register.eventTime)
            return stored == 0 ? .distantPast : EventTime(milliseconds: stored)
        }
        set { store.setRegister(Register.eventTime, newValue.milliseconds) }
    }

    /// Its key is its order's id.
    func expect(_ record: Record) {
        store.prefetch(expected.expect(record))
    }

    func process(_ record: Record, into outbox: Outbox) {
        guard let value = record.value else { return }
        let isRight =
            record.key.map { Murmur2.partition(of: $0, partitions: partitions) == partition }
            ?? false
        let input = DecodeInput(
            key: record.key, value: value,
            timestamp: EventTime(milliseconds: record.timestamp), isRightPartition: isRight)
        do throws(Refusal) {
            if let translator = translators[Int(record.topic)] {
                return try processTranslated(translator, input, record, into: outbox)
            }
            switch record.topic {
            case Input.orders: try processOrder(input, record, into: outbox)
            case Input.refunds: try processRefund(input, record, into: outbox)
            default: try processResponse(input, record, into: outbox)
            }
        } catch {
            DeadLetter.emit(
                error, of: record, topic: stage.description.inputs[Int(record.topic)],
                output: Output.deadLetters, into: outbox)
        }
    }

    func flush(now: Int64, into outbox: Outbox) {
        watermark.send(store, now: now, into: outbox)
    }

    func processOrder(
        _ input: DecodeInput, _ record: Record, into outbox: Outbox
    ) throws(Refusal) {
        // Where it stays: of almost every order nothing is known yet.
        try orders.decode(input, into: &facts.order)
        for index in facts.order.codes.indices {
            Prefetch.lines(registry.address(ofCode: facts.order.codes[index].hash), count: 128)
        }
        let (placedAt, end) = (facts.order.placedAt, retentionEnd)
        if let updatedAt = facts.order.updatedAt, updatedAt > end {
            throw Refusal(.tooOld, "updated_at is after placed_at + retention")
        }
        let key = expected.key(of: record)
        let isKnown = loadBesideOrder(key, record)
        if !facts.hasOrder || isOver, eventTime > end {
            throw Refusal(
                .tooOld, "first seen after its retention (placed_at is too old)")
        }
        if placedAt > eventTime { eventTime = placedAt }
        if isKnown {
            guard takesOver(record, into: outbox) else { return }
            if !facts.hasOrder { refuseWaiting(after: end, into: outbox) }
            swap(&facts.order, &order)
        }
        for index in facts.order.codes.indices {
            let grant = registry.address(ofGrantOfCode: facts.order.codes[index].hash)
            if let grant { Prefetch.lines(grant, count: 128) }
        }
        facts.hasOrder = true
        facts.orderOffset = record.offset
        facts.isOrderOnRefunds = record.topic == Input.refunds
        review.note(due: end.advanced(by: policy.lateness))
        settle(key, source: SourcePlace(record), into: outbox)
    }

    /// Whether `order` takes the place of the one in the facts, where there is one.
    private func takesOver(_ record: Record, into outbox: Outbox) -> Bool {
        guard facts.hasOrder, order.version <= facts.order.version else {
            facts.raised.remove(.versionConflict)
            return true
        }
        guard order.version == facts.order.version,
            order.contentHash != facts.order.contentHash
        else { return false }
        publisher.raiseVersionConflict(record, order.version, of: &facts, into: outbox)
        return true
    }

    func processRefund(
        _ input: DecodeInput, _ record: Record, into outbox: Outbox
    ) throws(Refusal) {
        try refunds.decode(input, into: &refund)
        let key = load(record)
        try refuse(afterRetention: refund.refundedAt, field: "refunded_at")
        if isOver { begin(record.orderID) }
        if !facts.hasOrder { keep(input, record, date: refund.refundedAt) }
        let isOnOrders = record.topic == Input.orders
        guard let index = facts.fold(refund, offset: record.offset, isOnOrders: isOnOrders) else {
            if !facts.hasOrder { keepFacts(key) }
            return
        }
        if facts.refunds[index].isConflict {
            publisher.raiseVersionConflict(record, refundAt: index, of: &facts, into: outbox)
        }
        if !facts.hasOrder {
            review.note(key, orphanedAt: refund.refundedAt.advanced(by: policy.lateness))
        }
        settle(key, source: SourcePlace(record), into: outbox)
    }

    func processResponse(
        _ input: DecodeInput, _ record: Record, into outbox: Outbox
    ) throws(Refusal) {
        try surveys.decode(input, into: &response)
        let key = load(record)
        try refuse(afterRetention: response.answeredAt, field: "answered_at")
        if isOver { begin(record.orderID) }
        if !facts.hasOrder { keep(input, record, date: response.answeredAt) }
        guard let index = facts.fold(response, offset: record.offset) else {
            if !facts.hasOrder { keepFacts(key) }
            return
        }
        if facts.responses[index].isConflict {
            publisher.raiseVersionConflict(record, responseAt: index, of: &facts, into: outbox)
        }
        if !facts.hasOrder {
            review.note(key, orphanedAt: response.answeredAt.advanced(by: policy.lateness))
        }
        settle(key, source: SourcePlace(record), into: outbox)
    }

    private func keep(_ input: DecodeInput, _ record: Record, date: EventTime) {
        facts.wait(
            WaitingRecord(
                origin: AttributeTask.origin(ofInput: record.topic), isRefused: isPartRefused,
                offset: record.offset,
                timestamp: input.timestamp, date: date),
            value: record.value ?? input.value)
    }

    /// Unpacks the order's facts, or begins them.
    private func load(_ record: Record) -> StateKey {
        let key = expected.key(of: record)
        if !unpack(key) { begin(record.orderID) }
        return key
    }

    /// The same for the order at hand, which lies in the facts.
    /// - Returns: whether something was known; then the order at hand lies in `order`.
    private func loadBesideOrder(_ key: StateKey, _ record: Record) -> Bool {
        if store.value(of: key) != nil {
            swap(&facts.order, &order)
            if unpack(key) { return true }
            swap(&facts.order, &order)
        }
        facts.resetAllButOrder()
        facts.orderID = facts.adopt(record.orderID)
        return false
    }

    private func unpack(_ key: StateKey) -> Bool {
        guard let bytes = store.value(of: key) else { return false }
        return FactsCodec.decode(bytes, into: &facts)
    }

    private func begin(_ orderID: UnsafeRawBufferPointer) {
        facts.reset()
        facts.orderID = facts.adopt(orderID)
    }

    /// The order is to be let go, whether or not the review has come to it: what is still done with
    /// it must not depend on that.
    private var isOver: Bool {
        guard facts.hasOrder else { return false }
        return eventTime > retentionEnd.advanced(by: policy.lateness)
    }

    /// Of the order at hand.
    private var retentionEnd: EventTime {
        policy.retentionEnd(
            placedAt: facts.order.placedAt, isCoded: !facts.order.codes.isEmpty)
    }

    private func refuse(afterRetention moment: EventTime, field: StaticString) throws(Refusal) {
        guard facts.hasOrder else { return }
        if moment > retentionEnd {
            throw Refusal(
                .tooOld, "\(field) is after its order's placed_at + retention")
        }
    }

    /// Publishes what changed and keeps the facts.
    private func settle(_ key: StateKey, source: SourcePlace, into outbox: Outbox) {
        if facts.hasOrder { publisher.publish(&facts, source: source, store: store, into: outbox) }
        keepFacts(key)
    }

    private func keepFacts(_ key: StateKey) {
        FactsCodec.encode(&facts, into: packed)
        store.set(key, packed.bytes)
    }

    /// Judges a kept order again, for the review. Nothing is stored where nothing changed.
    func judgeAgain(_ key: StateKey, source: SourcePlace?, into outbox: Outbox) {
        guard let bytes = store.value(of: key), FactsCodec.decode(bytes, into: &facts) else {
            return
        }
        let own = SourcePlace(
            topic: facts.isOrderOnRefunds ? .refunds : .orders, partition: partition,
            offset: facts.orderOffset)
        settle(key, source: source ?? own, into: outbox)
    }

    /// Raises the alerts about what has waited longer than the lateness, for the review.
    func raiseOrphans(_ key: StateKey, into outbox: Outbox) {
        // For most of them the order has come meanwhile.
        guard let bytes = store.value(of: key), let header = FactsHeader(bytes),
            header.flags.contains(.awaitsAlert), FactsCodec.decode(bytes, into: &facts)
        else { return }
        publisher.raiseOrphans(&facts, eventTime: eventTime, into: outbox)
        if facts.awaitsAlert {
            review.note(key, orphanedAt: facts.waitsSince.advanced(by: policy.lateness))
        }
        keepFacts(key)
    }

    /// Whether judging the order now would find other assignments or rules than it was judged with.
    func isStale(_ key: StateKey) -> Bool {
        guard let bytes = store.value(of: key), FactsCodec.decode(bytes, into: &facts) else {
            return false
        }
        return publisher.fingerprint(of: facts) != facts.fingerprint
    }
}

extension StateKey {
    /// The key of an order's state: the hash of its id.
    init(orderID: UnsafeRawBufferPointer) {
        let hash = Hash.key128(orderID)
        self.init(high: hash.high, low: hash.low)
    }
}
