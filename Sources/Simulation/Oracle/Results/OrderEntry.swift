// The records that stand for one order: of each id the highest version, of equal ones the later.

/// A record that was usable.
package struct Standing: Sendable {
    package var version: Int64
    package var record: RawRecord

    package init(_ record: RawRecord, version: Int64) {
        self.version = version
        self.record = record
    }

    /// The record, read again.
    package var fields: PlainValue {
        (try? PlainReader.value(of: record.value ?? [])) ?? .null
    }
}

/// The refunds, or the responses, of one order: every usable record, as which of them stand shows
/// only when the order's retention is known.
package struct StandingByID: Sendable {
    private var records: [(id: Bytes, standing: Standing)] = []

    /// Those that stand, in the order in which their ids came.
    package var all: [Standing] { standing(among: records) }

    /// Those that stand if the records of these places had never come.
    package func all(without places: Set<RecordPlace>) -> [Standing] {
        standing(among: records.filter { !places.contains($0.standing.record.place) })
    }

    /// Every usable record, in the order in which they came.
    package var everyRecord: [RawRecord] { records.map(\.standing.record) }

    private func standing(among records: [(id: Bytes, standing: Standing)]) -> [Standing] {
        var byID: [(id: Bytes, standing: Standing)] = []
        for (id, new) in records {
            guard let index = byID.firstIndex(where: { $0.id == id }) else {
                byID.append((id, new))
                continue
            }
            if new.version >= byID[index].standing.version { byID[index].standing = new }
        }
        return byID.map(\.standing)
    }

    package mutating func fold(_ id: Bytes, _ new: Standing) { records.append((id, new)) }

    package mutating func removeAll(where isOut: (Standing) -> Bool) {
        records.removeAll { isOut($0.standing) }
    }
}

package struct OrderEntry: Sendable {
    package private(set) var order: Standing?
    /// placed_at + retention of the standing order.
    package private(set) var retentionEnd: Int64 = .max
    /// The least and the latest end of retention of all versions that ever stood: which of them
    /// stood when a refund was read, only the processor knows.
    package private(set) var retentionEnds: ClosedRange<Int64>?
    /// Its state was let go, and then the order came again.
    package private(set) var cameBack = false
    /// A version of it came with a shop's refund, on the topic of refunds.
    package private(set) var cameWithRefund = false
    package var refunds = StandingByID()
    package var responses = StandingByID()

    /// - Parameter isKnown: the order is kept, so that a lower version is passed over.
    package mutating func foldOrder(_ new: Standing, retentionEnd end: Int64, isKnown: Bool) {
        if order != nil, !isKnown { cameBack = true }
        if new.record.place.role != .orders { cameWithRefund = true }
        if let order, new.version < order.version { return }
        order = new
        retentionEnd = end
        retentionEnds =
            retentionEnds.map { min($0.lowerBound, end)...max($0.upperBound, end) } ?? end...end
    }
}
