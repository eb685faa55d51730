package import Promo

/// `all`, `month:2026-11`, `week:2026-W48`, `day:2026-11-24`, `hour:2026-11-24T14` (contract §2).
package enum WindowName {
    package static func append(_ window: Window, to bytes: inout [UInt8]) {
        switch window.kind {
        case .all:
            bytes.append(contentsOf: "all".utf8)
        case .month:
            bytes.append(contentsOf: "month:".utf8)
            let year = window.index >= 0 ? window.index / 12 : (window.index - 11) / 12
            digits(year, 4, &bytes)
            bytes.append(UInt8(ascii: "-"))
            digits(window.index - year * 12 + 1, 2, &bytes)
        case .week:
            bytes.append(contentsOf: "week:".utf8)
            let week = CivilDate.isoWeek(index: window.index)
            digits(Int64(week.year), 4, &bytes)
            bytes.append(contentsOf: "-W".utf8)
            digits(Int64(week.week), 2, &bytes)
        case .day:
            bytes.append(contentsOf: "day:".utf8)
            date(window.index, &bytes)
        case .hour:
            bytes.append(contentsOf: "hour:".utf8)
            let day = window.index >= 0 ? window.index / 24 : (window.index - 23) / 24
            date(day, &bytes)
            bytes.append(UInt8(ascii: "T"))
            digits(window.index - day * 24, 2, &bytes)
            if window.offsetMinutes != Window.once { offset(window.offsetMinutes, &bytes) }
        }
    }

    private static func date(_ day: Int64, _ bytes: inout [UInt8]) {
        let date = CivilDate(daysSince1970: day)
        digits(Int64(date.year), 4, &bytes)
        bytes.append(UInt8(ascii: "-"))
        digits(Int64(date.month), 2, &bytes)
        bytes.append(UInt8(ascii: "-"))
        digits(Int64(date.day), 2, &bytes)
    }

    private static func offset(_ minutes: Int16, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: minutes < 0 ? "-" : "+"))
        digits(Int64(minutes.magnitude / 60), 2, &bytes)
        bytes.append(UInt8(ascii: ":"))
        digits(Int64(minutes.magnitude % 60), 2, &bytes)
    }

    /// At least `width` digits; a zone west of UTC shows the first hours of year 0 in year -1.
    private static func digits(_ value: Int64, _ width: Int, _ bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        var divisor: UInt64 = 1
        for _ in 1..<width { divisor *= 10 }
        while magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(magnitude / divisor % 10))
            divisor /= 10
        }
    }
}
