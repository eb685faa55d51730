package import Promo

// What SCORE tells RANK, packed: the topic is internal and read by nobody else.
//
//   1 · leaderboard's word (8 bytes) · entries · 0
//       entry: 1 · creator · name · value · orders · net      it stands there
//              2 · creator                                    it left
//   2 · partition · partitions · event time                   a watermark

package final class RankEntriesWriter {
    private var packed = PackedBuffer(capacity: 4096)
    /// Entries since `begin`.
    package private(set) var count = 0

    package init() {}

    /// Valid until the next write. Of entries whole only after `end`.
    package var value: UnsafeRawBufferPointer { packed.bytes }

    package func begin(_ board: Leaderboard) {
        count = 0
        packed.reset()
        packed.byte(1)
        packed.fixed(board.word)
    }

    package func stands(
        creator: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer?, value: Int64,
        orders: Int64, net: Int64
    ) {
        count += 1
        packed.byte(1)
        packed.text(creator)
        if let name {
            packed.text(name)
        } else {
            packed.unsigned(0)
        }
        packed.signed(value)
        packed.signed(orders)
        packed.signed(net)
    }

    package func left(creator: UnsafeRawBufferPointer) {
        count += 1
        packed.byte(2)
        packed.text(creator)
    }

    package func end() { packed.byte(0) }

    /// How far event time is in one partition of SCORE: all before it was told.
    package func watermark(partition: Int32, of partitions: Int32, _ eventTime: EventTime) {
        packed.reset()
        packed.byte(2)
        packed.unsigned(UInt64(partition))
        packed.unsigned(UInt64(partitions))
        packed.signed(eventTime.milliseconds)
    }
}
