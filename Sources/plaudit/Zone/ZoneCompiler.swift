import Foundation
package import Promo

/// Compiles an IANA zone of the system into the table that windows are cut by.
package enum ZoneCompiler {
    // From the first zoned railway times to well past any order: beyond, the last offset holds.
    private static let first = Date(timeIntervalSince1970: -3_000_000_000)
    private static let last = Date(timeIntervalSince1970: 7_258_118_400)

    /// nil where the system has no such zone.
    package static func table(of name: String) -> ZoneTable? {
        guard let zone = TimeZone(identifier: name) else { return nil }
        var transitions: [(at: EventTime, offset: Int64)] = []
        var moment = first
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment,
            next < last
        {
            let at = EventTime(milliseconds: Int64((next.timeIntervalSince1970 * 1000).rounded()))
            transitions.append((at, Int64(zone.secondsFromGMT(for: next)) * 1000))
            moment = next
        }
        return ZoneTable(
            name: name, firstOffset: Int64(zone.secondsFromGMT(for: first)) * 1000,
            transitions: transitions)
    }
}
