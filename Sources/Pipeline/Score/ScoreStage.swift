import Codec
import Promo
package import Streams

// SCORE in one worker: attributions in, scorecards out. Of the registry it needs the creators'
// names.

package final class ScoreStage: Stage {
    package let description: StageDescription
    let settings: PipelineSettings
    let calendar: WindowCalendar
    let registry = Registry()
    /// Since the tasks were told last.
    private(set) var areNamesChanged = false
    private var wereTasksTold = false
    private let decoder = AssignmentDecoder()

    package init(topics: Topics, settings: PipelineSettings) {
        description = topics.score
        self.settings = settings
        calendar = WindowCalendar(zone: settings.zone)
    }

    /// Records that cannot be used are ATTRIBUTE's to report; here they only remove.
    package func applyGlobal(_ record: Record) {
        if wereTasksTold { (areNamesChanged, wereTasksTold) = (false, false) }
        let key = ByteString(record.key.map(Array.init) ?? [])
        let assignment = record.value.flatMap { value in
            try? decoder.decode(
                DecodeInput(
                    key: record.key, value: value,
                    timestamp: EventTime(milliseconds: record.timestamp), isRightPartition: true))
        }
        let creators = [registry.holding(key: key)?.assignment.creatorID, assignment?.creatorID]
            .compactMap { $0 }
        let names = creators.map { registry.name(ofCreator: $0) }
        if let assignment { registry.put(assignment) } else { registry.remove(key: key) }
        if creators.map({ registry.name(ofCreator: $0) }) != names { areNamesChanged = true }
    }

    func changedNamesWereTold() { wereTasksTold = true }

    package func setAside(_ record: Record, why: String, into outbox: Outbox) -> Bool {
        DeadLetter.emit(
            Refusal(.tooLarge, why), of: record,
            topic: description.inputs[Int(record.topic)],
            output: ScoreTask.Output.deadLetters, into: outbox)
        return true
    }

    package func makeTask(
        partition: Int32, partitions: Int32, store: StateTable
    ) -> any StageTask {
        ScoreTask(stage: self, store: store, partition: partition, partitions: partitions)
    }
}
