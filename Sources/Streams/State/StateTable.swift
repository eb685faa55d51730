// The memory of a task. A transaction's changes are known (they go into its block) and can be
// taken back in microseconds: the old values stay where they are until it commits. Nothing is
// allocated for an operation once the memory has grown to its size.
import Glibc

/// The state of one task: bytes under 128-bit keys, and a few registers. Every change since the
/// last commit can be undone, and is known (it goes into the transaction's block).
package final class StateTable {
    package static let registerCount = 8

    var slots = StateSlots()
    var arena = StateArena()
    /// Each changed entry once, as it was before the transaction: `isChanged` tells the ones that
    /// were not there.
    var undo: [StateSlot] = []
    var registers: [Int64]
    var registersBefore: [Int64]
    /// The digest as of the last commit.
    package internal(set) var digest = StateDigest.empty
    /// The digest with the running transaction's changes, once it was computed.
    var changedDigest: StateDigest?

    /// Entries, not counting removed ones.
    package internal(set) var count = 0
    /// Bytes of all values.
    package internal(set) var byteCount = 0
    /// About the size of the running transaction's changes in a block, in bytes.
    package internal(set) var changedByteCount = 0

    package init() {
        registers = Array(repeating: 0, count: StateTable.registerCount)
        registersBefore = registers
    }

    /// True when there is something to commit or to roll back.
    package var hasChanges: Bool { !undo.isEmpty || registers != registersBefore }

    /// Bytes of memory held, apart from the undo log.
    package var footprint: Int { slots.footprint + arena.footprint }

    /// Bytes under `key`, or nil. Valid until the next change of this table.
    package func value(of key: StateKey) -> UnsafeRawBufferPointer? {
        let index = slots.find(key)
        guard index >= 0, !slots[index].isRemoved else { return nil }
        return bytes(of: slots[index])
    }

    /// Puts `bytes`, which must not lie in this table, under `key`.
    package func set(_ key: StateKey, _ bytes: UnsafeRawBufferPointer) {
        changedDigest = nil
        let index = slots.find(key)
        guard index >= 0 else {
            undo.append(StateSlot(key: key, reference: 0, length: 0, isChanged: true))
            slots.insert(
                StateSlot(
                    key: key, reference: store(bytes), length: bytes.count, isChanged: true),
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
            } else if StateArena.sameClass(slot.length, bytes.count) {
                overwrite(slot, at: index, with: bytes)
                return
            } else {
                arena.release(slot.reference, slot.length)
            }
            account(added: bytes.count - slot.length, entries: 0)
        }
        slots[index] = StateSlot(
            key: key, reference: store(bytes), length: bytes.count, isChanged: true)
    }

    /// Bytes to change in place (their length stays). The old ones are kept for undo.
    package func mutableValue(of key: StateKey) -> UnsafeMutableRawBufferPointer? {
        let index = slots.find(key)
        guard index >= 0, !slots[index].isRemoved else { return nil }
        changedDigest = nil
        let slot = slots[index]
        if !slot.isChanged {
            remember(slot)
            let reference = arena.allocate(slot.length)
            if slot.length > 0 {
                memcpy(arena.address(reference), arena.address(slot.reference), slot.length)
            }
            slots[index] = StateSlot(
                key: key, reference: reference, length: slot.length, isChanged: true)
        }
        return UnsafeMutableRawBufferPointer(mutating: self.bytes(of: slots[index]))
    }

    package func remove(_ key: StateKey) {
        let index = slots.find(key)
        guard index >= 0, !slots[index].isRemoved else { return }
        changedDigest = nil
        let slot = slots[index]
        if slot.isChanged {
            arena.release(slot.reference, slot.length)
        } else {
            remember(slot)
        }
        account(added: -slot.length, entries: -1)
        slots[index].markRemoved()
    }

    /// Int64 figures that belong to the task as a whole (its event time …). Undone and restored
    /// like entries. All zero in a new task.
    package func register(_ index: Int) -> Int64 { registers[index] }
    package func setRegister(_ index: Int, _ value: Int64) { registers[index] = value }

    /// Every entry, in ascending order of key. The table must not change meanwhile.
    package func forEach(_ body: (StateKey, UnsafeRawBufferPointer) -> Void) {
        for index in 0..<slots.end {
            let slot = slots[index]
            if slot.isEmpty || slot.isRemoved { continue }
            body(slot.key, bytes(of: slot))
        }
    }

    // MARK: - Parts

    /// Key and length of an entry in a block.
    private var entryOverhead: Int { 20 }

    func bytes(of slot: StateSlot) -> UnsafeRawBufferPointer {
        guard slot.length > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: arena.address(slot.reference), count: slot.length)
    }

    func store(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let reference = arena.allocate(bytes.count)
        if bytes.count > 0 { memcpy(arena.address(reference), bytes.baseAddress!, bytes.count) }
        return reference
    }

    /// The value before the transaction goes to the undo log; its block stays until the commit.
    private func remember(_ slot: StateSlot) {
        undo.append(slot)
        changedByteCount += entryOverhead + slot.length
    }

    private func account(added bytes: Int, entries: Int) {
        byteCount += bytes
        count += entries
        changedByteCount += bytes
    }

    private func isEqual(_ bytes: UnsafeRawBufferPointer, to slot: StateSlot) -> Bool {
        guard bytes.count == slot.length else { return false }
        return bytes.count == 0
            || memcmp(bytes.baseAddress!, arena.address(slot.reference), bytes.count) == 0
    }

    private func overwrite(_ slot: StateSlot, at index: Int, with bytes: UnsafeRawBufferPointer) {
        account(added: bytes.count - slot.length, entries: 0)
        if bytes.count > 0 {
            memcpy(arena.address(slot.reference), bytes.baseAddress!, bytes.count)
        }
        slots[index] = StateSlot(
            key: slot.key, reference: slot.reference, length: bytes.count, isChanged: true)
    }
}
