import Promo
package import Streams

// RANK in one worker: the entries that SCORE's partitions tell in, leaderboards out.

package final class RankStage: Stage {
    package let description: StageDescription
    let settings: PipelineSettings
    let calendar: WindowCalendar

    package init(topics: Topics, settings: PipelineSettings) {
        description = topics.rank
        self.settings = settings
        calendar = WindowCalendar(zone: settings.zone)
    }

    /// It has no global topics.
    package func applyGlobal(_ record: Record) {}

    package func makeTask(
        partition: Int32, partitions: Int32, store: StateTable
    ) -> any StageTask {
        RankTask(stage: self, store: store)
    }

    /// When the window and its lateness are over; the distant future for `all`.
    func end(of board: Leaderboard) -> EventTime {
        calendar.span(of: board.window)?.end.advanced(by: settings.policy.lateness)
            ?? .distantFuture
    }
}
