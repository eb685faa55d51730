import Promo
import Streams

// How far event time is for SCORE: the least of what the partitions of ATTRIBUTE sent. One that is
// idle moves by record time: it is taken to be as much further as the latest watermark of any
// partition was appended after its own. A partition that never sent one has no orders to wait for.

enum Watermarks {
    /// Where the least is kept; never goes back.
    static let register = 1

    static func current(in store: StateTable) -> EventTime {
        let stored = store.register(register)
        return stored == 0 ? .distantPast : EventTime(milliseconds: stored)
    }

    /// - Parameter recordTime: of the record that brought it, ms.
    static func fold(
        _ watermark: (partition: Int32, partitions: Int32, eventTime: EventTime),
        recordTime: Int64, in store: StateTable
    ) {
        Remembered.set(
            watermark.eventTime.milliseconds, under: eventTimeKey(watermark.partition), in: store)
        Remembered.set(recordTime, under: recordTimeKey(watermark.partition), in: store)
        var known: [(eventTime: Int64, recordTime: Int64)] = []
        for partition in 0..<watermark.partitions {
            guard let eventTime = Remembered.value(of: eventTimeKey(partition), in: store),
                let recordTime = Remembered.value(of: recordTimeKey(partition), in: store)
            else { continue }
            known.append((eventTime, recordTime))
        }
        let latest = known.map(\.recordTime).max() ?? recordTime
        let least = known.map { $0.eventTime + max(0, latest - $0.recordTime) }.min() ?? 0
        if least > store.register(register) { store.setRegister(register, least) }
    }

    /// For RANK: SCORE's partitions are all told how far event time is, so that none is idle and
    /// each is waited for.
    static func foldComplete(
        _ watermark: (partition: Int32, partitions: Int32, eventTime: EventTime),
        in store: StateTable
    ) {
        Remembered.set(
            watermark.eventTime.milliseconds, under: eventTimeKey(watermark.partition), in: store)
        var least = Int64.max
        for partition in 0..<watermark.partitions {
            guard let known = Remembered.value(of: eventTimeKey(partition), in: store) else {
                return
            }
            least = min(least, known)
        }
        if least > store.register(register) { store.setRegister(register, least) }
    }

    private static func eventTimeKey(_ partition: Int32) -> StateKey {
        Remembered.key("watermark event time \(partition)")
    }

    private static func recordTimeKey(_ partition: Int32) -> StateKey {
        Remembered.key("watermark record time \(partition)")
    }
}
