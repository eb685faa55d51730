import Simulation
import Streams
import Testing

struct WorkerTests {
    @Test func `records in, each counted once, and the worker comes to rest`() throws {
        let lab = Lab()
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        lab.addMany(500, random: &random)
        lab.settle()
        lab.expectExactlyOnce()
        #expect(lab.workers["w1"]!.monitor.current.recordsProcessed == 500)
    }

    @Test func `two workers share the partitions`() throws {
        let lab = Lab(partitions: 5)
        try lab.start("w1")
        try lab.start("w2")
        var random = SeededNumbers(seed: 1)
        lab.addMany(500, random: &random)
        lab.settle()
        lab.expectExactlyOnce()
        #expect(lab.workers["w1"]!.monitor.current.partitions == [0, 1, 2])
        #expect(lab.workers["w2"]!.monitor.current.partitions == [3, 4])
    }

    @Test func `a worker that was killed goes on where it was`() throws {
        let lab = Lab()
        var random = SeededNumbers(seed: 1)
        for round in 0..<10 {
            try lab.start("w1")
            lab.addMany(100, random: &random)
            for _ in 0..<round { lab.step("w1") }
            lab.kill("w1")
        }
        try lab.start("w1")
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `a rule is carried out over all state in slices, though no record comes`() throws {
        let lab = Lab()
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        lab.addMany(300, random: &random)
        lab.settle()
        lab.addRule()
        lab.settle()
        lab.expectExactlyOnce()
        #expect(lab.cards.values.allSatisfy { $0.last?.rule == 1 })
    }
}
