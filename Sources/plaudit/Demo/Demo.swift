import Foundation
import Glibc
import Kafka
import Pipeline
import Streams

/// A shop that sells, a processor that credits, a board that moves; and at the end the proof.
final class Demo {
    struct Request {
        var rate: Int
        var creators: Int
        /// nil = until Ctrl-C.
        var duration: Duration?
        /// Follow `plaudit run`.
        var processorArguments: [String]
    }

    /// Between two looks of the screen, and between two lines where there is none, in ms.
    private static let drawInterval: Int64 = 500
    private static let lineInterval: Int64 = 5000

    private let cluster: Cluster
    private let request: Request
    private let terminal = Terminal()
    private let clock = SystemClock()
    private let feed: ShopFeed
    private let keeper: ProcessorKeeper
    private let board = BoardReader()
    private var begun: Int64 = 0

    init(_ cluster: Cluster, _ request: Request) {
        self.cluster = cluster
        self.request = request
        feed = ShopFeed(
            cluster,
            ShopFeed.Plan(
                seed: UInt64(SystemClock().wall / 1000), creators: request.creators,
                rate: request.rate))
        keeper = ProcessorKeeper(request.processorArguments)
    }

    /// Runs until it is over or interrupted, then verifies. Throws what keeps it from going on.
    func run() throws {
        let admin = try cluster.reach()
        defer { admin.close() }
        _ = try TopicCreation(cluster: cluster, admin: admin).run(
            partitions: nil, replicationFactor: nil)
        begun = clock.monotonic
        feed.start()
        keeper.start()
        board.start(cluster)
        defer {
            terminal.end()
            feed.stop()
            board.stop()
            keeper.stop()
        }
        try watch()
        feed.stop()
        draw()
        terminal.end()
        try verify()
    }

    private func watch() throws {
        let end = request.duration.map { begun + $0.milliseconds } ?? .max
        let interval = terminal.isInteractive ? Self.drawInterval : Self.lineInterval
        var drawnAt = begun
        while !Interruption.isAsked, clock.monotonic < end {
            clock.sleep(milliseconds: 50)
            try throwFailure()
            if clock.monotonic - drawnAt >= interval {
                drawnAt = clock.monotonic
                draw()
            }
        }
    }

    private func throwFailure() throws {
        if let failure = keeper.current.failure { throw failure }
        if let error = feed.failure ?? board.failure { throw Failure(error) }
    }

    private func draw() {
        let view = keeper.current
        let seconds = (clock.monotonic - begun) / 1000
        let excerpt = board.best(terminal.isInteractive ? 15 : 3, in: cluster.settings.currency)
        let screen = DemoScreen(
            seconds: seconds, sent: feed.orders, rate: request.rate, processor: view,
            excerpt: excerpt, servers: cluster.settings.bootstrapServers)
        if terminal.isInteractive {
            terminal.draw(screen.page)
        } else {
            terminal.line(screen.line)
        }
    }

    /// Waits until all that was sent is through, then recomputes it.
    private func verify() throws {
        terminal.line("")
        terminal.line("the shop is closed; recomputing every figure from the raw input …")
        let deadline = clock.monotonic + 30_000
        while !feed.isDone, clock.monotonic < deadline {
            clock.sleep(milliseconds: 20)
        }
        try throwFailure()
        while clock.monotonic < deadline, keeper.current.figures["lag"] != "0" {
            clock.sleep(milliseconds: 100)
            try throwFailure()
        }
        let result = try Verification(cluster: cluster, report: { _ in }).run()
        for disagreement in result.disagreements.prefix(20) { terminal.line("\(disagreement)") }
        guard result.disagreements.isEmpty else {
            throw Failure(.different, "\(result.disagreements.count) figures differ")
        }
        let deaths = keeper.current.deaths
        let killed = deaths == 0 ? "" : "; the processor died \(deaths) times meanwhile"
        terminal.line(
            "equal: \(result.orders) orders, \(result.inputRecords) records in and "
                + "\(result.outputRecords) out\(killed)")
    }
}
