// How a transaction of a table ends: its changes are read for the block, then kept or taken back.

extension StateMemory {
    mutating func forEachChange(
        _ body: (StateKey, UnsafeRawBufferPointer?) -> Void
    ) -> StateDigest {
        var after = digest
        for (place, before) in undo.enumerated() {
            prefetchSlot(place + 2 * StateMemory.lead)
            prefetchValues(place + StateMemory.lead)
            let slot = slots[slots.find(before.key)]
            if !before.isChanged { after.remove(before.key, bytes(of: before)) }
            if slot.isRemoved {
                if !before.isChanged { body(before.key, nil) }
            } else {
                let value = bytes(of: slot)
                after.add(before.key, value)
                body(before.key, value)
            }
        }
        changedDigest = after
        return after
    }

    func slice(
        from start: StateKey, budget: Int, _ body: (StateKey, UnsafeRawBufferPointer) -> Void
    ) -> StateKey? {
        let found = slots.find(start)
        var index = found >= 0 ? found : ~found
        var left = budget
        while index < slots.end {
            let slot = slots[index]
            index += 1
            if slot.isEmpty { continue }
            if left <= 0 { return slot.key }
            if slot.isChanged { continue }
            left -= slot.length + 20
            body(slot.key, bytes(of: slot))
        }
        return nil
    }

    mutating func commit() {
        digest = changedDigest ?? forEachChange { _, _ in }
        for (place, before) in undo.enumerated() {
            prefetchSlot(place + StateMemory.lead)
            let index = slots.find(before.key)
            if !before.isChanged { arena.release(before.reference, before.length) }
            if slots[index].isRemoved {
                slots.remove(at: index)
            } else {
                slots[index].markCommitted()
            }
        }
        forgetUndo()
    }

    mutating func rollback() {
        for before in undo {
            let index = slots.find(before.key)
            let slot = slots[index]
            if !slot.isRemoved {
                arena.release(slot.reference, slot.length)
                byteCount -= slot.length
                count -= 1
            }
            if before.isChanged {
                slots.remove(at: index)
            } else {
                slots[index] = before
                byteCount += before.length
                count += 1
            }
        }
        registers = registersBefore
        forgetUndo()
    }

    // MARK: - Prefetching

    /// Changes are walked over in the order in which they were made, which is none in memory: what
    /// one further on needs is asked for this many before it.
    private static let lead = 8

    @inline(__always)
    private func prefetchSlot(_ place: Int) {
        if place < undo.count { slots.prefetch(undo[place].key) }
    }

    @inline(__always)
    private func prefetchValues(_ place: Int) {
        guard place < undo.count else { return }
        let before = undo[place]
        let slot = slots[slots.find(before.key)]
        arena.prefetch(slot.reference, slot.length)
        if !before.isChanged { arena.prefetch(before.reference, before.length) }
    }

    private mutating func forgetUndo() {
        undo.removeAll(keepingCapacity: true)
        registersBefore = registers
        changedDigest = nil
        changedByteCount = 0
    }
}
