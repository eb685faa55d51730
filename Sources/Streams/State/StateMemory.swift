// How a table works: an index in order of key, values in an arena, and a copy of the old value of
// each changed entry until the commit. `StateTable` says what each method means.
import Glibc

/// The memory behind a `StateTable`.
struct StateMemory: ~Copyable {
    var slots = StateSlots()
    var arena = StateArena()
    /// Each changed entry once, as it was before the transaction.
    var undo = StateUndo()
    var registers: [Int64]
    var registersBefore: [Int64]
    /// The digest as of the last commit.
    var digest = StateDigest.empty
    /// The digest with the running transaction's changes, once they were handed over: from then on
    /// nothing may change before the transaction ends.
    var changedDigest: StateDigest?
    /// The running transaction has removed something.
    var hasRemoved = false

    /// Entries, not counting removed ones.
    var count = 0
    /// Bytes of all values.
    var byteCount = 0
    /// About the size of the running transaction's changes in a block, in bytes.
    var changedByteCount = 0

    init() {
        registers = Array(repeating: 0, count: StateTable.registerCount)
        registersBefore = registers
    }

    var hasChanges: Bool { !undo.isEmpty || registers != registersBefore }

    var footprint: Int { slots.footprint + arena.footprint }

    @inline(__always)
    func value(of key: StateKey) -> UnsafeRawBufferPointer? {
        let index = slots.find(key)
        guard index >= 0, !slots[index].isRemoved else { return nil }
        return bytes(of: slots[index])
    }

    @inline(__always)
    func prefetchValue(of key: StateKey) {
        let index = slots.find(key)
        guard index >= 0 else { return }
        arena.prefetch(slots[index].reference, slots[index].length)
    }

    mutating func set(_ key: StateKey, _ bytes: UnsafeRawBufferPointer) {
        checkIsOpen()
        let index = slots.find(key)
        guard index >= 0 else {
            undo.noteNew(key)
            let reference = store(bytes)
            slots.insert(
                StateSlot(key: key, reference: reference, length: bytes.count, isChanged: true),
                at: ~index)
            account(added: bytes.count, entries: 1)
            changedByteCount += entryOverhead
            return
        }
        let slot = slots[index]
        if slot.isRemoved {
            account(added: bytes.count, entries: 1)
        } else {
            if !slot.isChanged {
                if isEqual(bytes, to: slot) { return }
                remember(slot)
            }
            account(added: bytes.count - slot.length, entries: 0)
            if StateArena.sameClass(slot.length, bytes.count) {
                overwrite(slot, at: index, with: bytes)
                return
            }
            arena.release(slot.reference, slot.length)
        }
        let reference = store(bytes)
        slots[index] = StateSlot(
            key: key, reference: reference, length: bytes.count, isChanged: true)
    }

    mutating func mutableValue(of key: StateKey) -> UnsafeMutableRawBufferPointer? {
        let index = slots.find(key)
        guard index >= 0, !slots[index].isRemoved else { return nil }
        checkIsOpen()
        let slot = slots[index]
        if !slot.isChanged {
            remember(slot)
            slots[index].markChanged()
        }
        return UnsafeMutableRawBufferPointer(mutating: self.bytes(of: slot))
    }

    mutating func remove(_ key: StateKey) {
        let index = slots.find(key)
        guard index >= 0, !slots[index].isRemoved else { return }
        checkIsOpen()
        hasRemoved = true
        let slot = slots[index]
        if !slot.isChanged { remember(slot) }
        arena.release(slot.reference, slot.length)
        account(added: -slot.length, entries: -1)
        slots[index].markRemoved()
    }

    func scan(
        from first: StateKey, limit: Int, _ body: (StateKey, UnsafeRawBufferPointer) -> Void
    ) -> StateKey? {
        let found = slots.find(first)
        var index = found >= 0 ? found : ~found
        var left = limit
        while index < slots.end {
            let slot = slots[index]
            index += 1
            if slot.isEmpty || slot.isRemoved { continue }
            if left == 0 { return slot.key }
            left -= 1
            body(slot.key, bytes(of: slot))
        }
        return nil
    }

    // MARK: - Parts

    /// Key and length of an entry in a block.
    private var entryOverhead: Int { 20 }

    func bytes(of slot: StateSlot) -> UnsafeRawBufferPointer {
        guard slot.length > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: arena.address(slot.reference), count: slot.length)
    }

    mutating func store(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let reference = arena.allocate(bytes.count)
        if bytes.count > 0 { memcpy(arena.address(reference), bytes.baseAddress!, bytes.count) }
        return reference
    }

    @inline(__always)
    private func checkIsOpen() {
        precondition(changedDigest == nil, "a change behind the transaction's block")
    }

    private mutating func remember(_ slot: StateSlot) {
        undo.note(slot.key, bytes(of: slot))
        changedByteCount += entryOverhead + slot.length
    }

    private mutating func account(added bytes: Int, entries: Int) {
        byteCount += bytes
        count += entries
        changedByteCount += bytes
    }

    private func isEqual(_ bytes: UnsafeRawBufferPointer, to slot: StateSlot) -> Bool {
        guard bytes.count == slot.length else { return false }
        return bytes.count == 0
            || memcmp(bytes.baseAddress!, arena.address(slot.reference), bytes.count) == 0
    }

    private mutating func overwrite(
        _ slot: StateSlot, at index: Int, with bytes: UnsafeRawBufferPointer
    ) {
        if bytes.count > 0 {
            memcpy(arena.address(slot.reference), bytes.baseAddress!, bytes.count)
        }
        slots[index] = StateSlot(
            key: slot.key, reference: slot.reference, length: bytes.count, isChanged: true)
    }
}
