package import Promo

/// Reads what `RankEntriesWriter` wrote. Never traps: what is broken ends early.
package struct RankEntriesReader {
    package enum Content {
        case entries(Leaderboard)
        case watermark(partition: Int32, partitions: Int32, eventTime: EventTime)
    }

    /// One creator on the leaderboard. The bytes are the record's.
    package enum Entry {
        case stands(
            creator: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer?, value: Int64,
            orders: Int64, net: Int64)
        case left(creator: UnsafeRawBufferPointer)

        package var creator: UnsafeRawBufferPointer {
            switch self {
            case .stands(let creator, _, _, _, _), .left(let creator): creator
            }
        }
    }

    package let content: Content
    private var reader: StateReader

    /// Nil where the bytes are nothing that SCORE tells.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        reader = StateReader(bytes)
        switch reader.byte() {
        case 1:
            guard let board = Leaderboard(word: reader.fixed()), !reader.isBroken else {
                return nil
            }
            content = .entries(board)
        case 2:
            let partition = Int32(truncatingIfNeeded: reader.unsigned())
            let partitions = Int32(truncatingIfNeeded: reader.unsigned())
            let eventTime = EventTime(milliseconds: reader.signed())
            guard !reader.isBroken, partition >= 0, partition < partitions else { return nil }
            content = .watermark(
                partition: partition, partitions: partitions, eventTime: eventTime)
        default: return nil
        }
    }

    /// The next entry; nil behind the last one.
    package mutating func next() -> Entry? {
        let kind = reader.byte()
        guard kind == 1 || kind == 2, let creator = reader.text() else { return nil }
        if kind == 2 { return .left(creator: creator) }
        let name = reader.text()
        let (value, orders, net) = (reader.signed(), reader.signed(), reader.signed())
        guard !reader.isBroken else { return nil }
        return .stands(creator: creator, name: name, value: value, orders: orders, net: net)
    }
}
