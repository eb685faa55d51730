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
    package var all: [Standing] {
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

    package mutating func removeAll(
        where isOut: (Standing) -> Bool, refused: (RawRecord) -> Void
    ) {
        records.removeAll { entry in
            guard isOut(entry.standing) else { return false }
            refused(entry.standing.record)
            return true
        }
    }
}

package struct OrderEntry: Sendable {
    package private(set) var order: Standing?
    /// placed_at + retention of the standing order.
    package private(set) var retentionEnd: Int64 = .max
    package var refunds = StandingByID()
    package var responses = StandingByID()

    package mutating func foldOrder(_ new: Standing, retentionEnd: Int64) {
        if let order, new.version < order.version { return }
        order = new
        self.retentionEnd = retentionEnd
    }
}
