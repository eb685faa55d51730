import Codec
import Foundation
import Promo
import Testing

struct TimeTextTests {
    private func milliseconds(_ text: String) -> Int64? {
        Array(text.utf8).withUnsafeBytes { TimeText.eventTime($0)?.milliseconds }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1969-12-31T23:59:59.9999Z", -1),
        ("2026-11-24T14:00:00Z", 1_795_528_800_000),
        ("2026-11-24T14:00:00.123456789012345678901234567890Z", 1_795_528_800_123),
        ("2026-11-24T14:00:00.1Z", 1_795_528_800_100),
        ("2026-11-24T14:00:00.12Z", 1_795_528_800_120),
        ("2026-11-24T15:00:00+01:00", 1_795_528_800_000),
        ("2026-11-24T06:00:00-08:00", 1_795_528_800_000),
        ("2026-11-24T19:45:00+05:45", 1_795_528_800_000),
        ("2026-11-24T14:00:00-00:00", 1_795_528_800_000),
        ("2026-11-24t14:00:00z", 1_795_528_800_000),
        ("2026-11-25T13:59:00+23:59", 1_795_528_800_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("0000-01-01T01:00:00+01:00", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `a time with zone is milliseconds since 1970, further digits cut`(
        text: String, expected: Int64
    ) {
        #expect(milliseconds(text) == expected)
    }

    @Test(arguments: [
        "", "yesterday", "2026-11-24", "2026-11-24T14:00:00", "2026-11-24T14:00Z",
        "2026-11-24 14:00:00Z", "2026-11-24T14:00:00.Z", "2026-11-24T14:00:00,1Z",
        "2026-11-24T14:00:00.1", "2026-11-24T14:00:00.123", "2026-11-24T14:00:00ZZ",
        "2026-11-24T14:00:00Z ", " 2026-11-24T14:00:00Z", "2026-11-24T14:00:00+0100",
        "2026-11-24T14:00:00+01", "2026-11-24T14:00:00+24:00", "2026-11-24T14:00:00+01:60",
        "2026-11-24T14:00:00~01:00", "2026-11-24T14:00:00+1:000", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-32T00:00:00Z",
        "2026-11-24T24:00:00Z", "2026-11-24T14:60:00Z", "2026-11-24T14:00:60Z",
        "2016-12-31T23:59:60Z", "26-11-24T14:00:00Z", "12026-11-24T14:00:00Z",
        "-026-11-24T14:00:00Z", "2026-1a-24T14:00:00Z", "2026/11/24T14:00:00Z",
        "2026-11-24T14-00-00Z", "1795528800000", "2026-11-24T14:00:00é",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    ])
    func `what RFC 3339 does not name is no time`(text: String) {
        #expect(milliseconds(text) == nil)
    }

    @Test func `every prefix of a time, and every byte changed, is refused or another time`() {
        let text = Array("2026-11-24T14:00:00.123+01:00".utf8)
        for length in text.indices {
            #expect(text[..<length].withUnsafeBytes { TimeText.eventTime($0) } == nil)
        }
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                _ = changed.withUnsafeBytes { TimeText.eventTime($0) }
            }
        }
    }

    @Test func `times agree with Foundation's over four centuries`() {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        var milliseconds: Int64 = -5_000_000_000_000
        while milliseconds < 8_000_000_000_000 {
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            #expect(self.milliseconds(formatter.string(from: date)) == milliseconds)
            milliseconds += 2_147_483_647 * 37
        }
    }
}
