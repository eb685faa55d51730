import Foundation
import Promo

extension ZoneTable {
    /// An IANA zone of the system, compiled from 1970 to 2096.
    static func system(_ name: String) -> ZoneTable? {
        guard let zone = TimeZone(identifier: name) else { return nil }
        func offset(_ date: Date) -> Int64 { Int64(zone.secondsFromGMT(for: date)) * 1000 }
        let start = Date(timeIntervalSince1970: 0)
        let end = Date(timeIntervalSince1970: 4_000_000_000)
        var transitions: [(at: EventTime, offset: Int64)] = []
        var moment = start
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end {
            let at = EventTime(milliseconds: Int64(next.timeIntervalSince1970) * 1000)
            transitions.append((at, offset(next)))
            moment = next
        }
        return ZoneTable(name: name, firstOffset: offset(start), transitions: transitions)
    }
}
