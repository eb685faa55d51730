import Simulation
import Testing

@Suite struct PlainCalendarTests {
    private func window(_ zone: String, _ kind: WindowKind, _ time: String) throws -> String {
        let calendar = try require(PlainCalendar(timeZone: zone))
        let moment = try require(PlainTime.read(Array(time.utf8)))
        let window = calendar.window(kind, holding: moment)
        let bounds = [window.startsAt, window.endsAt].map { bound in
            bound.map { String(PlainTime.write($0).dropLast(5)) } ?? "null"
        }
        return ([window.name] + bounds).joined(separator: " ")
    }

    @Test(
        arguments: [
            (.all, "2026-11-24T00:00:00Z", "all null null"),
            (
                .day, "2026-11-01T12:00:00Z",
                "day:2026-11-01 2026-11-01T04:00:00 2026-11-02T05:00:00"
            ),
            (
                .day, "2026-11-01T03:59:59Z",
                "day:2026-10-31 2026-10-31T04:00:00 2026-11-01T04:00:00"
            ),
            (
                .month, "2026-12-31T23:00:00Z",
                "month:2026-12 2026-12-01T05:00:00 2027-01-01T05:00:00"
            ),
            (
                .week, "2027-01-01T12:00:00Z",
                "week:2026-W53 2026-12-28T05:00:00 2027-01-04T05:00:00"
            ),
            (
                .week, "2026-11-01T12:00:00Z",
                "week:2026-W44 2026-10-26T04:00:00 2026-11-02T05:00:00"
            ),
            (
                .hour, "2026-11-01T04:30:00Z",
                "hour:2026-11-01T00 2026-11-01T04:00:00 2026-11-01T05:00:00"
            ),
            (
                .hour, "2026-11-01T05:59:59Z",
                "hour:2026-11-01T01-04:00 2026-11-01T05:00:00 2026-11-01T06:00:00"
            ),
            (
                .hour, "2026-11-01T06:00:00Z",
                "hour:2026-11-01T01-05:00 2026-11-01T06:00:00 2026-11-01T07:00:00"
            ),
            (
                .hour, "2026-11-01T07:00:00Z",
                "hour:2026-11-01T02 2026-11-01T07:00:00 2026-11-01T08:00:00"
            ),
            (
                .hour, "2026-03-08T07:00:00Z",
                "hour:2026-03-08T03 2026-03-08T07:00:00 2026-03-08T08:00:00"
            ),
        ] as [(WindowKind, String, String)])
    func `windows follow New York's clock`(kind: WindowKind, time: String, expected: String) throws
    {
        #expect(try window("America/New_York", kind, time) == expected)
    }

    /// Set back by half an hour at 02:00: the second half of the hour happens twice.
    @Test(arguments: [
        (
            "2026-04-04T14:10:00Z",
            "hour:2026-04-05T01+11:00 2026-04-04T14:00:00 2026-04-04T15:00:00"
        ),
        (
            "2026-04-04T15:10:00Z",
            "hour:2026-04-05T01+10:30 2026-04-04T15:00:00 2026-04-04T15:30:00"
        ),
        ("2026-04-04T15:30:00Z", "hour:2026-04-05T02 2026-04-04T15:30:00 2026-04-04T16:30:00"),
        ("2026-10-03T15:40:00Z", "hour:2026-10-04T02 2026-10-03T15:30:00 2026-10-03T16:00:00"),
    ])
    func `hours follow Lord Howe's clock`(time: String, expected: String) throws {
        #expect(try window("Australia/Lord_Howe", .hour, time) == expected)
    }

    @Test func `a day whose midnight is skipped begins after it`() throws {
        let day = try window("America/Sao_Paulo", .day, "2018-11-04T12:00:00Z")
        #expect(day == "day:2018-11-04 2018-11-04T03:00:00 2018-11-05T02:00:00")
    }

    @Test func `an hour of a zone that is off by half begins at half`() throws {
        let hour = try window("Asia/Kolkata", .hour, "2026-11-24T14:00:00Z")
        #expect(hour == "hour:2026-11-24T19 2026-11-24T13:30:00 2026-11-24T14:30:00")
    }

    @Test func `every moment lies in its window, and windows meet`() throws {
        let moment = { (text: String) in try require(PlainTime.read(Array(text.utf8))) }
        for zone in ["Australia/Lord_Howe", "America/New_York", "Asia/Tehran", "America/St_Johns"] {
            let calendar = try require(PlainCalendar(timeZone: zone))
            for start in ["2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-04-04T00:00:00Z"] {
                var time = try moment(start)
                for _ in 0..<400 {
                    for kind in WindowKind.allCases where kind != .all {
                        let window = calendar.window(kind, holding: time)
                        let span = try require(window.startsAt)..<require(window.endsAt)
                        #expect(span.contains(time), "\(zone) \(window)")
                        let next = calendar.window(kind, holding: span.upperBound)
                        #expect(next.startsAt == span.upperBound, "\(zone) \(window) \(next)")
                    }
                    time += 1_740_000
                }
            }
        }
    }
}
