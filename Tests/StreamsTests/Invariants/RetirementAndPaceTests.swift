import Simulation
import Streams
import Testing

/// Invariants 11 and 12: when the next transaction may begin.
struct RetirementAndPaceTests {
    @Test func `invariant 11: a commit that was sent twice cannot decide the next transaction`()
        throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.broker.faults.scripted = [
            SimulatedFault(.lateEnd, at: .commit),
            SimulatedFault(.fail(.abort), at: .commit, nth: 2),
        ]
        lab.settle()
        lab.add(key: 0, amount: 6)
        lab.settle()
        #expect(lab.broker.faults.scripted.isEmpty)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 12: the next transaction begins no sooner than the broker likes`() throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        var committedAt: Int64?
        var pauses: [Int64] = []
        lab.broker.beforeCall = { call, _ in
            let now = lab.broker.clock.monotonic
            if call == .commit { committedAt = now }
            if call == .begin, let committedAt { pauses.append(now - committedAt) }
        }
        for amount in 1...200 {
            lab.add(key: 0, amount: Int64(amount))
            lab.step("w1")
        }
        lab.settle()
        #expect(pauses.count > 10)
        #expect(pauses.allSatisfy { $0 >= 6 })
        lab.expectExactlyOnce()
    }

    @Test func `invariant 12: after quiet a single record is committed at once`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.settle()
        lab.add(key: 0, amount: 1)
        let begun = lab.broker.clock.monotonic
        lab.step("w1")
        #expect(lab.number(0) == 1)
        #expect(lab.broker.clock.monotonic == begun)
    }

    @Test func `invariant 12: while records keep coming a transaction ends after its interval`()
        throws
    {
        let lab = Lab(partitions: 1)
        lab.settings.pollLimit = 4
        try lab.start("w1")
        lab.settle()
        var random = SeededNumbers(seed: 1)
        lab.addMany(2000, random: &random)
        // Each poll takes 3 ms, and there is always more.
        lab.broker.beforeCall = { call, _ in if call == .poll { lab.broker.clock.advance(by: 3) } }
        var begun: [Int64] = []
        for _ in 0..<200 {
            let number = lab.number(0)
            lab.step("w1")
            if lab.number(0) > number { begun.append(lab.broker.clock.monotonic) }
        }
        let gaps = zip(begun, begun.dropFirst()).map { $1 - $0 }
        #expect(gaps.count > 3)
        #expect(gaps.allSatisfy { $0 >= 100 && $0 <= 110 }, "\(gaps)")
        lab.broker.beforeCall = nil
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 12: a card that changed often within a transaction is published once`()
        throws
    {
        let lab = Lab(partitions: 1)
        for amount in 1...100 { lab.add(key: 0, amount: Int64(amount)) }
        try lab.start("w1")
        lab.settle()
        #expect(lab.cards[0]?.count == 1)
    }

    @Test func `when nothing happens there are no transactions, and few polls`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 1)
        lab.settle()
        for _ in 0..<300 { lab.step("w1") }
        let calls = lab.broker.calls["w1"]!
        let now = lab.broker.clock.monotonic
        for _ in 0..<100 { lab.step("w1") }
        #expect(lab.broker.calls["w1"]![.begin] == calls[.begin])
        #expect(lab.broker.clock.monotonic - now >= 100 * 100)
        #expect(lab.workers["w1"]!.monitor.current.idleSince != nil)
    }
}
