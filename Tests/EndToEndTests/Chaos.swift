// Two processes share the work of a live shop while one blow after another falls on them. The
// seed decides all but what the machine's own timing adds.

import Foundation
import Glibc
import Kafka
import Simulation
import Streams

/// What happens to a process.
enum Blow: CaseIterable {
    /// `kill -9`, and a new one after a while.
    case kill
    /// Both at the same moment.
    case killAll
    /// `kill -9`, a new one at once, and that one killed while it joins or restores.
    case killAgain
    /// Frozen until its partitions are another's, then thawed: a zombie.
    case freeze
    /// Another producer takes its transactional id, as a peer does that finds its transaction in
    /// the way.
    case fence
}

final class Chaos {
    struct Plan {
        var seed: UInt64
        /// Blows, each of which kills at least one process, freezes or fences one.
        var rounds = 14
        var orders = 2500
        /// Which blows fall, and how often each.
        var blows: [Blow] = [
            .kill, .kill, .kill, .kill, .killAll, .killAll, .killAgain, .killAgain, .freeze, .fence,
            .fence,
        ]
    }

    /// What was done, for the record.
    struct Report: CustomStringConvertible {
        var seed: UInt64
        var records = 0
        var kills = 0
        var freezes = 0
        var fences = 0
        /// Rounds in which something new was published: else the blows fell on idle processes.
        var livelyRounds = 0
        var duration = Duration.zero

        var description: String {
            "seed \(seed): \(records) records, \(kills) kills, \(freezes) freezes, "
                + "\(fences) fences, published in \(livelyRounds) rounds, "
                + "\(duration.components.seconds) s"
        }
    }

    private static let instances = ["a", "b"]

    private let deployment: Deployment
    private let plan: Plan
    private var numbers: SeededGenerator
    private let records: [ShopRecord]
    private var sent = 0
    private var processes: [String: Subject] = [:]
    private let observer: Observer
    private let begun = ContinuousClock.now
    private(set) var report: Report

    init(_ deployment: Deployment, _ plan: Plan) throws {
        self.deployment = deployment
        self.plan = plan
        numbers = SeededGenerator(seed: plan.seed)
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        records = AdversarialShop(
            seed: plan.seed, orders: plan.orders, now: now, partitions: deployment.partitions
        ).records()
        observer = try Observer(deployment)
        report = Report(seed: plan.seed, records: records.count)
    }

    /// All blows; at the end all input is sent, and every process is dead.
    func run() async throws {
        // The registry first, so that the processes start with something to restore and to judge.
        try send(upTo: records.count / 20)
        try deployment.flush()
        for instance in Self.instances { try start(instance) }
        try await live(milliseconds: 2000..<3000)
        for round in 0..<plan.rounds {
            // Every kind once, then by chance.
            let first = Array(Set(plan.blows)).sorted { "\($0)" < "\($1)" }
            try await strike(round < first.count ? first[round] : numbers.pick(plan.blows))
            let before = observer.count
            try await live(milliseconds: 300..<2600)
            if observer.count > before { report.livelyRounds += 1 }
        }
        try send(upTo: records.count)
        try deployment.flush()
        try await live(milliseconds: 500..<1500)
        for process in processes.values { process.kill() }
        report.kills += processes.count
        report.duration = ContinuousClock.now - begun
    }

    /// What a subscriber saw while the blows fell and what it would read now, where they differ.
    func observedFaults() throws -> [String] { try observer.faults() }

    // MARK: - Blows

    private func strike(_ blow: Blow) async throws {
        let victim = numbers.pick(Self.instances)
        switch blow {
        case .kill:
            kill(victim)
            try await live(milliseconds: 0..<900)
            try start(victim)
        case .killAll:
            for instance in Self.instances { kill(instance) }
            try await live(milliseconds: 0..<500)
            for instance in Self.instances { try start(instance) }
        case .killAgain:
            kill(victim)
            try start(victim)
            try await live(milliseconds: 50..<1300)
            kill(victim)
            try start(victim)
        case .freeze:
            processes[victim]?.signal(SIGSTOP)
            report.freezes += 1
            let session = deployment.settings.sessionTimeout
            try await live(milliseconds: session + 1500..<session + 3000)
            processes[victim]?.signal(SIGCONT)
        case .fence:
            let stage = numbers.pick(["attribute", "score"])
            try KafkaBroker(deployment.client).fence(
                transactionalID: deployment.transactionalID(stage, victim))
            report.fences += 1
        }
    }

    private func kill(_ instance: String) {
        processes[instance]?.kill()
        processes[instance] = nil
        report.kills += 1
    }

    private func start(_ instance: String) throws {
        processes[instance] = try deployment.run(instance)
    }

    // MARK: - Meanwhile

    /// Life goes on for a time within the range: orders come, a subscriber reads.
    private func live(milliseconds range: Range<Int>) async throws {
        let end = ContinuousClock.now + .milliseconds(numbers.number(range))
        repeat {
            let elapsed = (ContinuousClock.now - begun) / .seconds(1)
            let share = elapsed / (Double(plan.rounds) * 2.5 + 4)
            try send(upTo: Int(Double(records.count) * share))
            try observer.look()
            for (instance, process) in processes {
                if let ending = process.poll() {
                    throw Failure("\(instance) ended by itself: \(ending)\n\(process.tail(30))")
                }
            }
            try await Task.sleep(for: .milliseconds(15))
        } while ContinuousClock.now < end
    }

    private func send(upTo count: Int) throws {
        let end = min(count, records.count)
        guard end > sent else { return }
        try deployment.send(records[sent..<end])
        sent = end
    }
}
