import Simulation
import Streams
import Testing

/// Invariant 5: the order of a start. And what a start refuses.
struct StartTests {
    @Test func `invariant 5: a block that is acked but not yet stable is waited for`() throws {
        let lab = Lab(partitions: 1)
        lab.broker.markerDelay = 400
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        while lab.number(0) < 1 { lab.step("w1") }
        lab.kill("w1")
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        let log = lab.broker.log(Lab.state, 0)
        #expect(log.lastStable < log.highWatermark, "the markers are still to be written")
        try lab.start("w2")
        lab.add(key: 0, amount: 6)
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 5: offsets under an open transaction are waited for`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.broker.faults.scripted = [SimulatedFault(.crash(isApplied: false), at: .commit)]
        for _ in 0..<10 { lab.step("w1") }
        #expect(lab.errors["w1"] != nil)
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        try lab.start("w2")
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test
    func `invariant 5: a task waits until its worker knows the globals that the state has seen`()
        throws
    {
        let lab = Lab(partitions: 1)
        lab.addRule()
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.settle()
        lab.addRule()
        lab.settle()
        #expect(lab.cards[0]?.last?.rule == 2)
        lab.kill("w1")
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        lab.broker.globalLimit["w2"] = 1
        let visibleAt = lab.broker.clock.monotonic + 500
        lab.broker.beforeCall = { _, _ in
            if lab.broker.clock.monotonic > visibleAt { lab.broker.globalLimit["w2"] = nil }
        }
        try lab.start("w2")
        lab.settle()
        // Judged back with the first rule, and forth again, it would have been published twice
        // more.
        #expect(lab.cards[0]?.map(\.rule) == [1, 2])
    }

    @Test
    func `a worker that stood still while it restored leaves where others went on, and comes back`()
        throws
    {
        let lab = Lab(partitions: 2)
        try lab.start("w1")
        var random = SeededNumbers(seed: 4)
        lab.addMany(40, random: &random)
        lab.settle()
        lab.kill("w1")
        lab.broker.expire(instance: "w1-0", group: Lab.group)
        try lab.start("w2")
        var hasStoodStill = false
        lab.broker.beforeCall = { call, client in
            guard call == .read, client == "w2", !hasStoodStill else { return }
            hasStoodStill = true
            // It has read the offsets of both partitions and is in the state of the first.
            lab.broker.expire(instance: "w2-0", group: Lab.group)
            lab.addMany(20, random: &random)
            #expect(throws: Never.self) { try lab.start("w3") }
            for _ in 0..<20 { lab.step("w3") }
            // Nor does it hear at once what became of its membership.
            lab.broker.faults.scripted = Array(
                repeating: SimulatedFault(.fail(.retry), at: .poll, of: "w2"), count: 3)
        }
        let before = lab.number(1)
        for _ in 0..<10 where !hasStoodStill { lab.step("w2") }
        #expect(hasStoodStill && lab.number(1) > before)
        lab.settle()
        #expect(lab.errors.isEmpty)
        #expect(Set(lab.living) == ["w2", "w3"])
        lab.expectExactlyOnce()
    }

    @Test func `a first start reads the inputs from their beginning`() throws {
        let lab = Lab(partitions: 1)
        for _ in 0..<5 { lab.broker.append("a", partition: 0, key: [0], value: [0]) }
        lab.broker.trim("a", 0, to: 5)
        lab.add(key: 0, amount: 5)
        try lab.start("w1")
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `records that were deleted before they were read stop the worker`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.settle()
        lab.kill("w1")
        lab.add(key: 0, amount: 5)
        lab.add(key: 0, amount: 5)
        lab.broker.trim("a", 0, to: 2)
        try lab.start("w1")
        for _ in 0..<5 { lab.step("w1") }
        #expect(lab.errors["w1"]?.consequence == .topicsChanged)
        #expect(lab.errors["w1"]?.message.contains("a/0: the committed offset 1") == true)
    }

    @Test func `more partitions stop the worker, at a start and while it runs`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.settle()
        lab.broker.createTopic("b", partitions: 2)
        lab.broker.clock.advance(by: 31_000)
        for _ in 0..<5 { lab.step("w1") }
        #expect(lab.errors["w1"]?.consequence == .topicsChanged)
        #expect(throws: StreamError.self) { try lab.start("w1") }
        lab.broker.createTopic("a", partitions: 2)
        #expect(throws: StreamError.self) { try lab.start("w1") }
    }

    @Test
    func `a state of other settings is emptied, and the inputs are read from their beginning`()
        throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.add(key: 1, amount: 6)
        lab.settle()
        lab.kill("w1")
        lab.prepareStage = { $0.keepsSettings = 7 }
        lab.broker.faults.scripted = [SimulatedFault(.fail(.abort), at: .commit)]
        try lab.start("w1")
        lab.settle()
        #expect(lab.receipts.sorted() == [1, 1, 2, 2])
        #expect(lab.stages["w1"]!.tasks[0]!.tally(0)?.total == 5)
        #expect(lab.broker.faults.scripted.isEmpty)
        lab.kill("w1")
        try lab.start("w1")
        lab.settle()
        #expect(lab.receipts.count == 4, "once only")
    }
}
