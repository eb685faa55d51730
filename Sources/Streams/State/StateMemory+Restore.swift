// Filling a table from its log: no undo, no notes of what changed.

extension StateMemory {
    mutating func load(_ key: StateKey, _ value: UnsafeRawBufferPointer) {
        let index = slots.find(key)
        if index >= 0 {
            let slot = slots[index]
            byteCount += value.count - slot.length
            if StateArena.sameClass(slot.length, value.count) {
                if value.count > 0 {
                    arena.address(slot.reference).copyMemory(
                        from: value.baseAddress!, byteCount: value.count)
                }
                slots[index] = StateSlot(
                    key: key, reference: slot.reference, length: value.count, isChanged: false)
                return
            }
            arena.release(slot.reference, slot.length)
            let reference = store(value)
            slots[index] = StateSlot(
                key: key, reference: reference, length: value.count, isChanged: false)
        } else {
            let reference = store(value)
            slots.insert(
                StateSlot(key: key, reference: reference, length: value.count, isChanged: false),
                at: ~index)
            count += 1
            byteCount += value.count
        }
    }

    mutating func unload(_ key: StateKey) {
        let index = slots.find(key)
        guard index >= 0 else { return }
        let slot = slots[index]
        arena.release(slot.reference, slot.length)
        slots.remove(at: index)
        count -= 1
        byteCount -= slot.length
    }

    mutating func finishLoading(registers: [Int64]) -> StateDigest {
        precondition(undo.isEmpty, "a restore in a running transaction")
        self.registers = registers
        registersBefore = registers
        var loaded = StateDigest.empty
        _ = scan(from: .lowest, limit: .max) { loaded.add($0, $1) }
        digest = loaded
        return loaded
    }

    mutating func reserve(_ entries: Int) { slots.reserve(entries) }

    mutating func removeAll() {
        slots.removeAll()
        arena.removeAll()
        undo.removeAll()
        registers = Array(repeating: 0, count: StateTable.registerCount)
        registersBefore = registers
        (digest, changedDigest) = (.empty, nil)
        (count, byteCount, changedByteCount) = (0, 0, 0)
    }
}
