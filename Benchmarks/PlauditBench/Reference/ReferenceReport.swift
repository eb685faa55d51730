import Foundation
import Kafka

/// The figures for people, and as one line of JSON.
struct ReferenceReport {
    let orders: Int
    let input: ShopInput
    let output: JobOutput
    let workers: [WorkerSummary]
    let job: Usage
    let floor: Usage

    private var millions: Double { Double(orders) / 1_000_000 }

    func print() {
        Swift.print(
            """

            \(orders) orders of \(input.orderBytes / orders) bytes, \(input.refunds) refunds; \
            totals are those of the oracle, no transaction is open
            """)
        row("", "plaudit", "floor", "ratio")
        row("CPU seconds a million orders", job.cpu / millions, floor.cpu / millions)
        row("  of it in the system", job.system / millions, floor.system / millions)
        row(
            "orders a second, start and end included", perSecond(job), perSecond(floor), decimals: 0
        )
        row("peak memory, MB", megabytes(job), megabytes(floor), decimals: 0)
        for worker in workers {
            Swift.print(
                "\(worker.stage): \(worker.transactions) transactions, commit p50 "
                    + "\(worker.commitP50) ms, p99 \(worker.commitP99) ms")
        }
        for topic in topics {
            Swift.print(
                "\(topic.name): \(topic.topic.records) records of "
                    + "\(topic.topic.bytes / max(1, topic.topic.records)) bytes")
        }
        Swift.print(json)
    }

    private var topics: [(name: String, topic: PublishedTopic)] {
        [
            ("attributions", output.attributions), ("scorecards", output.scorecards),
            ("attribute's state", output.attributeState), ("score's state", output.scoreState),
            ("rank entries", output.rankEntries), ("leaderboards", output.leaderboards),
            ("rank's state", output.rankState),
        ]
    }

    private func perSecond(_ usage: Usage) -> Double { Double(orders) / usage.wall }
    private func megabytes(_ usage: Usage) -> Double { Double(usage.peakMemory) / 1_000_000 }

    private func row(_ name: String, _ job: Double, _ floor: Double, decimals: Int = 2) {
        row(
            name, Figures.text(job, decimals: decimals), Figures.text(floor, decimals: decimals),
            Figures.text(job / floor, decimals: 2))
    }

    private func row(_ name: String, _ cells: String...) {
        Swift.print(Figures.left(name, 40) + cells.map { Figures.right($0, 12) }.joined())
    }

    private var json: String {
        var fields: [String] = []
        func add(_ name: String, _ value: Double, decimals: Int = 3) {
            fields.append("\"\(name)\":\(Figures.text(value, decimals: decimals))")
        }
        add("orders", Double(orders), decimals: 0)
        add("cpu_s_per_million", job.cpu / millions)
        add("floor_cpu_s_per_million", floor.cpu / millions)
        add("floor_ratio", job.cpu / floor.cpu)
        add("orders_per_second", perSecond(job), decimals: 0)
        add("floor_orders_per_second", perSecond(floor), decimals: 0)
        add("peak_memory_bytes", Double(job.peakMemory), decimals: 0)
        add("floor_peak_memory_bytes", Double(floor.peakMemory), decimals: 0)
        for worker in workers {
            add("\(worker.stage)_transactions", Double(worker.transactions), decimals: 0)
            add("\(worker.stage)_commit_p50_ms", Double(worker.commitP50), decimals: 0)
            add("\(worker.stage)_commit_p99_ms", Double(worker.commitP99), decimals: 0)
        }
        for (name, topic) in topics {
            let key = name.replacing("'s ", with: "_").replacing(" ", with: "_")
            add("\(key)_records", Double(topic.records), decimals: 0)
            add("\(key)_bytes", Double(topic.bytes), decimals: 0)
        }
        for (name, value) in Environment.current {
            fields.append("\"\(name)\":\"\(value)\"")
        }
        return "{" + fields.joined(separator: ",") + "}"
    }
}
