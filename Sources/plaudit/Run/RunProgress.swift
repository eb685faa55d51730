package import Streams

/// What the workers of this process have done, as one line now and then.
package struct RunProgress {
    /// Over the partitions of this process.
    package var lag: Int64 = 0
    package var ordersASecond: Int64 = 0
    /// Over the commits since the last line, in ms.
    package var commitP50: Int64 = 0
    package var commitP99: Int64 = 0
    package var transactions = 0
    package var entries = 0
    /// What the workers are at, for example `running`, `restoring`.
    package var state = ""

    static let message = "progress"

    var metadata: Logger.Metadata {
        [
            "state": state, "lag": "\(lag)", "orders_per_second": "\(ordersASecond)",
            "commit_p50_ms": "\(commitP50)", "commit_p99_ms": "\(commitP99)",
            "transactions": "\(transactions)", "state_entries": "\(entries)",
        ]
    }
}

/// Makes a line of what changed since the one before.
package struct ProgressMeter {
    private var ordersBefore: Int64?
    private var commitsBefore: [Int] = []
    private var measuredAt: Int64?

    package init() {}

    /// - Parameters:
    ///   - ends: of the partitions of every stage's inputs, where known.
    ///   - orders: the topic's name.
    package mutating func measure(
        _ statuses: [WorkerStatus], ends: [InputPosition], orders: String, now: Int64
    ) -> RunProgress {
        var progress = RunProgress()
        var commits: [Int] = []
        var ordersNow: Int64 = 0
        for status in statuses {
            progress.transactions += status.transactionsCommitted
            progress.entries += status.stateEntries
            commits = Self.sum(commits, status.commits.counts)
            for input in status.progress {
                if input.topic == orders { ordersNow += input.reached }
                let end = ends.first {
                    $0.topic == input.topic && $0.partition == input.partition
                }
                // At rest `reached` is past the control records, which `committed` never passes.
                let done = status.isIdle ? input.reached : input.committed
                progress.lag += max(0, (end?.offset ?? done) - max(0, done))
            }
        }
        let new = Self.sum(commits, commitsBefore.map { -$0 })
        progress.commitP50 = Self.quantile(0.5, of: new)
        progress.commitP99 = Self.quantile(0.99, of: new)
        if let ordersBefore, let measuredAt, now > measuredAt {
            // Less than before after a rebalance: the partitions are others.
            progress.ordersASecond = max(0, ordersNow - ordersBefore) * 1000 / (now - measuredAt)
        }
        progress.state = Self.describe(statuses)
        ordersBefore = ordersNow
        commitsBefore = commits
        measuredAt = now
        return progress
    }

    /// The least settled worker speaks for all.
    private static func describe(_ statuses: [WorkerStatus]) -> String {
        for status in statuses {
            switch status.state {
            case .failed(let why): return "failed: \(why)"
            case .waiting(let why): return "waiting: \(why)"
            default: continue
            }
        }
        let order: [WorkerStatus.State] = [.starting, .restoring, .joining]
        let state = order.first { state in statuses.contains { $0.state == state } }
        return state.map { "\($0)" } ?? "running"
    }

    private static func sum(_ a: [Int], _ b: [Int]) -> [Int] {
        (0..<max(a.count, b.count)).map { index in
            (index < a.count ? a[index] : 0) + (index < b.count ? b[index] : 0)
        }
    }

    private static func quantile(_ share: Double, of counts: [Int]) -> Int64 {
        var left = Int((Double(counts.reduce(0, +)) * share).rounded(.up))
        for (bucket, count) in counts.enumerated() where count > 0 {
            left -= count
            if left <= 0 { return DurationHistogram.end(of: bucket) - 1 }
        }
        return 0
    }
}
