// Two processes share the work of a live shop while one blow after another falls on them. The
// seed decides all but what the machine's own timing adds.

import Glibc
import Kafka
import Simulation
import Streams

/// What happens to a process.
enum Blow: String {
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
        var rounds = 14
        var orders = 2500
        /// Which blows fall, and how often each.
        var blows: [Blow] = [
            .kill, .kill, .kill, .kill, .killAll, .killAll, .killAgain, .killAgain, .freeze, .fence,
            .fence,
        ]
        /// noida-db tells a member that was frozen for longer than its session that another has its
        /// name, so that it ends.
        var isOnNoida = false
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
    private let scene: Scene
    private var thawed: Set<String> = []
    private(set) var report: Report

    init(_ deployment: Deployment, _ plan: Plan) throws {
        self.deployment = deployment
        self.plan = plan
        numbers = SeededGenerator(seed: plan.seed)
        scene = try Scene(
            deployment, seed: plan.seed, orders: plan.orders,
            length: .milliseconds(plan.rounds * 2500 + 4000))
        report = Report(seed: plan.seed, records: scene.records.count)
    }

    /// All blows; at the end all input is sent, and every process is dead.
    func run() async throws {
        scene.mayEnd = { [unowned self] instance, ending in
            plan.isOnNoida && thawed.remove(instance) != nil && ending == .exit(75)
        }
        // The registry first, so that there is something to restore and to judge.
        try scene.send(upTo: scene.records.count / 20)
        try deployment.flush()
        for instance in Self.instances { try scene.start(instance) }
        try await live(milliseconds: 2000..<3000)
        // Every kind once, then by chance.
        let kinds = Array(Set(plan.blows)).sorted { $0.rawValue < $1.rawValue }
        for round in 0..<plan.rounds {
            let before = scene.seen
            try await strike(round < kinds.count ? kinds[round] : numbers.pick(plan.blows))
            try await live(milliseconds: 300..<2600)
            if scene.seen > before { report.livelyRounds += 1 }
        }
        try scene.sendAll()
        try await live(milliseconds: 500..<1500)
        for instance in Self.instances { kill(instance) }
        report.duration = scene.elapsed
    }

    /// What a subscriber saw while the blows fell and what it would read now, where they differ.
    func faultsSeen() throws -> [String] { try scene.faultsSeen() }

    private func strike(_ blow: Blow) async throws {
        let victim = numbers.pick(Self.instances)
        switch blow {
        case .kill:
            kill(victim)
            try await live(milliseconds: 0..<900)
            try scene.start(victim)
        case .killAll:
            for instance in Self.instances { kill(instance) }
            try await live(milliseconds: 0..<500)
            for instance in Self.instances { try scene.start(instance) }
        case .killAgain:
            kill(victim)
            try scene.start(victim)
            try await live(milliseconds: 50..<1300)
            kill(victim)
            try scene.start(victim)
        case .freeze:
            scene.processes[victim]?.signal(SIGSTOP)
            report.freezes += 1
            let session = deployment.settings.sessionTimeout
            try await live(milliseconds: session + 1500..<session + 3000)
            scene.processes[victim]?.signal(SIGCONT)
            thawed.insert(victim)
        case .fence:
            let stage = numbers.pick(["attribute", "score"])
            try KafkaBroker(deployment.client).fence(
                transactionalID: deployment.transactionalID(stage, victim))
            report.fences += 1
        }
    }

    private func kill(_ instance: String) {
        scene.kill(instance)
        report.kills += 1
    }

    private func live(milliseconds range: Range<Int>) async throws {
        try await scene.live(.milliseconds(numbers.number(range)))
    }
}
