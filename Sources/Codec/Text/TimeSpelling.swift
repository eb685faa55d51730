import Promo

/// Writes times as JSON has them. How the last one was written is kept: most times are of the day
/// of the one before, and an order's time is written twice.
struct TimeSpelling {
    /// Bytes that a time takes, and that `write` touches.
    static let count = 26
    static let room = 28

    private var day = Int64.min
    private var dayText: (date: UInt64, rest: UInt32) = (0, 0)
    private var clock: Int64 = -1
    private var clockText: (seconds: UInt64, rest: UInt64) = (0, 0)

    /// `"2026-11-24T14:00:00.000Z"`; of a moment outside `TimeText.range` its first or last one.
    @inline(__always)
    mutating func write(_ time: EventTime, at place: UnsafeMutableRawPointer) {
        var (day, clock) = TimeSpelling.parts(of: time)
        if day != self.day {
            let range = TimeText.range
            (day, clock) = TimeSpelling.parts(
                of: min(max(time, range.lowerBound), range.upperBound))
            spellDay(day)
        }
        if clock != self.clock { spellClock(clock) }
        place.storeBytes(of: dayText.date, as: UInt64.self)
        place.storeBytes(of: dayText.rest, toByteOffset: 8, as: UInt32.self)
        place.storeBytes(of: clockText.seconds, toByteOffset: 12, as: UInt64.self)
        place.storeBytes(of: clockText.rest, toByteOffset: 20, as: UInt64.self)
    }

    @inline(__always)
    private static func parts(of time: EventTime) -> (day: Int64, clock: Int64) {
        let (day, clock) = time.milliseconds.quotientAndRemainder(dividingBy: dayLength)
        return clock < 0 ? (day - 1, clock + dayLength) : (day, clock)
    }

    private static let dayLength: Int64 = 86_400_000

    /// The quote, the date and the T before a time.
    private mutating func spellDay(_ day: Int64) {
        let date = CalendarTime.date(ofDay: day)
        let year = UInt64(DecimalDigits.fourText(UInt64(date.year)))
        let month = DecimalDigits.twoText(UInt64(date.month))
        let dayOfMonth = DecimalDigits.twoText(UInt64(date.day))
        let dash = UInt64(UInt8(ascii: "-"))
        dayText.date =
            (UInt64(UInt8(ascii: "\"")) | year << 8 | dash << 40 | month << 48).littleEndian
        dayText.rest =
            UInt32(
                truncatingIfNeeded: dash | dayOfMonth << 8 | UInt64(UInt8(ascii: "T")) << 24
            ).littleEndian
        self.day = day
    }

    /// The time of day, the Z and the quote.
    private mutating func spellClock(_ clock: Int64) {
        let seconds = UInt64(clock) / 1000
        let millisecond = UInt64(clock) - seconds * 1000
        let minutes = seconds / 60
        let hours = minutes / 60
        let colon = UInt64(UInt8(ascii: ":"))
        clockText.seconds =
            (DecimalDigits.twoText(hours) | colon << 16
            | DecimalDigits.twoText(minutes - hours * 60) << 24 | colon << 40
            | DecimalDigits.twoText(seconds - minutes * 60) << 48).littleEndian
        let hundreds = millisecond / 100
        clockText.rest =
            (UInt64(UInt8(ascii: ".")) | (hundreds | 0x30) << 8
            | DecimalDigits.twoText(millisecond - hundreds * 100) << 16
            | UInt64(UInt8(ascii: "Z")) << 32 | UInt64(UInt8(ascii: "\"")) << 40).littleEndian
        self.clock = clock
    }
}
