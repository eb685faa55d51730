import Promo
import Testing

struct CalendarTimeTests {
    @Test func `a day and its date name each other, over twenty thousand years`() {
        var year: Int64 = -10_000
        var month: Int64 = 1
        var day: Int64 = 1
        var number = CalendarTime.day(year: year, month: month, day: day)
        while year < 10_000 {
            let date = CalendarTime.date(ofDay: number)
            guard date == (year, month, day),
                CalendarTime.day(year: year, month: month, day: day) == number
            else {
                Issue.record("\(year)-\(month)-\(day) is day \(number), which is \(date)")
                return
            }
            number += 1
            day += 1
            guard day > CalendarTime.length(ofMonth: month, year: year) else { continue }
            day = 1
            month += 1
            if month == 13 { (year, month) = (year + 1, 1) }
        }
    }

    @Test func `the epoch was a Thursday, and weeks go on before it`() {
        #expect(CalendarTime.day(year: 1970, month: 1, day: 1) == 0)
        #expect(CalendarTime.weekday(ofDay: 0) == 4)
        #expect(CalendarTime.weekday(ofDay: -4) == 7)
        #expect(CalendarTime.weekday(ofDay: 4) == 1)
        let day = CalendarTime.day(year: 2026, month: 11, day: 24)
        #expect(CalendarTime.weekday(ofDay: day) == 2)
    }

    @Test func `a moment has one calendar time, before 1970 too`() {
        let time = CalendarTime(EventTime(milliseconds: -1))
        let expected = CalendarTime(
            year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59, millisecond: 999)
        #expect(time == expected)
        #expect(time.eventTime == EventTime(milliseconds: -1))
        for milliseconds: Int64 in [0, -86_400_000, 1_795_528_800_123, -62_167_219_200_000] {
            let moment = EventTime(milliseconds: milliseconds)
            #expect(CalendarTime(moment).eventTime == moment)
        }
    }

    @Test func `the ends of the axis have a calendar time`() {
        #expect(CalendarTime(.distantFuture).year == 292_278_994)
        #expect(CalendarTime(.distantPast).year == -292_275_055)
    }
}
