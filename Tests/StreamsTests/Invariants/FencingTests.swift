import Simulation
import Streams
import Testing

/// Invariants 1, 6 and 7: who may commit for a partition, and what a record must be to count.
struct FencingTests {
    /// w1 is about to commit what no record caused; before it does, its partitions go to w2, which
    /// does the same work and commits it.
    private func zombieWithPendingRule(_ prepare: (Lab) -> Void = { _ in }) throws -> Lab {
        let lab = Lab(partitions: 1)
        prepare(lab)
        try lab.start("w1")
        var random = SeededNumbers(seed: 3)
        lab.addMany(50, random: &random)
        lab.settle()
        lab.addRule()
        var hasTakenOver = false
        lab.broker.beforeCall = { call, client in
            guard call == .begin, client == "w1", !hasTakenOver else { return }
            hasTakenOver = true
            lab.broker.expire(instance: "w1-0", group: Lab.group)
            #expect(throws: Never.self) { try lab.start("w2") }
            for _ in 0..<50 { lab.step("w2") }
        }
        for _ in 0..<200 {
            lab.broker.clock.advance(by: 5)
            lab.step("w1")
        }
        #expect(hasTakenOver)
        return lab
    }

    @Test func `invariant 1: a zombie that moves no offset is fenced all the same`() throws {
        let lab = try zombieWithPendingRule()
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 1: the transaction sends the position of every input of the task`() throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5, to: "a")
        lab.settle()
        let positions = lab.broker.committedPositions(of: Lab.group)
        #expect(Set(positions.map(\.topic)) == ["a", "b"])
        #expect(positions.first { $0.topic == "b" }?.offset == 0, "its start, though never read")
        #expect(Set(positions.map(\.metadata)) == ["plaudit=1"])
    }

    @Test func `invariant 6: an assignment without generation and member is refused`() throws {
        let lab = Lab(partitions: 1)
        lab.broker.givesEmptyMemberships = true
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        for _ in 0..<20 { lab.step("w1") }
        #expect(lab.receipts.isEmpty)
        lab.broker.givesEmptyMemberships = false
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 6: the membership of the assignment fences it when it is over`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        var hasTakenOver = false
        lab.broker.beforeCall = { call, client in
            guard call == .sendOffsets, client == "w1", !hasTakenOver else { return }
            hasTakenOver = true
            lab.broker.expire(instance: "w1-0", group: Lab.group)
            #expect(throws: Never.self) { try lab.start("w2") }
            for _ in 0..<5 { lab.step("w2") }
        }
        lab.settle()
        #expect(hasTakenOver)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 7: records that were fetched before a rebalance count once`() throws {
        let lab = Lab(partitions: 2)
        lab.broker.handsOverStaleRecords = true
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        for round in 0..<6 {
            lab.addMany(20, random: &random)
            lab.settle()
            if round == 3 { try lab.start("w2") }
            lab.broker.rebalance(group: Lab.group)
            lab.settle()
        }
        lab.expectExactlyOnce()
    }
}
