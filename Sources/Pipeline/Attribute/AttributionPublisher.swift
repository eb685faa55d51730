import Codec
import Promo
import Streams

// Facts in, attributions and alerts out: what the rules say now, less what was published.

struct AttributionPublisher {
    private let stage: AttributeStage
    private let partition: Int32
    private let attributor: Attributor
    private var now = Credit()
    private var changes = Changes()
    private let attributions: AttributionWriter
    private var alerts: OrderAlerter

    init(stage: AttributeStage, partition: Int32) {
        self.stage = stage
        self.partition = partition
        attributor = Attributor(policy: stage.settings.policy, registry: stage.registry)
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
        let findings = publishChanges(of: &facts, source: source, into: outbox)
        facts.fingerprint = findings.fingerprint
        if !changes.list.isEmpty {
            facts.attributions += Int64(changes.list.count)
            swap(&facts.published, &now)
        }
        alerts.raise(
            findings, by: attributor, of: &facts, source: source, store: store, into: outbox)
    }

    /// `inout`, here and below, though nothing is changed: by value, each call would copy it all.
    private mutating func publishChanges(
        of facts: inout Facts, source: SourcePlace, into outbox: Outbox
    ) -> Attributor.Findings {
        let findings = attributor.attribute(&facts, into: &now)
        changes.compute(from: &facts.published, to: &now)
        for index in changes.list.indices {
            attributions.write(
                changeAt: index, of: &changes, now: &now, facts: &facts,
                context: AttributionWriter.Context(
                    verdict: findings.verdict,
                    basis: attributor.basis(of: changes.list[index], &facts),
                    source: (Int(source.topic.rawValue), source.partition, source.offset)))
            outbox.emit(
                output: AttributeTask.Output.attributions, key: attributions.key,
                value: attributions.value)
        }
        return findings
    }

    /// What decides the order now, to compare with what decided it when it was judged.
    func fingerprint(of facts: Facts) -> UInt64 {
        attributor.fingerprint(of: facts)
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
