import Streams
import Testing
import plaudit

@Suite struct RunProgressTests {
    private func status(
        _ inputs: [(topic: String, reached: Int64, committed: Int64)], isIdle: Bool = false,
        commits: [Int64] = []
    ) -> WorkerStatus {
        var status = WorkerStatus()
        status.state = .running
        status.isIdle = isIdle
        status.progress = inputs.map {
            WorkerStatus.Progress(
                topic: $0.topic, partition: 0, reached: $0.reached, committed: $0.committed)
        }
        for commit in commits { status.commits.record(commit) }
        return status
    }

    private let ends = [
        InputPosition(topic: "orders", partition: 0, offset: 100, metadata: ""),
        InputPosition(topic: "refunds", partition: 0, offset: 10, metadata: ""),
    ]

    @Test func `lag is what lies behind the committed positions, over all inputs`() {
        var meter = ProgressMeter()
        let progress = meter.measure(
            [status([("orders", 100, 60), ("refunds", 10, 9)])], ends: ends, orders: "orders",
            now: 0)
        #expect(progress.lag == 41)
    }

    @Test func `at rest control records at the end of a log are no lag`() {
        var meter = ProgressMeter()
        let progress = meter.measure(
            [status([("orders", 100, 99), ("refunds", 10, 9)], isIdle: true)], ends: ends,
            orders: "orders", now: 0)
        #expect(progress.lag == 0)
    }

    @Test func `orders a second and commits are those since the line before`() {
        var meter = ProgressMeter()
        _ = meter.measure(
            [status([("orders", 100, 100)], commits: [500, 500])], ends: [], orders: "orders",
            now: 1000)
        let progress = meter.measure(
            [status([("orders", 700, 700)], commits: [500, 500, 3, 3, 3, 7])], ends: [],
            orders: "orders", now: 3000)
        #expect(progress.ordersASecond == 300)
        #expect(progress.commitP50 == 3)
        #expect(progress.commitP99 == 7)
    }

    @Test func `partitions that went to others make no negative rate`() {
        var meter = ProgressMeter()
        _ = meter.measure([status([("orders", 500, 500)])], ends: [], orders: "orders", now: 0)
        let progress = meter.measure(
            [status([("orders", 20, 20)])], ends: [], orders: "orders", now: 1000)
        #expect(progress.ordersASecond == 0)
    }

    @Test func `the least settled worker speaks for all`() {
        var meter = ProgressMeter()
        var waiting = WorkerStatus()
        waiting.state = .waiting("no broker")
        var joining = WorkerStatus()
        joining.state = .joining
        let running = status([])
        let states = [[running, joining], [running, joining, waiting], [running]].map {
            meter.measure($0, ends: [], orders: "orders", now: 0).state
        }
        #expect(states == ["joining", "waiting: no broker", "running"])
    }
}
