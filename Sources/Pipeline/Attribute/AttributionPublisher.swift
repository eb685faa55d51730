import Codec
import Promo
import Streams

// Facts in, attributions and alerts out: what the rules say now, less what was published.

struct AttributionPublisher {
    private let stage: AttributeStage
    private let partition: Int32
    private var attributor: Attributor
    private var now = Credit()
    private var changes = Changes()
    private let attributions: AttributionWriter
    private var alerts: OrderAlerter

    init(stage: AttributeStage, partition: Int32) {
        self.stage = stage
        self.partition = partition
        attributor = Attributor(policy: stage.settings.policy)
        attributions = AttributionWriter(
            policy: stage.settings.policy.version,
            topics: SourcePlace.Topic.allCases.map { stage.topic(of: $0) })
        alerts = OrderAlerter(topics: stage.description, settings: stage.settings)
    }

    /// Publishes the difference and notes it in the facts.
    mutating func publish(
        _ facts: inout Facts, source: SourcePlace, store: StateTable, into outbox: Outbox
    ) {
        // Every second order of a shop, and nothing published of it.
        if facts.isPlain, facts.published.parts.isEmpty, facts.published.surveys.isEmpty {
            facts.fingerprint = 0
            return
        }
        let findings = publishChanges(of: facts, source: source, into: outbox)
        facts.fingerprint = findings.fingerprint
        if !changes.list.isEmpty {
            facts.attributions += Int64(changes.list.count)
            swap(&facts.published, &now)
        }
        alerts.raise(
            findings, overRefunds: attributor.overRefunds, mismatches: attributor.mismatches,
            of: &facts, source: source, store: store, into: outbox)
    }

    /// The facts by value: they do not change meanwhile, and all that reads them reads one copy.
    private mutating func publishChanges(
        of facts: Facts, source: SourcePlace, into outbox: Outbox
    ) -> Attributor.Findings {
        let findings = attributor.attribute(facts, registry: stage.registry, into: &now)
        changes.compute(from: facts.published, to: now)
        var number = facts.attributions
        for change in changes.list {
            number += 1
            attributions.write(
                change, of: changes, published: facts.published, now: now, facts: facts,
                number: number, context: context(of: change, findings, facts, source))
            outbox.emit(
                output: AttributeTask.Output.attributions, key: attributions.key,
                value: attributions.value)
        }
        return findings
    }

    /// What decides the order now, to compare with what decided it when it was judged.
    mutating func fingerprint(of facts: Facts) -> UInt64 {
        attributor.fingerprint(of: facts, registry: stage.registry)
    }

    func raiseVersionConflict(
        _ record: Record, _ version: Int64, of facts: inout Facts, into outbox: Outbox
    ) {
        alerts.raiseConflict(record, version, of: &facts, into: outbox)
    }

    func raiseVersionConflict(
        _ record: Record, refundAt index: Int, of facts: inout Facts, into outbox: Outbox
    ) {
        alerts.raiseConflict(record, refundAt: index, of: &facts, into: outbox)
    }

    func raiseVersionConflict(
        _ record: Record, responseAt index: Int, of facts: inout Facts, into outbox: Outbox
    ) {
        alerts.raiseConflict(record, responseAt: index, of: &facts, into: outbox)
    }

    func raiseOrphans(_ facts: inout Facts, eventTime: EventTime, into outbox: Outbox) {
        alerts.raiseOrphans(
            &facts, eventTime: eventTime, lateness: stage.settings.policy.lateness,
            partition: partition, into: outbox)
    }

    /// What the change was judged with: the assignment of its own share's code where that still
    /// stands.
    private func context(
        of change: Change, _ findings: Attributor.Findings, _ facts: Facts, _ source: SourcePlace
    ) -> AttributionWriter.Context {
        var holding: Holding?
        var isExact: Bool?
        if change.survey == nil, let winner = winner(of: change, facts) {
            holding = attributor.winners[winner].holding
            isExact = attributor.winners[winner].isTypedExactly(on: facts.order)
        }
        return AttributionWriter.Context(
            verdict: findings.verdict, holding: holding, isExact: isExact,
            source: (Int(source.topic.rawValue), source.partition, source.offset))
    }

    private func winner(of change: Change, _ facts: Facts) -> Int? {
        guard change.isTakenBack else {
            return change.share < attributor.winners.count ? change.share : nil
        }
        let share = facts.published.shares[change.share]
        guard !share.creator.isAbsent else { return nil }
        let creator = facts.published.text[share.creator]
        return attributor.winners.firstIndex {
            creator.elementsEqual($0.holding.assignment.creatorID.bytes)
        }
    }
}

extension AttributeStage {
    func topic(of source: SourcePlace.Topic) -> String {
        switch source {
        case .orders: description.inputs[0]
        case .refunds: description.inputs[1]
        case .surveys: description.inputs[2]
        case .registry: description.globals[0]
        }
    }
}
