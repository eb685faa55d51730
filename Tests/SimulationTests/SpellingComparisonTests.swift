import Simulation
import Testing

/// Ids are compared as bytes: two that a reader cannot tell apart are two.
@Suite struct SpellingComparisonTests {
    @Test func `creators whose ids are canonically equivalent have scorecards of their own`() throws
    {
        var shop: [ShopRecord] = []
        func send(_ role: InputRole, _ key: String, _ json: String) {
            shop.append(
                ShopRecord(
                    role: role, key: Array(key.utf8), value: Array(json.utf8), timestamp: shopNow))
        }
        for (code, creator, campaign) in [
            ("A", "zo\u{e9}", "fr\u{fc}h"), ("B", "zoe\u{301}", "fru\u{308}h"),
        ] {
            send(
                .registry, code,
                """
                {"code":"\(code)","creator_id":"\(creator)","campaign_id":"\(campaign)",\
                "valid_from":"2026-01-01T00:00:00Z"}
                """)
            send(
                .orders, code,
                """
                {"order_id":"\(code)","placed_at":"2026-11-01T12:00:00Z","currency":"USD",\
                "codes":[{"code":"\(code)"}],\
                "lines":[{"line_id":"1","quantity":1,"unit_price":"10.00"}]}
                """)
        }
        var settings = OracleSettings()
        settings.windows = [.all]
        settings.scopes = [.all, .campaign]
        let oracle = SimulationTests.oracle(shop.asProduced(partitions: 1), settings)
        let output = try PublishedOutput(oracle)
        #expect(output.scorecards.count == 4)
        #expect(try output.disagreements(with: oracle, also: .leaderboards) == [])
    }
}
