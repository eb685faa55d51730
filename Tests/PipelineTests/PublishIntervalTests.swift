import Foundation
import Pipeline
import Promo
import Streams
import Testing

/// A scorecard is published once a transaction, and at most every 50 ms; the first change after
/// quiet at once.
@Suite struct PublishIntervalTests {
    private let stage = ScoreStage(
        topics: Topics(prefix: "", applicationID: "test"),
        settings: PipelineSettings(
            policy: Policy(version: ByteString("1")), windows: [.all], publishInterval: 50))
    private let store = StateTable()

    private func task() -> any StageTask {
        stage.makeTask(partition: 0, partitions: 1, store: store)
    }

    /// Attributions of an order of each creator named.
    private func attributions(of creators: [String]) throws -> [[UInt8]] {
        let pipeline = InMemoryPipeline(
            settings: PipelineSettings(policy: Policy(version: ByteString("1"))))
        for creator in Set(creators) {
            pipeline.send(
                try record("assign \(creator) creator=\(creator) from=2026-01-01"))
        }
        for (index, creator) in creators.enumerated() {
            pipeline.send(
                try record("order o\(index) at=2026-03-01 codes=\(creator) line=1:1x10.00"))
        }
        let own = pipeline.attributions.filter { $0.key != "" }
        #expect(own.count == creators.count)
        return own.map(\.value)
    }

    private func record(_ line: String) throws -> InputRecord {
        try #require(try InputRecord(Statement(line, number: 1)))
    }

    /// One transaction: the scorecards published, `creator version orders`.
    private func transaction(
        _ task: any StageTask, _ values: [[UInt8]], now: Int64
    ) -> [String] {
        let outbox = gather(task, values)
        if task.hasWork(now: now) { task.work(budget: 1_000, now: now, into: outbox) }
        task.flush(now: now, into: outbox)
        var published: [String] = []
        outbox.forEach { output, _, _, value, _ in
            guard output == 0, let value,
                let json = try? JSONSerialization.jsonObject(with: Data(value)) as? [String: Any],
                let cohort = json["cohort"] as? [String: Any]
            else { return }
            published.append(
                "\(json["creator_id"] ?? "?") \(json["version"] ?? "?") \(cohort["orders"] ?? "?")")
        }
        store.commit()
        task.committed()
        return published
    }

    /// Folds attributions in; the transaction's outbox.
    @discardableResult
    private func gather(_ task: any StageTask, _ values: [[UInt8]]) -> Outbox {
        let outbox = Outbox(partitionCounts: [1, 1, 1, 1])
        for value in values {
            value.withUnsafeBytes { bytes in
                task.process(
                    Record(
                        topic: 0, partition: 0, offset: 0, timestamp: 0, key: nil, value: bytes),
                    into: outbox)
            }
        }
        return outbox
    }

    private func scorecards(in outbox: Outbox) -> Int {
        var count = 0
        outbox.forEach { output, _, _, _, _ in if output == 0 { count += 1 } }
        return count
    }

    @Test func `the first change is published at once, the next after the interval`() throws {
        let orders = try attributions(of: ["mia", "mia", "mia", "mia"])
        let task = task()
        #expect(transaction(task, [orders[0]], now: 1_000) == ["mia 1 1"])
        #expect(transaction(task, [orders[1]], now: 1_010) == [])
        #expect(transaction(task, [orders[2]], now: 1_049) == [])
        #expect(!task.hasWork(now: 1_049))
        #expect(task.hasWork(now: 1_050))
        #expect(transaction(task, [], now: 1_050) == ["mia 2 3"])
        #expect(transaction(task, [], now: 1_200) == [])
        #expect(transaction(task, [orders[3]], now: 1_300) == ["mia 3 4"])
    }

    @Test func `a transaction publishes a scorecard once, however often it changed`() throws {
        let orders = try attributions(of: ["mia", "mia", "mia"])
        #expect(transaction(task(), orders, now: 1_000) == ["mia 1 3"])
    }

    @Test func `one scorecard does not wait for another`() throws {
        let orders = try attributions(of: ["mia", "leo", "mia"])
        let task = task()
        #expect(transaction(task, [orders[0]], now: 1_000) == ["mia 1 1"])
        #expect(transaction(task, [orders[1], orders[2]], now: 1_010) == ["leo 1 1"])
        #expect(transaction(task, [], now: 1_060) == ["mia 2 2"])
    }

    @Test func `what is still to be published is state`() throws {
        let orders = try attributions(of: ["mia", "mia"])
        let first = task()
        #expect(transaction(first, [orders[0]], now: 1_000) == ["mia 1 1"])
        #expect(transaction(first, [orders[1]], now: 1_010) == [])
        // Another process, whose clock began later.
        let second = task()
        #expect(second.hasWork(now: 5))
        #expect(transaction(second, [], now: 5) == ["mia 2 2"])
    }

    @Test func `an aborted transaction publishes the same again`() throws {
        let orders = try attributions(of: ["mia", "mia"])
        let task = task()
        #expect(transaction(task, [orders[0]], now: 1_000) == ["mia 1 1"])
        let outbox = Outbox(partitionCounts: [1, 1, 1, 1])
        orders[1].withUnsafeBytes { bytes in
            task.process(
                Record(topic: 0, partition: 0, offset: 1, timestamp: 0, key: nil, value: bytes),
                into: outbox)
        }
        task.flush(now: 1_100, into: outbox)
        #expect(scorecards(in: outbox) == 1)
        store.rollback()
        task.rolledBack()
        #expect(transaction(task, [orders[1]], now: 1_101) == ["mia 2 2"])
    }

    @Test func `what was pending before an aborted publication is pending after it`() throws {
        let orders = try attributions(of: ["mia", "mia"])
        let task = task()
        #expect(transaction(task, [orders[0]], now: 1_000) == ["mia 1 1"])
        #expect(transaction(task, [orders[1]], now: 1_010) == [])
        let outbox = Outbox(partitionCounts: [1, 1, 1, 1])
        task.flush(now: 1_050, into: outbox)
        #expect(scorecards(in: outbox) == 1)
        store.rollback()
        task.rolledBack()
        #expect(task.hasWork(now: 1_051))
        #expect(transaction(task, [], now: 1_051) == ["mia 2 2"])
        #expect(!task.hasWork(now: 2_000))
    }

    // MARK: - A full outbox

    /// Flushes until all is out, as the worker does; what each flush gave.
    private func flushes(_ task: any StageTask, now: Int64, limit: Int) -> [Int] {
        var counts: [Int] = []
        repeat {
            let outbox = Outbox(partitionCounts: [1, 1, 1, 1], limit: limit)
            task.flush(now: now, into: outbox)
            counts.append(scorecards(in: outbox))
        } while !task.isFlushed
        return counts
    }

    @Test func `a flush that fills the outbox goes on in the next one`() throws {
        let orders = try attributions(of: ["mia", "leo", "ana", "leo", "zoe"])
        let task = task()
        #expect(transaction(task, [orders[0]], now: 1_000) == ["mia 1 1"])
        gather(task, orders)
        // Mia's is not due yet: it is passed over, and stays.
        #expect(flushes(task, now: 1_010, limit: 1) == [1, 1, 1])
        store.commit()
        task.committed()
        #expect(task.hasWork(now: 1_050))
        #expect(transaction(task, [], now: 1_050) == ["mia 2 2"])
        #expect(transaction(task, [], now: 2_000) == [])
    }

    @Test func `an abort amid a flush in parts publishes all of it again`() throws {
        let orders = try attributions(of: ["mia", "leo", "ana"])
        let task = task()
        gather(task, orders)
        let outbox = Outbox(partitionCounts: [1, 1, 1, 1], limit: 1)
        task.flush(now: 1_000, into: outbox)
        #expect(!task.isFlushed)
        store.rollback()
        task.rolledBack()
        #expect(task.isFlushed)
        gather(task, orders)
        #expect(flushes(task, now: 1_001, limit: 1) == [1, 1, 1])
    }
}
