import Foundation
import Promo
import Testing

@Suite struct CivilDateTests {
    @Test func `a day's date and back are the same, and Foundation's`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        var numbers = SeededNumbers(seed: 8)
        for _ in 0..<2_000 {
            let day = Int64.random(in: 0...60_000, using: &numbers)
            let date = CivilDate(daysSince1970: day)
            #expect(date.daysSince1970 == day)
            let moment = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekOfYear, .yearForWeekOfYear], from: moment)
            #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
            let monday = day - (day + 3) % 7
            let week = CivilDate.isoWeek(index: (monday + 3) / 7)
            #expect([week.year, week.week] == [parts.yearForWeekOfYear, parts.weekOfYear])
        }
    }
}
