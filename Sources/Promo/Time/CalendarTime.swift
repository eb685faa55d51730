// The proleptic Gregorian calendar in plain arithmetic: what the input's times are read with, the
// output's are written with, and windows are cut by. It knows neither zones nor a clock.

/// A day and the time in it, in whatever zone the one who holds it means.
package struct CalendarTime: Equatable, Sendable {
    package var year: Int64
    /// 1 … 12.
    package var month: Int64
    /// 1 … 31.
    package var day: Int64
    package var hour: Int64
    package var minute: Int64
    package var second: Int64
    package var millisecond: Int64

    package init(
        year: Int64, month: Int64 = 1, day: Int64 = 1, hour: Int64 = 0, minute: Int64 = 0,
        second: Int64 = 0, millisecond: Int64 = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// The calendar time of a moment in UTC. For another zone, shift the moment by its offset.
    package init(_ time: EventTime) {
        let dayLength = EventTime.dayMilliseconds
        let inDay = CalendarTime.modulo(time.milliseconds, dayLength)
        // Not `milliseconds - inDay`: near the axis' beginning that would overflow.
        let days = time.milliseconds / dayLength - (time.milliseconds % dayLength < 0 ? 1 : 0)
        (year, month, day) = CalendarTime.date(ofDay: days)
        hour = inDay / 3_600_000
        minute = inDay / 60_000 % 60
        second = inDay / 1000 % 60
        millisecond = inDay % 1000
    }

    /// The moment that this is in UTC. Years within ± 200 million do not overflow.
    package var eventTime: EventTime {
        let days = CalendarTime.day(year: year, month: month, day: day)
        let seconds = (hour * 60 + minute) * 60 + second
        let milliseconds = days * EventTime.dayMilliseconds + seconds * 1000 + millisecond
        return EventTime(milliseconds: milliseconds)
    }

    /// Days from 1970-01-01 to a date (negative before it). Years are counted from March, so that
    /// the leap day is the last of its year, in eras of 400 years, which all have 146,097 days.
    package static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date that lies `day` days after 1970-01-01.
    package static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapDays = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// 1 Monday … 7 Sunday (ISO 8601), of a day counted from 1970-01-01 (a Thursday).
    package static func weekday(ofDay day: Int64) -> Int64 { modulo(day + 3, 7) + 1 }

    package static func isLeap(year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// How many days a month has.
    package static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
