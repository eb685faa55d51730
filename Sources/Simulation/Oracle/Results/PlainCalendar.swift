// Windows in the brand's time zone, by asking the zone for its offset again and again.
import Foundation

/// Finds the windows that hold a moment. Remembers the days it has seen.
package final class PlainCalendar {
    private let zone: TimeZone
    private var starts: [Int64: Int64] = [:]
    private var hours: [Int64: PlainWindow] = [:]

    /// nil if there is no such zone.
    package init?(timeZone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    package func window(_ kind: WindowKind, holding time: Int64) -> PlainWindow {
        let second = PlainTime.floorDivide(time, 1000)
        let day = PlainTime.floorDivide(second + offset(at: second), 86_400)
        switch kind {
        case .all: return .all
        case .hour: return hour(holding: second)
        case .day: return window(.day, dateName(day), from: day, to: day + 1)
        case .week:
            let monday = day - weekday(day)
            return window(.week, weekName(monday), from: monday, to: monday + 7)
        case .month:
            let date = PlainTime.civil(day)
            let first = PlainTime.daysSinceEpoch(year: date.year, month: date.month, day: 1)
            let next = PlainTime.daysSinceEpoch(
                year: date.month == 12 ? date.year + 1 : date.year,
                month: date.month == 12 ? 1 : date.month + 1, day: 1)
            return window(.month, String(dateName(first).dropLast(3)), from: first, to: next)
        }
    }

    private func window(
        _ kind: WindowKind, _ name: String, from: Int64, to: Int64
    ) -> PlainWindow {
        PlainWindow(
            kind: kind, name: "\(kind.rawValue):\(name)", startsAt: start(of: from) * 1000,
            endsAt: start(of: to) * 1000)
    }

    private func offset(at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }

    /// Monday is 0.
    private func weekday(_ day: Int64) -> Int64 { ((day + 3) % 7 + 7) % 7 }

    private func dateName(_ day: Int64) -> String {
        let date = PlainTime.civil(day)
        return PlainTime.padded(date.year, 4) + "-" + PlainTime.padded(date.month, 2) + "-"
            + PlainTime.padded(date.day, 2)
    }

    /// An ISO week belongs to the year of its Thursday.
    private func weekName(_ monday: Int64) -> String {
        let year = PlainTime.civil(monday + 3).year
        let newYear = PlainTime.daysSinceEpoch(year: year, month: 1, day: 1)
        return PlainTime.padded(year, 4) + "-W"
            + PlainTime.padded((monday + 3 - newYear) / 7 + 1, 2)
    }

    /// The first second whose local date is `day`: midnight, or later where that is skipped.
    private func start(of day: Int64) -> Int64 {
        if let known = starts[day] { return known }
        var before = day * 86_400 - 26 * 3600
        var after = day * 86_400 + 26 * 3600
        while after - before > 1 {
            let middle = (before + after) / 2
            if PlainTime.floorDivide(middle + offset(at: middle), 86_400) >= day {
                after = middle
            } else {
                before = middle
            }
        }
        starts[day] = after
        return after
    }

    /// The clock's hour around a second: from the last moment at which the clock began it, or was
    /// set, to the next. Where the clock is set back into an hour, that hour has two windows.
    private func hour(holding second: Int64) -> PlainWindow {
        let shift = offset(at: second)
        let clockHour = PlainTime.floorDivide(second + shift, 3600)
        let cacheKey = PlainTime.floorDivide(second, 60)
        if let known = hours[cacheKey] { return known }
        var startsAt = clockHour * 3600 - shift
        var endsAt = startsAt + 3600
        var isTwice = false
        for change in changes(around: second) {
            let isBack = change.after < change.before
            let other = change.at <= second ? change.before : change.after
            let otherStart = clockHour * 3600 - other
            // Where this clock hour lies by the other offset, as far as that offset holds.
            let meets =
                change.at <= second ? otherStart < change.at : otherStart + 3600 > change.at
            if change.at <= second {
                startsAt = !meets || isBack ? max(startsAt, change.at) : otherStart
            } else {
                endsAt = !meets || isBack ? min(endsAt, change.at) : otherStart + 3600
            }
            if meets, isBack { isTwice = true }
        }
        let day = PlainTime.floorDivide(clockHour, 24)
        var name = "hour:" + dateName(day) + "T" + PlainTime.padded(clockHour - day * 24, 2)
        if isTwice { name += offsetName(shift) }
        let window = PlainWindow(
            kind: .hour, name: name, startsAt: startsAt * 1000, endsAt: endsAt * 1000)
        hours[cacheKey] = window
        return window
    }

    /// The moments within four hours at which the clock is set.
    private func changes(
        around second: Int64
    ) -> [(at: Int64, before: Int64, after: Int64)] {
        var found: [(at: Int64, before: Int64, after: Int64)] = []
        for step in -4..<4 {
            var early = second + Int64(step) * 3600
            var late = early + 3600
            let (before, after) = (offset(at: early), offset(at: late))
            guard before != after else { continue }
            while late - early > 1 {
                let middle = (early + late) / 2
                if offset(at: middle) == before { early = middle } else { late = middle }
            }
            found.append((late, before, after))
        }
        return found
    }

    private func offsetName(_ offset: Int64) -> String {
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + PlainTime.padded(minutes / 60, 2) + ":"
            + PlainTime.padded(minutes % 60, 2)
    }
}
