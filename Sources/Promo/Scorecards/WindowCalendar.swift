// Which window a moment falls into, and where a window begins and ends. Worked example, in
// America/New_York: 2025-11-02T05:30:00Z is 01:30 local of `day:2025-11-02`, a day that begins at
// 04:00Z, ends at 05:00Z of the next and has 25 hours.

package struct WindowCalendar: Sendable {
    package let zone: ZoneTable

    private static let hour: Int64 = 3_600_000

    package init(zone: ZoneTable) { self.zone = zone }

    package func window(_ kind: WindowKind, at moment: EventTime) -> Window {
        if kind == .all { return Window(kind: .all, index: 0) }
        let local = zone.local(moment)
        let day = floorDivide(local, EventTime.dayMilliseconds)
        switch kind {
        case .all: return Window(kind: .all, index: 0)
        case .day: return Window(kind: .day, index: day)
        // 1970-01-01 was a Thursday, the fourth day of its ISO week.
        case .week: return Window(kind: .week, index: floorDivide(day + 3, 7))
        case .month:
            let date = CivilDate(daysSince1970: day)
            return Window(kind: .month, index: Int64(date.year) * 12 + Int64(date.month) - 1)
        case .hour: return hourWindow(local, moment)
        }
    }

    /// Nil for `all`.
    package func span(of window: Window) -> (start: EventTime, end: EventTime)? {
        switch window.kind {
        case .all: return nil
        case .month:
            return (startOfMonth(window.index), startOfMonth(window.index + 1))
        case .week:
            return (startOfDay(window.index * 7 - 3), startOfDay(window.index * 7 + 4))
        case .day: return (startOfDay(window.index), startOfDay(window.index + 1))
        case .hour: return hourSpan(window)
        }
    }

    private func startOfDay(_ day: Int64) -> EventTime {
        zone.moment(ofLocal: day * EventTime.dayMilliseconds)
    }

    private func startOfMonth(_ month: Int64) -> EventTime {
        let year = floorDivide(month, 12)
        let date = CivilDate(year: Int(year), month: Int(month - year * 12) + 1, day: 1)
        return startOfDay(date.daysSince1970)
    }

    private func hourWindow(_ local: Int64, _ moment: EventTime) -> Window {
        let index = floorDivide(local, WindowCalendar.hour)
        let offset = zone.offset(at: moment)
        let isTwice =
            zone.offset(at: moment.advanced(by: -WindowCalendar.hour)) != offset
            || zone.offset(at: moment.advanced(by: WindowCalendar.hour)) != offset
        guard isTwice, isShownTwice(index) else { return Window(kind: .hour, index: index) }
        return Window(kind: .hour, index: index, offsetMinutes: Int16(offset / 60_000))
    }

    /// Whether the local clock runs through the hour under two offsets.
    private func isShownTwice(_ index: Int64) -> Bool {
        let local = index * WindowCalendar.hour
        let first = zone.moment(ofLocal: local)
        let later = first.advanced(by: WindowCalendar.hour)
        return floorDivide(zone.local(later), WindowCalendar.hour) == index
    }

    private func hourSpan(_ window: Window) -> (start: EventTime, end: EventTime) {
        let local = window.index * WindowCalendar.hour
        guard window.offsetMinutes != Window.once else {
            return (
                zone.moment(ofLocal: local),
                zone.moment(ofLocal: local + WindowCalendar.hour)
            )
        }
        // The hour as its offset has it, as far as that offset holds: Lord Howe sets its clock by
        // half an hour, so that the second of the two is half an hour long.
        let offset = Int64(window.offsetMinutes) * 60_000
        let start = EventTime(milliseconds: local - offset)
        let end = start.advanced(by: WindowCalendar.hour)
        let last = end.advanced(by: -1)
        return (
            zone.offset(at: start) == offset ? start : zone.changes(around: last).before,
            zone.offset(at: last) == offset ? end : zone.changes(around: start).after
        )
    }

    private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
        a >= 0 ? a / b : -((b - 1 - a) / b)
    }
}
