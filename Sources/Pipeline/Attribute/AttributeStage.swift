import Codec
import Promo
package import Streams

// ATTRIBUTE in one worker: the registry that its tasks share. Orders, refunds and survey responses
// in; attributions, alerts and dead letters out.

package final class AttributeStage: Stage {
    package let description: StageDescription
    let settings: PipelineSettings
    let registry = Registry()

    /// A registry record that could not be used; the task of partition 0 publishes it once.
    struct RefusedAssignment {
        let refusal: Refusal
        let key: [UInt8]?
        let value: [UInt8]
        let partition: Int32
        let offset: Int64
        let time: EventTime
    }

    /// In order of arrival. Kept whole: the task of partition 0 may move here later.
    private(set) var refused: [RefusedAssignment] = []
    /// What changed since the tasks were told last: code hashes, and the record that did it.
    private(set) var journal: [UInt64: SourcePlace] = [:]
    private var isJournalDelivered = false
    private let decoder = AssignmentDecoder()

    package init(topics: Topics, settings: PipelineSettings) {
        description = topics.attribute
        self.settings = settings
    }

    package func applyGlobal(_ record: Record) {
        if isJournalDelivered {
            journal.removeAll(keepingCapacity: true)
            isJournalDelivered = false
        }
        let place = SourcePlace(
            topic: .registry, partition: record.partition, offset: record.offset)
        for hash in apply(record) { journal[hash] = place }
    }

    func journalWasDelivered() { isJournalDelivered = true }

    package func setAside(_ record: Record, why: String, into outbox: Outbox) -> Bool {
        DeadLetter.emit(
            Refusal(.tooLarge, why), of: record,
            topic: description.inputs[Int(record.topic)],
            output: AttributeTask.Output.deadLetters, into: outbox)
        return true
    }

    package func makeTask(
        partition: Int32, partitions: Int32, store: StateTable
    ) -> any StageTask {
        AttributeTask(stage: self, partition: partition, partitions: partitions, store: store)
    }

    /// - Returns: hashes of the codes whose assignments changed.
    private func apply(_ record: Record) -> [UInt64] {
        let key = ByteString(record.key.map(Array.init) ?? [])
        guard let value = record.value else { return registry.remove(key: key) }
        let input = DecodeInput(
            key: record.key, value: value,
            timestamp: EventTime(milliseconds: record.timestamp), isRightPartition: true)
        do {
            var assignment = try decoder.decode(input)
            assignment.partition = record.partition
            assignment.offset = record.offset
            return registry.put(assignment)
        } catch {
            refused.append(
                RefusedAssignment(
                    refusal: error, key: record.key.map(Array.init), value: Array(value),
                    partition: record.partition, offset: record.offset, time: input.timestamp))
            // A record that cannot be used removes what its key named (contract §1).
            return registry.remove(key: key)
        }
    }
}
