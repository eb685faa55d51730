import Promo
import Testing
import plaudit

@Suite struct ZoneCompilerTests {
    private static let hour: Int64 = 3_600_000

    @Test(
        arguments: [
            // Standard and summer time of this year, and of one far off.
            ("America/New_York", 1_767_225_600_000, -5),
            ("America/New_York", 1_783_944_000_000, -4),
            ("Europe/Berlin", 1_783_944_000_000, 2), ("Europe/Berlin", 4_118_256_000_000, 2),
            // Before there was a standard: local mean time would be +00:53:28.
            ("UTC", -5_000_000_000_000, 0), ("Pacific/Apia", 1_325_200_000_000, -10),
            // A zone that changed its offset for good, over the date line.
            ("Pacific/Apia", 1_325_300_000_000, 14),
        ] as [(String, Int64, Int64)])
    func `a zone keeps its offset from UTC`(zone: String, at: Int64, hours: Int64) throws {
        let table = try #require(ZoneCompiler.table(of: zone))
        #expect(table.offset(at: EventTime(milliseconds: at)) == hours * Self.hour)
        #expect(table.name == zone)
    }

    @Test func `a zone that the system does not know is none`() {
        #expect(ZoneCompiler.table(of: "Mars/Olympus") == nil)
    }
}
