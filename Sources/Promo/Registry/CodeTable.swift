/// The first holder of each code, by the code's hash, with what says whether the code is his. It is
/// asked for every code of every order, in any order, so all of it lies in one place of memory.
struct CodeTable: ~Copyable {
    /// Open addressing: a code lies at its home, or behind it where that was taken.
    private struct Slot {
        var hash: UInt64 = 0
        var isTaken = false
        var channels = SalesChannelSet()
        var start = EventTime(milliseconds: 0)
        var end = EventTime(milliseconds: 0)
        /// nil: the code has no holder any more.
        var grant: UnsafePointer<Grant>?
    }

    private var slots: UnsafeMutablePointer<Slot>
    /// A power of two, less one.
    private var mask = 63
    private var count = 0

    init() { slots = CodeTable.empty(mask + 1) }

    deinit { slots.deallocate() }

    /// The code's first holder's, if he holds it then and there.
    @inline(__always)
    func grant(
        ofCode hash: UInt64, at moment: EventTime, in channel: SalesChannel
    ) -> UnsafePointer<Grant>? {
        let slot = slots[place(of: hash)]
        guard slot.start <= moment, moment < slot.end, slot.channels.includes(channel) else {
            return nil
        }
        return slot.grant
    }

    /// Where `grant` will look for the code first.
    func address(ofCode hash: UInt64) -> UnsafeRawPointer {
        UnsafeRawPointer(slots + (Int(truncatingIfNeeded: hash) & mask))
    }

    /// Where the grant of the code's first holder lies.
    func address(ofGrantOfCode hash: UInt64) -> UnsafeRawPointer? {
        slots[place(of: hash)].grant.map { UnsafeRawPointer($0) }
    }

    mutating func set(_ hash: UInt64, _ first: Holding?) {
        var place = place(of: hash)
        if !slots[place].isTaken {
            if (count + 1) * 3 > mask * 2 {
                grow()
                place = self.place(of: hash)
            }
            count += 1
        }
        var slot = Slot(hash: hash, isTaken: true)
        if let first {
            slot.channels = first.assignment.redeemable
            slot.start = first.assignment.validFrom
            slot.end = first.end
            slot.grant = first.grant
        }
        slots[place] = slot
    }

    /// Where the code lies, or where it would.
    @inline(__always)
    private func place(of hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place].isTaken, slots[place].hash != hash { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let (old, oldMask) = (slots, mask)
        mask = mask * 2 + 1
        slots = CodeTable.empty(mask + 1)
        for place in 0...oldMask where old[place].isTaken {
            slots[self.place(of: old[place].hash)] = old[place]
        }
        old.deallocate()
    }

    private static func empty(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        slots.initialize(repeating: Slot(), count: count)
        return slots
    }
}
