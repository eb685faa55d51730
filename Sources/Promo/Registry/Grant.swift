/// What each order that is credited to an assignment reads of it: in one piece of memory, with its
/// texts behind it, and not counted. It belongs to its holding; the registry holds that, and does
/// not change while an order is judged.
package struct Grant {
    /// The assignment's.
    let contentHash: UInt64
    let priority: Int64
    /// Where its record lies in the registry topic.
    let place: RegistryPlace
    /// What a share of its creator's says of it, in one piece: one copy for an order that is
    /// credited to it.
    let text: UnsafeRawBufferPointer
    let creator: Text
    let campaign: Text
    let channel: Text
    /// The code as the registry writes it.
    let code: UnsafeRawBufferPointer
    unowned(unsafe) let holding: Holding

    var creatorID: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[creator.range])
    }

    /// Where a holding's can be made; a line of the processor's cache begins there.
    static func place(for assignment: Assignment) -> UnsafeMutablePointer<Grant> {
        let texts = [
            assignment.creatorID, assignment.campaignID, assignment.channel, assignment.code,
        ]
        let room = texts.reduce(MemoryLayout<Grant>.stride) { $0 + ($1?.bytes.count ?? 0) }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 64)
        return memory.bindMemory(to: Grant.self, capacity: 1)
    }

    /// - Parameter room: a `place(for:)` the holding's assignment.
    init(_ holding: Holding, in room: UnsafeMutablePointer<Grant>) {
        let assignment = holding.assignment
        var credit = Credit()
        creator = credit.keep(assignment.creatorID.bytes)
        campaign = credit.keep(assignment.campaignID?.bytes)
        channel = credit.keep(assignment.channel?.bytes)
        let (texts, written) = (credit.text.all, assignment.code.bytes)
        let bytes = UnsafeMutableRawBufferPointer(
            start: UnsafeMutableRawPointer(room) + MemoryLayout<Grant>.stride,
            count: texts.count + written.count)
        bytes.copyBytes(from: texts + written)
        text = UnsafeRawBufferPointer(rebasing: bytes[..<texts.count])
        code = UnsafeRawBufferPointer(rebasing: bytes[texts.count...])
        contentHash = assignment.contentHash
        priority = assignment.priority
        place = RegistryPlace(partition: assignment.partition, offset: assignment.offset)
        self.holding = holding
    }
}

/// Where a record lies in the registry topic.
package struct RegistryPlace: Sendable {
    package let partition: Int32
    package let offset: Int64
}
