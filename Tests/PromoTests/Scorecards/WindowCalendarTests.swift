import Foundation
import Promo
import Testing

/// The windows against Foundation's calendar, in zones that set their clocks at midnight, by half
/// an hour, not at all, or over a whole day.
@Suite struct WindowCalendarTests {
    static let zones = [
        "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "Australia/Lord_Howe",
        "Europe/London", "Pacific/Apia", "UTC", "Asia/Kathmandu", "Africa/Cairo",
    ]

    private static let kinds: [(WindowKind, Calendar.Component)] = [
        (.day, .day), (.week, .weekOfYear), (.month, .month),
    ]

    /// Apia had no 30 December 2011: its week has six days, which Foundation ends a day late.
    private static let shortWeek =
        EventTime(milliseconds: 1_324_893_600_000)..<EventTime(milliseconds: 1_325_412_000_000)

    /// Moments between 1990 and 2040: anywhere, and around changes of the clock.
    private func moments(_ zone: TimeZone, seed: UInt64) -> [Date] {
        var numbers = SeededNumbers(seed: seed)
        func between(_ from: Double, _ to: Double) -> Date {
            let whole = Int64.random(in: Int64(from)...Int64(to), using: &numbers)
            return Date(timeIntervalSince1970: Double(whole))
        }
        let (start, end) = (Double(631_152_000), Double(2_208_988_800))
        var moments = (0..<200).map { _ in between(start, end) }
        for _ in 0..<60 {
            guard
                let change = zone.nextDaylightSavingTimeTransition(after: between(start, end))
            else { continue }
            let second = change.timeIntervalSince1970
            moments += [change, change.addingTimeInterval(-1), change.addingTimeInterval(1)]
            moments += (0..<4).map { _ in between(second - 200_000, second + 200_000) }
        }
        return moments
    }

    private func time(_ date: Date) -> EventTime {
        EventTime(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
    }

    @Test(arguments: zones)
    func `days, ISO weeks and months are Foundation's`(name: String) throws {
        let windows = WindowCalendar(zone: try #require(ZoneTable.system(name)))
        let zone = try #require(TimeZone(identifier: name))
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = zone
        for moment in moments(zone, seed: 5) {
            let at = time(moment)
            for (kind, component) in Self.kinds {
                let span = try #require(windows.span(of: windows.window(kind, at: at)))
                if name == "Pacific/Apia", kind == .week, Self.shortWeek.contains(at) { continue }
                let theirs = try #require(calendar.dateInterval(of: component, for: moment))
                #expect(span.start == time(theirs.start), "\(name) \(kind) at \(moment)")
                #expect(span.end == time(theirs.end), "\(name) \(kind) at \(moment)")
            }
        }
    }

    @Test func `a week in which a day is skipped has six days`() throws {
        let windows = WindowCalendar(zone: try #require(ZoneTable.system("Pacific/Apia")))
        let window = windows.window(.week, at: Self.shortWeek.lowerBound)
        let span = try #require(windows.span(of: window))
        #expect(span.start == Self.shortWeek.lowerBound)
        #expect(span.end == Self.shortWeek.upperBound)
    }

    @Test(arguments: zones)
    func `every moment lies in its window, and windows follow one another without gap`(
        name: String
    ) throws {
        let windows = WindowCalendar(zone: try #require(ZoneTable.system(name)))
        let zone = try #require(TimeZone(identifier: name))
        for moment in moments(zone, seed: 6) {
            let at = time(moment).advanced(by: 999)
            for (kind, _) in Self.kinds {
                let window = windows.window(kind, at: at)
                let span = try #require(windows.span(of: window))
                #expect(span.start <= at && at < span.end, "\(name) \(kind) at \(moment)")
                #expect(windows.window(kind, at: span.start) == window)
                #expect(windows.window(kind, at: span.end.advanced(by: -1)) == window)
                let next = windows.window(kind, at: span.end)
                #expect(next != window)
                #expect(windows.span(of: next)?.start == span.end)
            }
            #expect(windows.window(.all, at: at) == Window(kind: .all, index: 0))
        }
    }

    @Test(arguments: zones)
    func `hours follow one another without gap, and one that comes twice has two names`(
        name: String
    ) throws {
        let windows = WindowCalendar(zone: try #require(ZoneTable.system(name)))
        let zone = try #require(TimeZone(identifier: name))
        for moment in moments(zone, seed: 7) {
            let at = time(moment)
            let window = windows.window(.hour, at: at)
            let span = try #require(windows.span(of: window))
            #expect(span.start <= at && at < span.end, "\(name) at \(moment)")
            #expect(windows.window(.hour, at: span.start) == window, "\(name) at \(moment)")
            let last = span.end.advanced(by: -1)
            #expect(windows.window(.hour, at: last) == window, "\(name) at \(moment)")
            let next = windows.window(.hour, at: span.end)
            #expect(windows.span(of: next)?.start == span.end, "\(name) at \(moment)")
        }
    }
}
