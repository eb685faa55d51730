import Promo
import Testing

/// What the registry says of a code is what its assignments say, one by one, whatever came and went
/// before.
@Suite struct RegistryTests {
    @Test(arguments: 0..<20)
    func `a code is judged by its assignments that are there`(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let registry = Registry()
        // Few codes that are assigned often, and many, most of which share the place of others.
        let hashes: [UInt64] = (0..<300).map { $0 < 20 ? UInt64($0) : UInt64($0) << 40 | 7 }
        var there: [ByteString: Assignment] = [:]
        for step in 0..<1_500 {
            let key = ByteString("key \(Int.random(in: 0..<400, using: &numbers))")
            if Int.random(in: 0..<4, using: &numbers) == 0 {
                registry.remove(key: key)
                there[key] = nil
            } else {
                let hash = hashes[Int.random(in: 0..<hashes.count, using: &numbers)]
                let assignment = self.assignment(key, hash, step, &numbers)
                registry.put(assignment)
                there[key] = assignment
            }
            for hash in hashes.prefix(step % 50 == 0 ? hashes.count : 10) {
                let moment = EventTime(
                    milliseconds: Int64.random(in: 0..<1_000, using: &numbers))
                let channel = SalesChannel.allCases.randomElement(using: &numbers) ?? .online
                let judged = registry.verdict(code: hash, at: moment, in: channel)
                let holder = holder(of: hash, at: moment, in: channel, among: there.values)
                #expect(judged.holding?.assignment.key == holder?.key)
                #expect((judged.verdict == .credited) == (holder != nil))
            }
        }
    }

    private func assignment(
        _ key: ByteString, _ hash: UInt64, _ step: Int, _ numbers: inout SeededNumbers
    ) -> Assignment {
        var assignment = Assignment(
            key: key, code: ByteString("CODE\(hash)"), normal: ByteString("CODE\(hash)"),
            codeHash: hash, creatorID: ByteString("creator \(step)"),
            validFrom: EventTime(milliseconds: Int64.random(in: 0..<700, using: &numbers)))
        assignment.contentHash = UInt64(step)
        if Bool.random(using: &numbers) {
            assignment.validUntil = EventTime(
                milliseconds: Int64.random(in: 300..<1_000, using: &numbers))
        }
        if Int.random(in: 0..<5, using: &numbers) == 0 {
            assignment.status = .disabled
            assignment.statusAt = EventTime(
                milliseconds: Int64.random(in: 0..<1_000, using: &numbers))
        }
        if Int.random(in: 0..<5, using: &numbers) == 0 { assignment.redeemable.insert(.pos) }
        return assignment
    }

    /// The smallest key of those that hold the code then and there: none has a `recorded_at`.
    private func holder(
        of hash: UInt64, at moment: EventTime, in channel: SalesChannel,
        among assignments: some Sequence<Assignment>
    ) -> Assignment? {
        assignments.filter { assignment in
            let isEnded = assignment.validUntil.map { moment >= $0 } ?? false
            let isDisabled = assignment.statusAt.map { moment >= $0 } ?? false
            return assignment.codeHash == hash && assignment.validFrom <= moment && !isEnded
                && !isDisabled && assignment.redeemable.includes(channel)
        }.min { $0.key < $1.key }
    }
}
