// Filling a table from its log: no undo, no notes of what changed.

extension StateTable {
    /// Puts an entry in as it was committed.
    package func load(_ key: StateKey, _ value: UnsafeRawBufferPointer) {
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
            slots[index] = StateSlot(
                key: key, reference: store(value), length: value.count, isChanged: false)
        } else {
            slots.insert(
                StateSlot(
                    key: key, reference: store(value), length: value.count, isChanged: false),
                at: ~index)
            count += 1
            byteCount += value.count
        }
    }

    /// Takes an entry out as it was committed.
    package func unload(_ key: StateKey) {
        let index = slots.find(key)
        guard index >= 0 else { return }
        let slot = slots[index]
        arena.release(slot.reference, slot.length)
        slots.remove(at: index)
        count -= 1
        byteCount -= slot.length
    }

    /// Ends the restore: registers as committed, and the digest of what was loaded.
    package func finishLoading(registers: [Int64]) -> StateDigest {
        precondition(undo.isEmpty, "a restore in a running transaction")
        self.registers = registers
        registersBefore = registers
        var loaded = StateDigest.empty
        forEach { key, value in loaded.add(key, value) }
        digest = loaded
        return loaded
    }

    /// Room for `entries` without growing on the way there.
    package func reserve(_ entries: Int) { slots.reserve(entries) }

    /// Empty, as a new one; the memory is kept.
    package func removeAll() {
        slots.removeAll()
        arena.removeAll()
        undo.removeAll(keepingCapacity: true)
        registers = Array(repeating: 0, count: StateTable.registerCount)
        registersBefore = registers
        (digest, changedDigest) = (.empty, nil)
        (count, byteCount, changedByteCount) = (0, 0, 0)
    }
}
