import Simulation
import Streams
import Testing

/// Invariant 8: an abort is undone in memory, and the same records are applied again.
struct UndoTests {
    @Test func `invariant 8: a hundred aborts leave the state as it was`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        lab.addMany(100, random: &random)
        lab.settle()
        let store = lab.stages["w1"]!.tasks[0]!.store
        let (digest, restores) = (store.digest, lab.broker.calls["w1"]![.read] ?? 0)
        lab.addMany(100, random: &random)
        lab.broker.faults.scripted = (1...100).map {
            SimulatedFault(.fail(.abort), at: .commit, nth: $0)
        }
        var aborted = 0
        for _ in 0..<2000 where lab.broker.faults.scripted.count > 1 {
            lab.step("w1")
            guard lab.workers["w1"]!.monitor.current.transactionsAborted > aborted else { continue }
            aborted += 1
            #expect(!store.hasChanges)
            #expect(store.digest == digest)
        }
        #expect(aborted >= 99)
        #expect(lab.broker.calls["w1"]![.read] ?? 0 == restores, "no restore")
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 8: a batch that failed twice is halved`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.settle()
        var random = SeededNumbers(seed: 1)
        lab.addMany(64, random: &random)
        lab.broker.faults.scripted = (1...4).map {
            SimulatedFault(.fail(.abort), at: .commit, nth: $0)
        }
        lab.settle()
        #expect(lab.number(0) == 8, "64 records, halved three times, are eight transactions")
        lab.expectExactlyOnce()
    }
}
