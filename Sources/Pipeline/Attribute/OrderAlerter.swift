import Codec
import Promo
import Streams

// Alerts about orders and their codes, each once for its subject and cause: the facts remember
// what was raised.

struct OrderAlerter {
    private let topics: StageDescription
    private let calendar: WindowCalendar
    /// ms after placed_at.
    private let retention: Int64
    private let alerts = AlertWriter()

    init(topics: StageDescription, settings: PipelineSettings) {
        self.topics = topics
        calendar = WindowCalendar(zone: settings.zone)
        retention = settings.policy.codedRetention + settings.policy.lateness
    }

    func raise(
        _ findings: Attributor.Findings, by attributor: Attributor, of facts: inout Facts,
        source: SourcePlace, store: StateTable, into outbox: Outbox
    ) {
        if findings.isStack, !facts.raised.contains(.codeStack) {
            facts.raised.insert(.codeStack)
            emit(
                .codeStack, facts, cause: "codes", at: facts.order.placedAt,
                detail: "valid codes of several creators", source, into: outbox)
        }
        if findings.hasOddRefunds { raiseOddRefunds(attributor, &facts, source, into: outbox) }
        if findings.verdict != .credited, !findings.verdict.isSilent {
            raiseRejection(findings, facts, source, store, into: outbox)
        }
    }

    private func raiseOddRefunds(
        _ attributor: Attributor, _ facts: inout Facts, _ source: SourcePlace,
        into outbox: Outbox
    ) {
        for index in attributor.overRefunds
        where !facts.refunds[index].raised.contains(.overRefund) {
            facts.refunds[index].raised.insert(.overRefund)
            emit(
                .overRefund, facts, cause: refundID(index, facts),
                at: facts.refunds[index].refundedAt,
                detail: "refund \(refundID(index, facts)) returns more than was left",
                source, into: outbox)
        }
        for index in attributor.mismatches
        where !facts.refunds[index].raised.contains(.currencyMismatch) {
            facts.refunds[index].raised.insert(.currencyMismatch)
            emit(
                .currencyMismatch, facts, cause: refundID(index, facts),
                at: facts.refunds[index].refundedAt,
                detail:
                    "refund \(refundID(index, facts)) is in \(facts.refunds[index].currency.code)"
                    + ", the order in \(facts.order.currency.code)",
                source, into: outbox)
        }
    }

    /// Once a code, verdict and day of placed_at. Here once a partition; SCORE, to whose partition
    /// of the code it goes, says it once for all.
    private func raiseRejection(
        _ findings: Attributor.Findings, _ facts: Facts, _ source: SourcePlace,
        _ store: StateTable, into outbox: Outbox
    ) {
        guard let index = findings.code else { return }
        let code = facts.order.text[facts.order.codes[index].normal]
        let day = calendar.window(.day, at: facts.order.placedAt)
        var cause = Array("\(findings.verdict.name)/".utf8)
        WindowName.append(day, to: &cause)
        alerts.write(
            kind: .codeRejected, subject: code, cause: String(decoding: cause, as: UTF8.self),
            at: facts.order.placedAt,
            detail: "\(findings.verdict.name), first on order \(orderID(facts))",
            source: place(source))
        // As long as an order of that day can still come, or come again.
        let end = facts.order.placedAt.advanced(by: retention)
        alerts.withKey { subject in
            let identity = Array(subject) + [UInt8(ascii: "/")] + cause
            identity.withUnsafeBytes { identity in
                let key = Remembered.key(identity)
                guard Remembered.value(of: key, in: store) == nil else { return }
                Remembered.set(1, under: key, in: store, until: end)
                outbox.emit(
                    output: AttributeTask.Output.rejectedCodes,
                    partition: outbox.partition(
                        ofKey: subject, output: AttributeTask.Output.rejectedCodes),
                    key: identity, value: alerts.value)
            }
        }
    }

    func raiseConflict(
        _ record: Record, _ version: Int64, of facts: inout Facts, into outbox: Outbox
    ) {
        guard !facts.raised.contains(.versionConflict) else { return }
        facts.raised.insert(.versionConflict)
        emit(
            .versionConflict, facts, cause: "order/\(version)", at: facts.order.placedAt,
            detail: "version \(version) came with two contents; the later offset holds",
            SourcePlace(record), into: outbox)
    }

    func raiseConflict(
        _ record: Record, refundAt index: Int, of facts: inout Facts, into outbox: Outbox
    ) {
        guard !facts.refunds[index].raised.contains(.versionConflict) else { return }
        facts.refunds[index].raised.insert(.versionConflict)
        let refund = facts.refunds[index]
        emit(
            .versionConflict, facts, cause: "refund/\(refundID(index, facts))/\(refund.version)",
            at: refund.refundedAt,
            detail: "version \(refund.version) of refund \(refundID(index, facts)) came with two "
                + "contents; the later offset holds",
            SourcePlace(record), into: outbox)
    }

    func raiseConflict(
        _ record: Record, responseAt index: Int, of facts: inout Facts, into outbox: Outbox
    ) {
        guard !facts.responses[index].raised.contains(.versionConflict) else { return }
        facts.responses[index].raised.insert(.versionConflict)
        let response = facts.responses[index]
        let id = String(decoding: facts.text[response.responseID], as: UTF8.self)
        emit(
            .versionConflict, facts, cause: "response/\(id)/\(response.version)",
            at: response.answeredAt,
            detail: "version \(response.version) of response \(id) came with two contents; the "
                + "later offset holds",
            SourcePlace(record), into: outbox)
    }

    /// About what has waited for its order longer than the lateness.
    func raiseOrphans(
        _ facts: inout Facts, eventTime: EventTime, lateness: Int64, partition: Int32,
        into outbox: Outbox
    ) {
        for index in facts.refunds.indices {
            let refund = facts.refunds[index]
            guard !refund.raised.contains(.orphan),
                eventTime > refund.refundedAt.advanced(by: lateness)
            else { continue }
            facts.refunds[index].raised.insert(.orphan)
            emit(
                .orphanRefund, facts, cause: refundID(index, facts), at: refund.refundedAt,
                detail: "refund \(refundID(index, facts)) still waits for its order",
                SourcePlace(
                    topic: refund.isOnOrders ? .orders : .refunds, partition: partition,
                    offset: refund.offset),
                into: outbox)
        }
        for index in facts.responses.indices {
            let response = facts.responses[index]
            guard !response.raised.contains(.orphan),
                eventTime > response.answeredAt.advanced(by: lateness)
            else { continue }
            facts.responses[index].raised.insert(.orphan)
            let id = String(decoding: facts.text[response.responseID], as: UTF8.self)
            emit(
                .orphanSurvey, facts, cause: id, at: response.answeredAt,
                detail: "response \(id) still waits for its order",
                SourcePlace(topic: .surveys, partition: partition, offset: response.offset),
                into: outbox)
        }
    }

    private func emit(
        _ kind: AlertKind, _ facts: Facts, cause: String, at: EventTime, detail: String,
        _ source: SourcePlace, into outbox: Outbox
    ) {
        alerts.write(
            kind: kind, subject: facts.text[facts.orderID], cause: cause, at: at,
            detail: detail, source: place(source))
        send(into: outbox)
    }

    private func send(into outbox: Outbox) {
        alerts.withKey { key in
            outbox.emit(output: AttributeTask.Output.alerts, key: key, value: alerts.value)
        }
    }

    private func place(_ source: SourcePlace) -> (topic: String, partition: Int32, offset: Int64) {
        let topic =
            source.topic == .registry
            ? topics.globals[0] : topics.inputs[Int(source.topic.rawValue)]
        return (topic, source.partition, source.offset)
    }

    private func refundID(_ index: Int, _ facts: Facts) -> String {
        String(decoding: facts.text[facts.refunds[index].refundID], as: UTF8.self)
    }

    private func orderID(_ facts: Facts) -> String {
        String(decoding: facts.text[facts.orderID], as: UTF8.self)
    }
}
