import Glibc
import Simulation
import Streams
import Testing

/// Random input, random steps of random workers, faults, deaths, rebalances: whatever happens, the
/// totals are those of a plain sum. A failure names its seed.
struct ScheduleTests {
    /// `STREAMS_SEEDS=1000` looks longer.
    static let seeds = getenv("STREAMS_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 24

    @Test(arguments: 0..<seeds)
    func `whatever goes wrong, every record counts once`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let lab = Lab(seed: seed, partitions: Int.random(in: 1...4, using: &random))
        lab.broker.isErratic = Bool.random(using: &random)
        lab.broker.handsOverStaleRecords = Bool.random(using: &random)
        lab.broker.markerDelay = Bool.random(using: &random) ? 300 : 0
        lab.settings.trimInterval = [0, 50, 60_000].randomElement(using: &random)!
        lab.settings.commitMaxBytes = [300, 5000, 16 << 20].randomElement(using: &random)!
        lab.settings.sweepPace.pause = [0, 2000].randomElement(using: &random)!
        let slice = [100, 4096].randomElement(using: &random)!
        lab.settings.sweepPace.slice = slice...slice
        lab.broker.faults.rate = [0.0, 0.003, 0.03].randomElement(using: &random)!
        let names = ["w1", "w2", "w3"].prefix(Int.random(in: 1...3, using: &random))
        for _ in 0..<1500 {
            act(on: lab, names: Array(names), random: &random)
        }
        recover(lab, names: Array(names))
        lab.settle()
        lab.expectExactlyOnce("seed \(seed)")
    }

    private func act(on lab: Lab, names: [String], random: inout SeededNumbers) {
        let name = names.randomElement(using: &random)!
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<60: lab.addMany(Int.random(in: 1...8, using: &random), random: &random)
        case 60..<63: lab.addRule()
        case 63..<68: lab.kill(name)
        case 68..<72: lab.broker.rebalance(group: Lab.group)
        case 72..<75:
            lab.broker.expire(instance: "\(name)-0", group: Lab.group)
        case 75..<80: lab.broker.clock.advance(by: Int64.random(in: 0..<2000, using: &random))
        default:
            if lab.workers[name] == nil { _ = try? lab.start(name) } else { lab.step(name) }
        }
        if let error = lab.errors[name], error.message != SimulatedClient.death {
            Issue.record("\(name) stopped: \(error.message)")
        }
    }

    private func recover(_ lab: Lab, names: [String]) {
        lab.broker.faults.rate = 0
        for name in names where lab.workers[name] == nil {
            #expect(throws: Never.self) { try lab.start(name) }
        }
    }
}
