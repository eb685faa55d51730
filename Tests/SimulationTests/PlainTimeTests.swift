import Simulation
import Testing

@Suite struct PlainTimeTests {
    private func read(_ text: String) -> Int64? { PlainTime.read(Array(text.utf8)) }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:59:59.999Z", -1), ("2026-11-24T14:03:07.123456Z", 1_795_528_987_123),
            ("2024-02-29t00:00:00z", 1_709_164_800_000), ("1970-01-01T00:00:00.5Z", 500),
            ("1970-01-01T00:00:00-00:00", 0), ("1970-01-01T00:00:00.0019Z", 1),
        ] as [(String, Int64)])
    func `a time is read to the millisecond`(text: String, time: Int64) {
        #expect(read(text) == time)
    }

    @Test(arguments: [
        "", "2026-11-24", "2026-11-24T14:03:07", "2026-11-24 14:03:07Z", "2026-11-24T14:03Z",
        "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-11-24T24:00:00Z", "2026-11-24T14:60:00Z", "2026-11-24T14:00:60Z",
        "2026-11-24T14:00:00.Z", "2026-11-24T14:00:00+1:00", "2026-11-24T14:00:00+24:00",
        "2026-11-24T14:00:00Zx", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
        "26-11-24T14:00:00.000Z", "+2026-11-24T14:00:00Z",
    ])
    func `what is no time is none`(text: String) { #expect(read(text) == nil) }

    @Test func `a time is written as it is read`() {
        for text in [
            "0000-01-01T00:00:00.000Z", "2026-11-24T14:03:07.009Z", "9999-12-31T23:59:59.999Z",
        ] {
            #expect(read(text).map(PlainTime.write) == text)
        }
    }
}
