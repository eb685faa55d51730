// How a transaction of a table ends: its changes are read for the block, then kept or taken back.

extension StateMemory {
    /// Entries count as unchanged from here on: whoever walks over them saves the commit the way.
    mutating func forEachChange(
        _ body: (StateKey, UnsafeRawBufferPointer?) -> Void
    ) -> StateDigest {
        var after = digest
        // Where the entries are whose values were asked for: nothing moves meanwhile.
        var found = InlineArray<8, Int>(repeating: 0)
        for place in -StateMemory.lead..<undo.count {
            prefetchSlot(place + 2 * StateMemory.lead)
            let ring = place & (StateMemory.lead - 1)
            let index = found[ring]
            found[ring] = findValue(place + StateMemory.lead)
            guard place >= 0 else { continue }
            let key = undo[place].key
            let before = undo.value(place)
            let slot = slots[index]
            if let before { after.remove(key, before) }
            if slot.isRemoved {
                if before != nil { body(key, nil) }
            } else {
                let value = bytes(of: slot)
                after.add(key, value)
                body(key, value)
                slots[index].markCommitted()
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
            prefetchUnchanged(index + StateMemory.lead)
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
        if hasRemoved { forgetRemoved() }
        forgetUndo()
    }

    private mutating func forgetRemoved() {
        for place in 0..<undo.count {
            let index = slots.find(undo[place].key)
            if index >= 0, slots[index].isRemoved { slots.remove(at: index) }
        }
    }

    mutating func rollback() {
        for place in 0..<undo.count {
            let key = undo[place].key
            let index = slots.find(key)
            let slot = slots[index]
            if !slot.isRemoved {
                arena.release(slot.reference, slot.length)
                byteCount -= slot.length
                count -= 1
            }
            if let before = undo.value(place) {
                let reference = store(before)
                slots[index] = StateSlot(
                    key: key, reference: reference, length: before.count, isChanged: false)
                byteCount += before.count
                count += 1
            } else {
                slots.remove(at: index)
            }
        }
        registers = registersBefore
        forgetUndo()
    }

    // MARK: - Prefetching

    /// Changes are walked over in the order in which they were made, which is none in memory, and
    /// the values of a slice lie anywhere: what one further on needs is asked for this many before
    /// it.
    private static let lead = 8

    @inline(__always)
    private func prefetchSlot(_ place: Int) {
        if place < undo.count { slots.prefetch(undo[place].key) }
    }

    /// Asks for the value of a changed entry; where the entry is.
    @inline(__always)
    private func findValue(_ place: Int) -> Int {
        guard place < undo.count else { return 0 }
        let index = slots.find(undo[place].key)
        arena.prefetch(slots[index].reference, slots[index].length)
        return index
    }

    /// Asks for the value that a slice is to carry.
    @inline(__always)
    private func prefetchUnchanged(_ index: Int) {
        guard index < slots.end, !slots[index].isChanged else { return }
        arena.prefetch(slots[index].reference, slots[index].length)
    }

    private mutating func forgetUndo() {
        undo.removeAll()
        registersBefore = registers
        changedDigest = nil
        hasRemoved = false
        changedByteCount = 0
    }
}
