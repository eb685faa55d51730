package import Codec
package import Promo
package import Streams

// SCORE in one worker: attributions in, scorecards out. Of the registry it needs the creators'
// names.

package final class ScoreStage: Stage {
    package let description: StageDescription
    let settings: PipelineSettings
    let calendar: WindowCalendar
    let registry = Registry()
    /// Creators whose assignments changed since the tasks were told last.
    private(set) var renamed: Set<ByteString> = []
    private var isJournalDelivered = false
    private let decoder = AssignmentDecoder()
    private var creatorOfKey: [ByteString: ByteString] = [:]

    package init(topics: Topics, settings: PipelineSettings) {
        description = topics.score
        self.settings = settings
        calendar = WindowCalendar(zone: settings.zone)
    }

    /// Records that cannot be used are ATTRIBUTE's to report; here they only remove.
    package func applyGlobal(_ record: Record) {
        if isJournalDelivered {
            renamed.removeAll(keepingCapacity: true)
            isJournalDelivered = false
        }
        let key = ByteString(record.key.map(Array.init) ?? [])
        let assignment = record.value.flatMap { value in
            try? decoder.decode(
                DecodeInput(
                    key: record.key, value: value,
                    timestamp: EventTime(milliseconds: record.timestamp), isRightPartition: true))
        }
        let old = creatorOfKey.removeValue(forKey: key)
        var names = [old, assignment?.creatorID].compactMap { $0 }
            .map { ($0, registry.name(ofCreator: $0)) }
        if let assignment {
            registry.put(assignment)
            creatorOfKey[key] = assignment.creatorID
        } else {
            registry.remove(key: key)
        }
        names.removeAll { registry.name(ofCreator: $0.0) == $0.1 }
        for (creator, _) in names { renamed.insert(creator) }
    }

    func journalWasDelivered() { isJournalDelivered = true }

    package func makeTask(
        partition: Int32, partitions: Int32, store: StateTable
    ) -> any StageTask {
        ScoreTask(stage: self, store: store)
    }
}
