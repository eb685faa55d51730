import Simulation
import Streams
import Testing

/// Invariants 2 and 10: the number tells what belongs together, and what became of a commit.
struct NumberTests {
    private func restarted(_ change: (Lab) -> Void) throws -> StreamError? {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.settle()
        lab.kill("w1")
        change(lab)
        try lab.start("w1")
        for _ in 0..<10 { lab.step("w1") }
        return lab.errors["w1"]
    }

    @Test func `invariant 2: a state and offsets of two transactions are refused, with a way out`()
        throws
    {
        let error = try restarted { lab in
            for topic in ["a", "b"] {
                lab.broker.setOffset(
                    InputPosition(
                        topic: topic, partition: 0, offset: topic == "a" ? 1 : 0,
                        metadata: "plaudit=2"),
                    of: Lab.group)
            }
        }
        #expect(error?.consequence == .topicsChanged)
        #expect(error?.message.contains("plaudit reset") == true)
    }

    @Test func `invariant 2: offsets that another tool has set are refused`() throws {
        let error = try restarted { lab in
            lab.broker.setOffset(
                InputPosition(topic: "a", partition: 0, offset: 0, metadata: ""), of: Lab.group)
        }
        #expect(error?.consequence == .topicsChanged)
        #expect(error?.message.contains("another tool") == true)
    }

    @Test func `invariant 2: a block is written whenever an offset moves, if only with the number`()
        throws
    {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.settle()
        // Removing what is not there changes no state.
        lab.broker.append(
            "a", partition: 0, key: withUnsafeBytes(of: Int64(8), Array.init),
            value: Array(repeating: 0, count: 16))
        lab.settle()
        #expect(lab.number(0) == 2)
        lab.kill("w1")
        try lab.start("w1")
        lab.add(key: 0, amount: 6)
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test func `offsets that are gone are a clear error, and the state can stand in for them`()
        throws
    {
        let error = try restarted { $0.broker.forgetOffsets(of: Lab.group) }
        #expect(error?.message.contains("offsets-from-state") == true)

        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.settle()
        lab.kill("w1")
        lab.broker.forgetOffsets(of: Lab.group)
        lab.settings.startsFromStatePositions = true
        try lab.start("w1")
        lab.add(key: 0, amount: 6)
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test(arguments: [true, false], [true, false])
    func `invariant 10: after an unknown outcome the number says what happened`(
        isApplied: Bool, movesOffset: Bool
    ) throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        lab.addMany(30, random: &random)
        lab.settle()
        let task = lab.stages["w1"]!.tasks[0]!
        lab.broker.faults.scripted = [
            SimulatedFault(.unknownOutcome(isApplied: isApplied), at: .commit)
        ]
        // A rule moves no position: that they are equal would prove nothing.
        if movesOffset { lab.add(key: 1, amount: 7) } else { lab.addRule() }
        lab.settle()
        #expect(lab.broker.faults.scripted.isEmpty)
        #expect(lab.stages["w1"]!.tasks[0] === task, "it is known, nothing need be restored")
        lab.expectExactlyOnce()
        lab.kill("w1")
        try lab.start("w1")
        lab.addMany(5, random: &random)
        lab.settle()
        lab.expectExactlyOnce()
    }

    @Test(arguments: [StreamError.Consequence.rebuild, .retry, .unavailable, .leave])
    func `invariant 10: a commit that happened counts, whatever its error says`(
        consequence: StreamError.Consequence
    ) throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.settle()
        lab.broker.faults.scripted = [SimulatedFault(.failAfterwards(consequence), at: .commit)]
        lab.add(key: 1, amount: 7)
        lab.settle()
        lab.add(key: 1, amount: 8)
        lab.settle()
        lab.expectExactlyOnce()
        #expect(lab.workers["w1"]!.monitor.current.transactionsAborted == 0)
    }

    /// librdkafka carries a commit to its end before it lets go of a producer.
    @Test(arguments: [
        [SimulatedFault(.givenUp(isApplied: true), at: .sendOffsets)],
        [
            SimulatedFault(.fail(.abort), at: .commit),
            SimulatedFault(.givenUp(isApplied: false), at: .abort),
        ],
    ])
    func `invariant 10: a commit that is carried out while its producer is given up counts once`(
        faults: [SimulatedFault]
    ) throws {
        let lab = Lab(partitions: 1)
        try lab.start("w1")
        lab.settle()
        let task = lab.stages["w1"]!.tasks[0]!
        lab.add(key: 1, amount: 7)
        lab.broker.faults.scripted = faults
        lab.settle()
        #expect(lab.broker.faults.scripted.isEmpty)
        #expect(lab.stages["w1"]!.tasks[0] === task)
        lab.add(key: 1, amount: 8)
        lab.settle()
        lab.expectExactlyOnce()
    }

    static let passing: [StreamError.Consequence] = [.retry, .abort, .rebuild, .unavailable]

    @Test(arguments: [SimulatedCall.begin, .produce, .sendOffsets, .commit, .abort], passing)
    func `invariant 10: an error that passes costs nothing but time`(
        call: SimulatedCall, consequence: StreamError.Consequence
    ) throws {
        let lab = Lab(partitions: 2)
        try lab.start("w1")
        var random = SeededNumbers(seed: 1)
        for _ in 0..<5 {
            lab.addMany(10, random: &random)
            lab.broker.faults.scripted = [
                SimulatedFault(.fail(consequence), at: call, nth: 1),
                SimulatedFault(.fail(.abort), at: .commit, nth: 2),
            ]
            lab.settle()
        }
        lab.expectExactlyOnce()
    }

    static let deadly: [StreamError.Consequence] = [
        .fenced, .unauthorised, .topicsChanged, .fatal,
    ]

    @Test(arguments: [SimulatedCall.begin, .produce, .sendOffsets, .commit, .poll], deadly)
    func `invariant 10: an error that does not pass ends the worker`(
        call: SimulatedCall, consequence: StreamError.Consequence
    ) throws {
        let lab = Lab(partitions: 2)
        try lab.start("w1")
        lab.add(key: 0, amount: 5)
        lab.broker.faults.scripted = [SimulatedFault(.fail(consequence), at: call)]
        for _ in 0..<20 { lab.step("w1") }
        #expect(lab.errors["w1"]?.consequence == consequence)
        lab.kill("w1")
        try lab.start("w1")
        lab.settle()
        lab.expectExactlyOnce()
    }
}
