import Promo

/// Reads times of which most are of the same day as the one before: then only the clock is read,
/// eight bytes at once.
struct TimeReader {
    /// The first twelve bytes of a time in UTC as it stands in JSON, and when its day begins, in
    /// ms.
    private var day: (UInt64, UInt32) = (0, 0)
    private var start: Int64 = 0

    /// A string that is a time, as `TimeText.eventTime` says; nil leaves the cursor anywhere.
    @inline(__always)
    mutating func read(_ cursor: inout PlainCursor) -> EventTime? {
        let text = UnsafeRawPointer(cursor.next)
        guard text.loadUnaligned(as: UInt64.self) == day.0,
            text.loadUnaligned(fromByteOffset: 8, as: UInt32.self) == day.1,
            let inDay = TimeReader.clock(text + 12)
        else { return readWhole(&cursor) }
        cursor.skip(26)
        return EventTime(milliseconds: start &+ inDay)
    }

    @inline(never)
    private mutating func readWhole(_ cursor: inout PlainCursor) -> EventTime? {
        let quoted = UnsafeRawPointer(cursor.next)
        guard let text = cursor.string(), let time = TimeText.eventTime(text) else { return nil }
        if text.count == 24, text[23] == UInt8(ascii: "Z") {
            let inDay = time.milliseconds % EventTime.dayMilliseconds
            start = time.milliseconds - (inDay < 0 ? inDay + EventTime.dayMilliseconds : inDay)
            day.0 = quoted.loadUnaligned(as: UInt64.self)
            day.1 = quoted.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        }
        return time
    }

    /// `14:00:00.000Z"` in ms; nil for anything else.
    @inline(__always)
    private static func clock(_ bytes: UnsafeRawPointer) -> Int64? {
        // `00:00:00` and `00.000Z"`: what differs from them are the digits' values.
        let clock =
            UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) ^ 0x3030_3a30_303a_3030
        let rest =
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 6, as: UInt64.self))
            ^ 0x225a_3030_302e_3030
        // A byte's high bit is set where a digit is above 9, or another byte is not as it should.
        let faults =
            (clock &+ 0x7676_7f76_767f_7676) | clock | (rest &+ 0x7f7f_7676_767f_7676) | rest
        let pairs = clock &* 10 &+ (clock &>> 8)
        func byte(_ word: UInt64, _ place: UInt64) -> Int64 {
            Int64(truncatingIfNeeded: (word &>> (place &* 8)) & 0xff)
        }
        let (hour, minute, second) = (byte(pairs, 0), byte(pairs, 3), byte(pairs, 6))
        guard faults & 0x8080_8080_8080_8080 == 0, hour < 24, minute < 60, second < 60 else {
            return nil
        }
        let milliseconds = byte(rest, 3) &* 100 &+ byte(rest, 4) &* 10 &+ byte(rest, 5)
        return ((hour &* 60 &+ minute) &* 60 &+ second) &* 1000 &+ milliseconds
    }
}
