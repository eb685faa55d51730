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
        for record in waiting {
            let value = Array(facts.text[record.value.range])
            value.withUnsafeBytes { bytes in
                if record.date > end {
                    refuse(record, bytes, into: outbox)
                } else {
                    fold(record, bytes)
                }
            }
        }
        carryAlerts(from: refunds, responses)
    }

    private func refuse(
        _ record: WaitingRecord, _ value: UnsafeRawBufferPointer, into outbox: Outbox
    ) {
        let topic = record.isRefund ? Input.refunds : Input.surveys
        let field = record.isRefund ? "refunded_at" : "answered_at"
        facts.text[facts.orderID.range].withUnsafeBytes { key in
            DeadLetter.emit(
                Refusal(.tooOld, "\(field) is after its order's placed_at + retention"), key: key,
                value: value, topic: stage.description.inputs[Int(topic)], partition: partition,
                offset: record.offset, time: record.timestamp, output: Output.deadLetters,
                into: outbox)
        }
    }

    /// It was decoded once when it came, so that it is decoded again.
    private func fold(_ record: WaitingRecord, _ value: UnsafeRawBufferPointer) {
        let key = Array(facts.text[facts.orderID.range])
        key.withUnsafeBytes { key in
            let input = DecodeInput(
                key: key, value: value, timestamp: record.timestamp, isRightPartition: true)
            if record.isRefund {
                guard (try? refunds.decode(input, into: &refund)) != nil else { return }
                _ = facts.fold(refund, offset: record.offset)
            } else {
                guard (try? surveys.decode(input, into: &response)) != nil else { return }
                _ = facts.fold(response, offset: record.offset)
            }
        }
    }

    private func carryAlerts(from refunds: [RefundFact], _ responses: [ResponseFact]) {
        for index in facts.refunds.indices {
            let id = facts.text[facts.refunds[index].refundID.range]
            let old = refunds.first { facts.text[$0.refundID.range].elementsEqual(id) }
            facts.refunds[index].raised = old?.raised ?? []
        }
        for index in facts.responses.indices {
            let id = facts.text[facts.responses[index].responseID.range]
            let old = responses.first { facts.text[$0.responseID.range].elementsEqual(id) }
            facts.responses[index].raised = old?.raised ?? []
        }
    }
}
