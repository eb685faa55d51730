import Codec
import Promo
import Streams

// What came before its order.

extension AttributeTask {
    /// The order came: what waited for it and is dated after its retention is a dead letter, as it
    /// would be if it had come after the order. What it had replaced stands again.
    func refuseWaiting(after end: EventTime, into outbox: Outbox) {
        guard !facts.waiting.isEmpty else { return }
        let waiting = facts.waiting
        facts.waiting.removeAll()
        guard waiting.contains(where: { $0.date > end }) else { return }
        let (refunds, responses) = (facts.refunds, facts.responses)
        facts.refunds.removeAll()
        facts.refundLines.removeAll()
        facts.responses.removeAll()
        for (index, record) in waiting.enumerated()
        where !waiting[..<index].contains(where: { $0.isPart(ofSameAs: record) }) {
            let isLate = waiting.contains { $0.isPart(ofSameAs: record) && $0.date > end }
            let value = Array(facts.text[record.value])
            let key = Array(facts.text[facts.orderID])
            key.withUnsafeBytes { key in
                value.withUnsafeBytes { value in
                    if isLate, !record.isRefused { refuse(record, key, value, into: outbox) }
                    fold(record, key, value, until: end)
                }
            }
        }
        carryAlerts(from: refunds, responses)
    }

    private func refuse(
        _ record: WaitingRecord, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        into outbox: Outbox
    ) {
        let field = record.origin == .surveys ? "answered_at" : "refunded_at"
        DeadLetter.emit(
            Refusal(.tooOld, "\(field) is after its order's placed_at + retention"), key: key,
            value: value, topic: stage.description.inputs[Int(input(of: record))],
            partition: partition, offset: record.offset, time: record.timestamp,
            output: Output.deadLetters, into: outbox)
    }

    static func origin(ofInput input: Int32) -> WaitingRecord.Origin {
        switch input {
        case Input.orders: .orders
        case Input.refunds: .refunds
        default: .surveys
        }
    }

    private func input(of record: WaitingRecord) -> Int32 {
        switch record.origin {
        case .orders: Input.orders
        case .refunds: Input.refunds
        case .surveys: Input.surveys
        }
    }

    /// Every part of the record that is in time. It was read once when it came, so that it is read
    /// again.
    private func fold(
        _ record: WaitingRecord, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        until end: EventTime
    ) {
        guard let translator = translators[Int(input(of: record))] else {
            let shape: RecordShape = record.origin == .surveys ? .response : .refund
            return fold(record, key, value, shape, until: end)
        }
        let parts = waitingTranslation
        guard (try? translator.translate(value, key: key, into: parts)) != nil else { return }
        let isTranslated = surveys.isTranslated
        surveys.isTranslated = true
        defer { surveys.isTranslated = isTranslated }
        for index in 0..<parts.count {
            let shape = parts.shape(of: index)
            parts.withValue(of: index) { fold(record, key, $0, shape, until: end) }
        }
    }

    private func fold(
        _ record: WaitingRecord, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        _ shape: RecordShape, until end: EventTime
    ) {
        let input = DecodeInput(
            key: key, value: value, timestamp: record.timestamp, isRightPartition: true)
        switch shape {
        case .order: return
        case .refund:
            guard (try? refunds.decode(input, into: &refund)) != nil, refund.refundedAt <= end
            else { return }
            _ = facts.fold(
                refund, offset: record.offset, isOnOrders: record.origin == .orders)
        case .response:
            guard (try? surveys.decode(input, into: &response)) != nil, response.answeredAt <= end
            else { return }
            _ = facts.fold(response, offset: record.offset)
        }
    }

    private func carryAlerts(from refunds: [RefundFact], _ responses: [ResponseFact]) {
        for index in facts.refunds.indices {
            let id = facts.text[facts.refunds[index].refundID]
            let old = refunds.first { facts.text[$0.refundID].elementsEqual(id) }
            facts.refunds[index].raised = old?.raised ?? []
        }
        for index in facts.responses.indices {
            let id = facts.text[facts.responses[index].responseID]
            let old = responses.first { facts.text[$0.responseID].elementsEqual(id) }
            facts.responses[index].raised = old?.raised ?? []
        }
    }
}
