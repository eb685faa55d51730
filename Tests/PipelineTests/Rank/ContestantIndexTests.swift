import Pipeline
import Streams
import Testing

/// The slots of contestants who come and go, beside a dictionary's.
@Suite struct ContestantIndexTests {
    /// Few lower halves, so that keys collide, and share the part that the index has of them.
    private func key(_ numbers: inout SeededNumbers) -> StateKey {
        StateKey(
            high: UInt64.random(in: 0..<64, using: &numbers),
            low: UInt64.random(in: 0..<16, using: &numbers) &* 0x8000_0011)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `each has its own until it is gone`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var index = ContestantIndex()
        var slots: [StateKey: Int32] = [:]
        var keys: [StateKey] = []
        for _ in 0..<4000 {
            let key = key(&numbers)
            let found = index.slot(of: key) { keys[Int($0)] == key }
            #expect(found == slots[key])
            if let found {
                index.remove(key, found)
                slots[key] = nil
            } else {
                index.insert(key, Int32(keys.count))
                slots[key] = Int32(keys.count)
                keys.append(key)
            }
        }
        for (key, slot) in slots {
            #expect(index.slot(of: key) { keys[Int($0)] == key } == slot)
        }
    }
}
