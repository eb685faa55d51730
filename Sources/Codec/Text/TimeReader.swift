import Promo

/// Reads times of which most are of the same day as the one before: then only the clock is read.
struct TimeReader {
    /// The first ten bytes of a time in UTC, and when its day begins, in ms.
    private var day: (UInt64, UInt16) = (0, 0)
    private var start: Int64 = 0

    /// As `TimeText.eventTime`.
    @inline(__always)
    mutating func read(_ text: UnsafeRawBufferPointer) -> EventTime? {
        guard text.count == 24, let bytes = text.baseAddress,
            bytes.loadUnaligned(as: UInt64.self) == day.0,
            bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self) == day.1,
            let inDay = TimeReader.clock(bytes)
        else { return readWhole(text) }
        return EventTime(milliseconds: start + inDay)
    }

    @inline(never)
    private mutating func readWhole(_ text: UnsafeRawBufferPointer) -> EventTime? {
        guard let time = TimeText.eventTime(text) else { return nil }
        if text.count == 24, text[23] == UInt8(ascii: "Z") {
            let inDay = time.milliseconds % EventTime.dayMilliseconds
            start = time.milliseconds - (inDay < 0 ? inDay + EventTime.dayMilliseconds : inDay)
            day.0 = text.loadUnaligned(as: UInt64.self)
            day.1 = text.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        }
        return time
    }

    /// `T14:00:00.000Z` at 10 … 23, in ms; nil for anything else.
    @inline(__always)
    private static func clock(_ bytes: UnsafeRawPointer) -> Int64? {
        @inline(__always)
        func byte(_ place: Int) -> UInt8 { bytes.load(fromByteOffset: place, as: UInt8.self) }
        @inline(__always)
        func pair(_ place: Int) -> Int64 {
            let (tens, ones) = (byte(place) &- 0x30, byte(place + 1) &- 0x30)
            return tens > 9 || ones > 9 ? 10_000 : Int64(tens) * 10 + Int64(ones)
        }
        guard byte(10) == UInt8(ascii: "T"), byte(13) == UInt8(ascii: ":"),
            byte(16) == UInt8(ascii: ":"), byte(19) == UInt8(ascii: "."),
            byte(23) == UInt8(ascii: "Z")
        else { return nil }
        let (hour, minute, second) = (pair(11), pair(14), pair(17))
        let (hundredths, last) = (pair(20), byte(22) &- 0x30)
        guard hour < 24, minute < 60, second < 60, hundredths < 100, last <= 9 else { return nil }
        return ((hour * 60 + minute) * 60 + second) * 1000 + hundredths * 10 + Int64(last)
    }
}
