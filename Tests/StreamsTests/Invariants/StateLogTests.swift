import Simulation
import Streams
import Testing

/// Invariants 3 and 4: what is in the log, and what may be taken out of it.
struct StateLogTests {
    /// Many small changes over a table that stays small.
    private func churn(_ lab: Lab, rounds: Int, random: inout SeededNumbers) {
        for _ in 0..<rounds {
            lab.addMany(8, random: &random)
            lab.settle()
        }
    }

    private func sweeping(partitions: Int = 1) -> Lab {
        let lab = Lab(partitions: partitions)
        lab.settings.sweepPace.pause = 0
        lab.settings.sweepPace.slice = 300...300
        return lab
    }

    private func restart(_ lab: Lab) throws {
        lab.kill("w1")
        try lab.start("w1")
    }

    @Test func `invariant 3: the state comes back from its log alone`() throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        churn(lab, rounds: 5, random: &random)
        let digest = lab.stages["w1"]!.tasks[0]!.store.digest
        try restart(lab)
        for _ in 0..<5 { lab.step("w1") }
        #expect(lab.stages["w1"]!.tasks[0]!.store.digest == digest)
        churn(lab, rounds: 2, random: &random)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 3: logs of which a transaction had early hold records without a value`()
        throws
    {
        let lab = Lab(partitions: 2)
        try lab.start("w1")
        // A receipt of more than goes out at once, before any block is written.
        for key in [0, 1, 2, 3] as [Int64] { lab.add(key: key, amount: 1, size: 300_000) }
        lab.settle()
        for log in lab.broker.committedRecords(of: Lab.state) {
            #expect(log.contains { $0.value == nil })
        }
        try restart(lab)
        lab.add(key: 0, amount: 1)
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 3: what a transaction gathers is bounded in bytes`() throws {
        let lab = Lab(partitions: 1)
        lab.settings.commitMaxBytes = 1000
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        lab.addMany(1000, random: &random)
        lab.settle()
        #expect(lab.number(0) > 10)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 3: a record whose output is refused for good is set aside alone`() throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.broker.maximumBytes["receipts"] = 100
        var random = SeededNumbers(seed: 1)
        lab.addMany(20, random: &random)
        lab.broker.append(
            "a", partition: 0, key: withUnsafeBytes(of: Int64(0), Array.init),
            value: Array(repeating: 1, count: 200))
        lab.addMany(20, random: &random)
        lab.settle()
        lab.expectExactlyOnce()
        let dead = lab.broker.committedRecords(of: "dead-letters").joined()
        #expect(dead.map { $0.value?.count } == [200])
    }

    @Test func `invariant 3: what is too large even as a dead letter goes without its value`()
        throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.broker.maximumBytes = ["receipts": 100, "dead-letters": 150]
        lab.broker.append(
            "a", partition: 0, key: withUnsafeBytes(of: Int64(0), Array.init),
            value: Array(repeating: 1, count: 200))
        lab.settle()
        let dead = lab.broker.committedRecords(of: "dead-letters").joined()
        #expect(dead.map(\.value) == [nil])
    }

    @Test func `invariant 3: a record that cannot be set aside stops the worker`() throws {
        let lab = Lab(partitions: 1)
        lab.prepareStage = { $0.takesDeadLetters = false }
        try lab.start("w1")
        lab.broker.maximumBytes["receipts"] = 100
        lab.broker.append(
            "a", partition: 0, key: withUnsafeBytes(of: Int64(0), Array.init),
            value: Array(repeating: 1, count: 200))
        for _ in 0..<50 { lab.step("w1") }
        #expect(lab.errors["w1"]?.consequence == .fatal)
    }

    @Test func `invariant 4: the log stays within a few times the state, and restores`() throws {
        let lab = sweeping()
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        churn(lab, rounds: 300, random: &random)
        let log = lab.broker.log(Lab.state, 0)
        #expect(log.start > 0)
        #expect(log.highWatermark - log.start < 150, "of \(log.highWatermark) records")
        try restart(lab)
        churn(lab, rounds: 3, random: &random)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 4: an aborted slice is swept again`() throws {
        let lab = sweeping()
        try lab.start("w1")
        var random = SeededNumbers(seed: 2)
        for _ in 0..<200 {
            lab.broker.faults.scripted = [SimulatedFault(.fail(.abort), at: .commit)]
            lab.addMany(2, keys: 60, random: &random)
            lab.settle()
        }
        #expect(lab.broker.log(Lab.state, 0).start > 0)
        try restart(lab)
        churn(lab, rounds: 3, random: &random)
        lab.expectExactlyOnce()
    }

    @Test func `invariant 4: a new owner goes on with the sweep of the last one`() throws {
        let lab = sweeping()
        var random = SeededNumbers(seed: 2)
        // Too few blocks between two deaths for a whole sweep.
        for _ in 0..<60 {
            try lab.start("w1")
            churn(lab, rounds: 2, random: &random)
            lab.kill("w1")
        }
        #expect(lab.broker.log(Lab.state, 0).start > 0, "no sweep was ever completed")
        try lab.start("w1")
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 4: nothing is trimmed before the sweep's last block is committed`() throws
    {
        let lab = sweeping()
        try lab.start("w1")
        var random = SeededNumbers(seed: 2)
        for _ in 0..<300 {
            lab.addMany(2, keys: 60, random: &random)
            // Whatever has been trimmed by now, the log must restore.
            for _ in 0..<3 { lab.step("w1") }
            let table = StateTable()
            let reader = try lab.broker.makeLogReader()
            let end = try reader.highWatermark(topic: Lab.state, partition: 0)
            let restored = try Restoration(reader: reader, topic: Lab.state, partition: 0)
                .run(into: table, to: end) { _ in true }
            #expect(restored != nil)
        }
        #expect(lab.broker.log(Lab.state, 0).start > 0)
    }

    @Test func `of an input of its own a stage deletes what it has committed, no more`() throws {
        let lab = Lab(partitions: 1)
        lab.prepareStage = { $0.description.ownInputs = ["b"] }
        try lab.start("w1")
        var random = SeededNumbers(seed: 4)
        for _ in 0..<50 {
            lab.addMany(4, keys: 20, random: &random)
            for _ in 0..<3 { lab.step("w1") }
            let committed = lab.broker.committedPositions(of: Lab.group)
                .first { $0.topic == "b" }?.offset
            #expect(lab.broker.log("b", 0).start <= committed ?? 0)
        }
        lab.settle()
        #expect(lab.broker.log("b", 0).start > 0)
        #expect(lab.broker.log("a", 0).start == 0)
        lab.kill("w1")
        lab.addMany(4, keys: 20, random: &random)
        try lab.start("w1")
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `invariant 4: a trim is asked for at most so often`() throws {
        let lab = sweeping()
        lab.settings.trimInterval = 60_000
        try lab.start("w1")
        var random = SeededNumbers(seed: 2)
        let begun = lab.broker.clock.monotonic
        for _ in 0..<300 {
            churn(lab, rounds: 1, random: &random)
            lab.broker.clock.advance(by: 1000)
        }
        let minutes = (lab.broker.clock.monotonic - begun) / 60_000
        #expect(lab.broker.trims.count <= Int(minutes) + 1)
        #expect(lab.broker.trims.count > 0)
    }

    @Test func `invariant 4: a log that lacks a slice is refused`() throws {
        let lab = sweeping()
        try lab.start("w1")
        var random = SeededNumbers(seed: 2)
        churn(lab, rounds: 60, random: &random)
        lab.kill("w1")
        let log = lab.broker.log(Lab.state, 0)
        lab.broker.trim(Lab.state, 0, to: log.highWatermark - 4)
        try lab.start("w1")
        for _ in 0..<5 { lab.step("w1") }
        #expect(lab.errors["w1"]?.consequence == .fatal)
        #expect(lab.errors["w1"]?.message.contains("no sweep is whole") == true)
    }

    @Test func `a trim under a running restore starts it again`() throws {
        let lab = sweeping()
        lab.settings.trimInterval = 1_000_000_000
        try lab.start("w1")
        var random = SeededNumbers(seed: 2)
        // The keys of the beginning are removed later: a restore that forgets that brings them
        // back.
        for key in Int64(100)..<140 { lab.add(key: key, amount: 1) }
        lab.settle()
        churn(lab, rounds: 15, random: &random)
        for key in Int64(100)..<140 {
            lab.broker.append(
                "a", partition: 0, key: withUnsafeBytes(of: key, Array.init),
                value: Array(repeating: 0, count: 16))
        }
        lab.settle()
        churn(lab, rounds: 100, random: &random)
        lab.kill("w1")
        let end = lab.broker.log(Lab.state, 0).highWatermark
        var reads = 0
        lab.broker.beforeCall = { call, _ in
            guard call == .read else { return }
            reads += 1
            if reads == 2 { lab.broker.trim(Lab.state, 0, to: end / 2) }
        }
        try lab.start("w1")
        churn(lab, rounds: 2, random: &random)
        #expect(reads > 2)
        #expect(lab.errors.isEmpty)
        #expect(lab.stages["w1"]!.tasks[0]!.tally(100) == nil)
    }
}
