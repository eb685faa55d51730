// RFC 3339 times with a zone, kept to the millisecond.

package import Promo

package enum TimeText {
    /// The moment that `2026-11-24T14:00:00.123456+01:00` names; nil for anything else.
    ///
    /// The grammar is RFC 3339's own: `T` and `Z` in either case, no other separator, `-00:00` is
    /// UTC. A 60th second is refused, because no later second of the axis would be its own; so is
    /// a time that falls outside the years 0000 to 9999 in UTC, which could not be written again.
    package static func eventTime(_ bytes: UnsafeRawBufferPointer) -> EventTime? {
        guard bytes.count >= 20, bytes[4] == 0x2d, bytes[7] == 0x2d, bytes[10] | 0x20 == 0x74,
            bytes[13] == 0x3a, bytes[16] == 0x3a
        else { return nil }
        let century = pair(bytes, 0)
        let year = century * 100 + pair(bytes, 2)
        let (month, day) = (pair(bytes, 5), pair(bytes, 8))
        let (hour, minute, second) = (pair(bytes, 11), pair(bytes, 14), pair(bytes, 17))
        // A pair that holds anything but two digits is far above every limit.
        guard century < 100, year < 10_000, 1...12 ~= month, hour < 24, minute < 60, second < 60,
            day >= 1, day <= CalendarTime.length(ofMonth: month, year: year)
        else { return nil }
        var next = 19
        guard let millisecond = millisecond(bytes, &next), let offset = zone(bytes, next) else {
            return nil
        }
        let local = CalendarTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond)
        let time = EventTime(milliseconds: local.eventTime.milliseconds - offset)
        return range.contains(time) ? time : nil
    }

    /// 0000-01-01T00:00:00.000Z … 9999-12-31T23:59:59.999Z.
    package static let range =
        EventTime(milliseconds: -62_167_219_200_000)...EventTime(milliseconds: 253_402_300_799_999)

    /// Passes over a fraction; its first three digits, 0 where there is none.
    private static func millisecond(_ bytes: UnsafeRawBufferPointer, _ next: inout Int) -> Int64? {
        guard bytes[next] == UInt8(ascii: ".") else { return 0 }
        let start = next + 1
        next = start
        var value: Int64 = 0
        while next < bytes.count, bytes[next] &- 0x30 <= 9 {
            if next < start + 3 { value = value * 10 + Int64(bytes[next] &- 0x30) }
            next += 1
        }
        switch next - start {
        case 0: return nil
        case 1: return value * 100
        case 2: return value * 10
        default: return value
        }
    }

    /// The zone that ends the text, as milliseconds ahead of UTC.
    private static func zone(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int64? {
        guard start < bytes.count else { return nil }
        if bytes[start] | 0x20 == 0x7a { return start + 1 == bytes.count ? 0 : nil }
        guard start + 6 == bytes.count, bytes[start + 3] == 0x3a else { return nil }
        let (hours, minutes) = (pair(bytes, start + 1), pair(bytes, start + 4))
        guard hours < 24, minutes < 60 else { return nil }
        let offset = (hours * 60 + minutes) * 60_000
        switch bytes[start] {
        case UInt8(ascii: "+"): return offset
        case UInt8(ascii: "-"): return -offset
        default: return nil
        }
    }

    /// Two digits as a number; more than 10,000 where they are not digits.
    private static func pair(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int64 {
        let (tens, ones) = (bytes[start] &- 0x30, bytes[start + 1] &- 0x30)
        return tens > 9 || ones > 9 ? 100_000 : Int64(tens) * 10 + Int64(ones)
    }
}
