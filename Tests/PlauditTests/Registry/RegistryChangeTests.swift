import Foundation
import Testing
import plaudit

@Suite struct RegistryChangeTests {
    /// 2026-11-24T12:00:00Z
    static let noon = Date(timeIntervalSince1970: 1_795_521_600)

    private func record(_ more: String = "") throws -> RegistryChange.Record {
        let json =
            #"{"id":"k1","code":"MIA20","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z""#
        return try RegistryChange.Record(
            key: "k1", value: Array((json + (more.isEmpty ? "}" : ",\(more)}")).utf8))
    }

    @Test func `a disabled code keeps its fields and stops now`() throws {
        let changed = try RegistryChange.disabled(try record(#""extra":[1]"#), at: Self.noon)
        #expect(changed.key == "k1")
        #expect(
            try changed.json == """
                {"code":"MIA20","creator_id":"mia","extra":[1],"id":"k1","status":"disabled",\
                "status_at":"2026-11-24T12:00:00Z","valid_from":"2026-01-01T00:00:00Z"}
                """)
    }

    @Test(arguments: [
        #""status":"disabled","status_at":"2026-11-01T00:00:00Z""#, #""status":"compromised""#,
    ])
    func `a code that has stopped is not stopped later`(more: String) throws {
        let failure = #expect(throws: Failure.self) {
            try RegistryChange.disabled(try record(more), at: Self.noon)
        }
        #expect(failure?.message.hasPrefix("k1: it is switched off already, since ") == true)
    }

    @Test func `a code that is to stop later can be stopped now`() throws {
        let changed = try RegistryChange.disabled(
            try record(#""status":"disabled","status_at":"2026-12-01T00:00:00Z""#), at: Self.noon)
        #expect(try changed.json.contains(#""status_at":"2026-11-24T12:00:00Z""#))
    }

    @Test func `rotating stops the old code and begins the new one at the same moment`() throws {
        let changed = try RegistryChange.rotated(
            try record(#""campaign_id":"glow""#), to: "MIA21", at: Self.noon)
        #expect(changed.map(\.key) == ["k1", "MIA21"])
        #expect(try changed[0].json.contains(#""status":"compromised""#))
        #expect(try changed[0].json.contains(#""status_at":"2026-11-24T12:00:00Z""#))
        #expect(
            try changed[1].json == """
                {"campaign_id":"glow","code":"MIA21","creator_id":"mia",\
                "recorded_at":"2026-11-24T12:00:00Z","status":"active",\
                "valid_from":"2026-11-24T12:00:00Z"}
                """)
    }

    @Test func `rotating a code that has stopped leaves it as it is`() throws {
        let changed = try RegistryChange.rotated(
            try record(#""status":"compromised","status_at":"2026-11-01T00:00:00Z""#),
            to: "MIA21", at: Self.noon)
        #expect(changed.map(\.key) == ["MIA21"])
    }

    @Test func `a record that is no JSON is said to be unreadable`() {
        #expect(throws: Failure.self) {
            try RegistryChange.Record(key: "k1", value: Array("[]".utf8))
        }
    }
}
