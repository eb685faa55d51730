import Simulation
import Streams
import Testing

/// Invariant 9: what becomes of a task whose partition goes, and of a dead owner's transaction.
struct RebalanceTests {
    private func settled(partitions: Int = 1) throws -> Lab {
        let lab = Lab(partitions: partitions)
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        lab.addMany(50, random: &random)
        lab.settle()
        return lab
    }

    @Test func `invariant 9: a partition that comes back with the same number needs no restore`()
        throws
    {
        let lab = try settled()
        let task = lab.stages["w1"]!.tasks[0]!
        lab.broker.rebalance(group: Lab.group)
        lab.add(key: 0, amount: 5)
        lab.settle()
        #expect(lab.stages["w1"]!.tasks[0] === task)
        #expect(lab.broker.calls["w1"]![.read] == nil)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 9: a partition that another has written to meanwhile is restored`() throws
    {
        let lab = try settled()
        let task = lab.stages["w1"]!.tasks[0]!
        // The first by name gets the only partition.
        try lab.start("w0")
        // w1 gives the partition back, then sleeps until it has it again.
        lab.step("w1")
        #expect(lab.workers["w1"]!.monitor.current.state == .joining)
        lab.add(key: 0, amount: 5)
        for _ in 0..<20 { lab.step("w0") }
        #expect(lab.workers["w0"]!.monitor.current.transactionsCommitted == 1)
        lab.kill("w0")
        lab.broker.expire(instance: "w0-0", group: Lab.group)
        lab.add(key: 0, amount: 5)
        lab.settle()
        #expect(lab.stages["w1"]!.tasks[0] !== task)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 9: what was applied before a revocation is committed before it`() throws {
        let lab = try settled()
        lab.settings.pace = 6
        lab.add(key: 0, amount: 5)
        lab.broker.beforeCall = { call, _ in
            // Between the transaction's last poll and its commit.
            if call == .begin {
                lab.broker.beforeCall = nil
                lab.broker.rebalance(group: Lab.group)
            }
        }
        let aborted = lab.workers["w1"]!.monitor.current.transactionsAborted
        lab.settle()
        #expect(lab.workers["w1"]!.monitor.current.transactionsAborted == aborted)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 9: what a lost partition had applied is forgotten`() throws {
        let lab = try settled()
        let task = lab.stages["w1"]!.tasks[0]!
        lab.add(key: 0, amount: 5)
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        lab.settle()
        #expect(lab.stages["w1"]!.tasks[0] !== task)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 9: a dead owner's open transaction is fenced by the id in its block`()
        throws
    {
        let lab = try settled()
        lab.add(key: 0, amount: 5)
        lab.broker.faults.scripted = [SimulatedFault(.crash(isApplied: false), at: .commit)]
        for _ in 0..<10 { lab.step("w1") }
        #expect(lab.errors["w1"] != nil)
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        lab.broker.transactionTimeout = 1_000_000
        let begun = lab.broker.clock.monotonic
        try lab.start("w2")
        lab.settle()
        #expect(lab.broker.clock.monotonic - begun < 5000)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 9: a restore that an open transaction hinders fences it too`() throws {
        let lab = try settled()
        lab.add(key: 0, amount: 5)
        // The block is in the log, the offsets were not sent: the group waits for nobody.
        lab.broker.faults.scripted = [SimulatedFault(.crash(isApplied: false), at: .sendOffsets)]
        for _ in 0..<10 { lab.step("w1") }
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        lab.broker.transactionTimeout = 1_000_000
        let begun = lab.broker.clock.monotonic
        try lab.start("w2")
        lab.settle()
        #expect(lab.broker.clock.monotonic - begun < 5000)
        lab.expectExactlyOnce()
    }
}
