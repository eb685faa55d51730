import Codec
import Promo
import Streams

// What is said about the registry itself: dead letters of its records, and codes that two creators
// hold at once. Every worker reads the whole registry; the task of partition 0 alone speaks, and
// its state remembers what was said.

struct RegistryAlerts {
    private let stage: AttributeStage
    private var looked = 0
    private var committedLooked = 0
    /// Codes whose assignments changed; nil = all of them.
    private var codes: Set<UInt64>? = nil
    private var committedCodes: Set<UInt64>? = nil
    private let alerts = AlertWriter()

    init(stage: AttributeStage) { self.stage = stage }

    var hasWork: Bool { looked < stage.refused.count || codes.map { !$0.isEmpty } ?? true }

    mutating func look(at changed: some Sequence<UInt64>) {
        codes?.formUnion(changed)
        committedCodes?.formUnion(changed)
    }

    mutating func committed() { (committedLooked, committedCodes) = (looked, codes) }
    mutating func rolledBack() { (looked, codes) = (committedLooked, committedCodes) }

    mutating func publish(_ store: StateTable, into outbox: Outbox) {
        while looked < stage.refused.count {
            publishDeadLetter(stage.refused[looked], store, into: outbox)
            looked += 1
        }
        let changed = codes
        codes = []
        if let changed {
            for hash in changed { publishConflicts(hash, store, into: outbox) }
        } else {
            let all = Set(stage.registry.holdings.map(\.assignment.codeHash))
            for hash in all.sorted() { publishConflicts(hash, store, into: outbox) }
        }
    }

    /// Once a record: the state holds the next offset of each registry partition.
    private func publishDeadLetter(
        _ refused: AttributeStage.RefusedAssignment, _ store: StateTable, into outbox: Outbox
    ) {
        let key = Remembered.key("registry dead letters \(refused.partition)")
        let next = Remembered.value(of: key, in: store) ?? 0
        guard refused.offset >= next else { return }
        Remembered.set(refused.offset + 1, under: key, in: store)
        refused.value.withUnsafeBytes { value in
            (refused.key ?? []).withUnsafeBytes { key in
                DeadLetter.emit(
                    refused.refusal, key: refused.key == nil ? nil : key, value: value,
                    topic: stage.description.globals[0], partition: refused.partition,
                    offset: refused.offset, time: refused.time,
                    output: AttributeTask.Output.deadLetters, into: outbox)
            }
        }
    }

    private func publishConflicts(_ hash: UInt64, _ store: StateTable, into outbox: Outbox) {
        let holdings = stage.registry.holdings(ofCode: hash)
        for (index, holder) in holdings.enumerated() {
            for other in holdings[(index + 1)...] where conflict(holder, other) {
                let (mine, theirs) = (holder.assignment, other.assignment)
                let cause = [mine.key, theirs.key].sorted()
                    .map { "\($0.bytes.count):\($0.description)" }.joined(separator: " ")
                let key = Remembered.key("registry_conflict \(mine.normal.description) \(cause)")
                guard Remembered.value(of: key, in: store) == nil else { continue }
                Remembered.set(1, under: key, in: store)
                alerts.write(
                    kind: .registryConflict, subject: mine.normal.bytes[...], cause: cause,
                    at: max(mine.validFrom, theirs.validFrom),
                    detail: "\(mine.key.description) (creator \(mine.creatorID.description)) holds "
                        + "over \(theirs.key.description) "
                        + "(creator \(theirs.creatorID.description))",
                    source: (stage.description.globals[0], theirs.partition, theirs.offset))
                alerts.withKey {
                    outbox.emit(
                        output: AttributeTask.Output.alerts, key: $0, value: alerts.value)
                }
            }
        }
    }

    /// Two creators' spans of one code meet in a sales channel.
    private func conflict(_ a: Holding, _ b: Holding) -> Bool {
        let (one, other) = (a.assignment, b.assignment)
        guard one.creatorID != other.creatorID else { return false }
        let spansMeet = one.validFrom < b.end && other.validFrom < a.end
        let channelsMeet = SalesChannel.allCases.contains {
            one.redeemable.includes($0) && other.redeemable.includes($0)
        }
        return spansMeet && a.end > one.validFrom && b.end > other.validFrom && channelsMeet
    }
}
