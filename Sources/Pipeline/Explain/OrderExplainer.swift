import Codec
import Promo
package import Streams

/// Replays the records of one order through the very task that credits it, and reads the facts out
/// of its state: what is explained is what is run.
package final class OrderExplainer {
    private let stage: AttributeStage
    private let store = StateTable()
    private let task: AttributeTask
    private let outbox: Outbox
    private let policy: Policy

    /// - Parameter partition: the order id's, of `partitions`.
    package init(topics: Topics, settings: PipelineSettings, partition: Int32, partitions: Int32) {
        stage = AttributeStage(topics: topics, settings: settings)
        policy = settings.policy
        outbox = Outbox()
        task = AttributeTask(
            stage: stage, partition: partition, partitions: partitions, store: store)
    }

    /// A record of the code registry; all of them come before `explain`.
    package func applyRegistry(_ record: Record) { stage.applyGlobal(record) }

    /// A record of the order: `Record.topic` is its place in the stage's inputs.
    /// - Returns: why it is a dead letter, if it is one.
    package func apply(_ record: Record) -> String? {
        let before = outbox.count
        task.process(record, into: outbox)
        var refusal: String?
        var index = 0
        outbox.forEach { output, _, _, _, headers in
            index += 1
            guard index > before, output == AttributeTask.Output.deadLetters else { return }
            refusal = headers.prefix(2).map { String(decoding: $0.value, as: UTF8.self) }
                .joined(separator: ": ")
        }
        return refusal
    }

    /// Nil where no usable version of the order was applied.
    package func explain(_ orderID: String) -> Explanation? {
        var facts = Facts()
        let key = Array(orderID.utf8).withUnsafeBytes { StateKey(orderID: $0) }
        guard let bytes = store.value(of: key), FactsCodec.decode(bytes, into: &facts),
            facts.hasOrder
        else { return nil }
        let attributor = Attributor(policy: policy, registry: stage.registry)
        var credit = Credit()
        let findings = attributor.attribute(&facts, into: &credit)
        let winners = attributor.winners.map(\.holding.assignment.creatorID)
        return Explanation(
            facts: facts, verdict: verdict(of: facts, findings),
            codes: codes(of: facts.order, winners: winners), lines: lines(of: credit, facts),
            survey: survey(of: facts), referrer: referrer(of: facts.order),
            currency: facts.order.currency)
    }

    /// A plain order is not judged at all; it is said here what it would be.
    private func verdict(of facts: Facts, _ findings: Attributor.Findings) -> Verdict {
        findings.verdict == .noCode && facts.order.isTest ? .testOrder : findings.verdict
    }

    private func codes(of stored: Order, winners: [ByteString]) -> [Explanation.Code] {
        var figures = OrderFigures()
        var order = stored
        figures.compute(&order)
        return order.codes.indices.map { index in
            let code = order.codes[index]
            let judged = stage.registry.verdict(
                code: code.hash, at: order.placedAt, in: order.salesChannel)
            let holder = judged.holding?.assignment
            let others = stage.registry.holdings(ofCode: code.hash).map(\.assignment)
                .filter { $0.key != holder?.key }
            return Explanation.Code(
                typed: String(decoding: order.text[code.typed], as: UTF8.self),
                normal: String(decoding: order.text[code.normal], as: UTF8.self),
                verdict: judged.verdict, assignment: holder, others: others,
                discount: figures.codes[index].competing,
                isCredited: holder.map { winners.contains($0.creatorID) } ?? false)
        }
    }

    private func lines(of credit: Credit, _ facts: Facts) -> [Explanation.Line] {
        func text(_ part: Text) -> String? {
            part.isAbsent ? nil : String(decoding: credit.text[part], as: UTF8.self)
        }
        return credit.parts.map { part in
            let share = credit.shares[Int(part.share)]
            var cause = part.cause == .order ? "order" : "cancellation"
            if let refund = part.cause.refundIndex {
                let id = facts.text[facts.refunds[refund].refundID]
                cause = "refund \(String(decoding: id, as: UTF8.self))"
            }
            return Explanation.Line(
                cause: cause, creator: text(share.creator), code: text(share.code),
                occurredAt: part.occurredAt, measures: part.measures)
        }
    }

    private func survey(of facts: Facts) -> Explanation.Survey? {
        let tally = SurveyTally(policy)
        guard let response = tally.response(of: facts) else { return nil }
        let named = tally.named(by: response, of: facts, stage.registry)
        return Explanation.Survey(
            responseID: String(decoding: facts.text[response.responseID], as: UTF8.self),
            named: named.map(\.description))
    }

    private func referrer(of order: Order) -> String? {
        order.referrerCreatorID.isAbsent
            ? nil : String(decoding: order.text[order.referrerCreatorID], as: UTF8.self)
    }
}
