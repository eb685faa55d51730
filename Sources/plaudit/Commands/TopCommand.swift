import Foundation
import Kafka
import Pipeline
import Streams

struct TopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "The live leaderboard in a terminal, from published scorecards.",
        discussion: "Creators by net revenue after discounts and returns, by the orders' dates.")

    @Option("WINDOW", help: "all, month:2026-11, week:2026-W48 or day:2026-11-24")
    var window = "all"
    @Option("N", help: "creators to show", check: { (1...1000).contains($0) ? nil : "1 to 1000" })
    var count = 20
    @Option("DURATION", help: "end after this time (Ctrl-C)")
    var `for`: Duration? = nil
    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        Interruption.install()
        let cluster = try Cluster(settings.configuration(), logger: log.logger("top"))
        let admin = try cluster.reach()
        defer { admin.close() }
        let board = BoardReader(window: window)
        board.start(cluster)
        let terminal = Terminal()
        defer {
            terminal.end()
            board.stop()
        }
        let clock = SystemClock()
        let end = `for`.map { clock.monotonic + $0.milliseconds } ?? .max
        let interval: Int64 = terminal.isInteractive ? 500 : 5000
        var drawnAt = clock.monotonic
        while !Interruption.isAsked, clock.monotonic < end {
            clock.sleep(milliseconds: 50)
            if let error = board.failure { throw Failure(error) }
            guard clock.monotonic - drawnAt >= interval else { continue }
            drawnAt = clock.monotonic
            terminal.draw(page(cluster, admin, board))
        }
    }

    private func page(
        _ cluster: Cluster, _ admin: KafkaAdmin, _ board: BoardReader
    ) -> [String] {
        let excerpt = board.best(count, in: cluster.settings.currency)
        // Where the groups cannot be read the board still can.
        let lags = StageName.allCases.map { stage in
            let lag = try? Self.lag(of: stage, cluster, admin)
            return "\(stage.rawValue) \(lag.map { Screen.grouped("\($0)") } ?? "?")"
        }
        return [
            "plaudit top   \(window)   \(cluster.settings.bootstrapServers.joined(separator: ","))"
                + "   records to go: \(lags.joined(separator: ", "))",
            "",
        ] + Screen.table(excerpt.rows, currency: excerpt.currency) + [
            "",
            "\(excerpt.creators) creators, \(Screen.grouped("\(excerpt.orders)")) orders credited",
        ]
    }

    /// Records behind the committed positions of a stage. Control records at the end of a log are
    /// counted too: a handful at rest.
    private static func lag(
        of stage: StageName, _ cluster: Cluster, _ admin: KafkaAdmin
    ) throws(StreamError) -> Int64 {
        let committed = try admin.committed(group: cluster.group(of: stage.rawValue))
        return try InputEnd.ends(of: stage, cluster, admin).reduce(0) { lag, end in
            let position = committed.first {
                $0.topic == end.topic && $0.partition == end.partition
            }
            return lag + max(0, end.offset - (position?.offset ?? 0))
        }
    }
}
