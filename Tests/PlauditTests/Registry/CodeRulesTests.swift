import Promo
import Testing
import plaudit

@Suite struct CodeRulesTests {
    @Test(arguments: [
        ("MIA20", []), ("AB", ["code AB has 2 characters: hard to say or to type"]),
        (
            "ABCDEFGHJKLMNPQRSTUVWXYZA",
            ["code ABCDEFGHJKLMNPQRSTUVWXYZA has 25 characters: hard to say or to type"]
        ),
        ("GLOW0", ["code GLOW0 mixes O and 0 or I and 1, which are taken for each other"]),
        ("mia 1", ["code MIA1 mixes O and 0 or I and 1, which are taken for each other"]),
        ("GLOW2", []), ("LEE10", []),
    ])
    func `codes that are hard to use are shown`(code: String, warnings: [String]) throws {
        #expect(CodeRules().warnings(of: try assignment(code), now: now) == warnings)
    }

    /// 2026-11-24T12:00:00Z
    private let now = EventTime(milliseconds: 1_795_521_600_000)

    @Test(arguments: [
        (#""valid_until":"2026-11-24T12:00:00Z""#, "is over already: only orders placed before"),
        (#""status":"disabled","status_at":"2026-11-24T12:00:00Z""#, "is over already"),
        (#""status":"disabled""#, "ends before it begins: no order will have it"),
        (
            #""status":"disabled","status_at":"2025-01-01T00:00:00Z""#,
            "ends before it begins: no order will have it"
        ),
    ])
    func `a span that is over is shown`(more: String, warning: String) throws {
        let warnings = CodeRules().warnings(of: try assignment("MIA20", more), now: now)
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("code MIA20 \(warning)") == true, "\(warnings)")
        let later = #""valid_until":"2026-11-24T12:00:00.001Z""#
        #expect(CodeRules().warnings(of: try assignment("MIA20", later), now: now) == [])
    }

    @Test func `a word of the forbidden list is found in the normal form`() throws {
        let rules = CodeRules(forbidden: ["da mn", " "])
        #expect(
            rules.problems(of: try assignment("da mn20"))
                == ["code DAMN20 contains a word of the forbidden list"])
        #expect(rules.problems(of: try assignment("MIA20")) == [])
    }

    @Test(arguments: [
        (#""offer":{"kind":"percent","value":"20"}"#, true),
        (#""offer":{"kind":"percent","value":20.00}"#, true),
        (#""offer":{"kind":"percent","value":"20.01"}"#, false),
        (#""offer":{"kind":"percent","value":30}"#, false),
        (#""offer":{"kind":"percent","value":"a lot"}"#, true),
        (#""offer":{"kind":"fixed","value":"30"}"#, true), (#""offer":{"kind":"percent"}"#, true),
    ])
    func `no more than the deepest percent is given`(offer: String, isAllowed: Bool) throws {
        let problems = CodeRules(deepestPercent: 20).problems(of: try assignment("MIA20", offer))
        #expect(problems == (isAllowed ? [] : ["code MIA20 gives more than 20 percent off"]))
        #expect(CodeRules().problems(of: try assignment("MIA20", offer)) == [])
    }

    @Test func `two creators' spans of one code are a conflict where they meet`() throws {
        let mia = try assignment("GLOW", key: "k1")
        let leo = try assignment("glow", key: "k2", #""creator_id":"leo""#)
        #expect(
            CodeRules.conflicts(among: [mia, leo]) == [
                "code GLOW: k1 (creator mia) and k2 (creator leo) hold it at the same time"
            ])
    }

    @Test(arguments: [
        // Another span, another sales channel, the same creator, switched off before.
        #""creator_id":"leo","valid_from":"2027-01-01T00:00:00Z""#,
        #""creator_id":"leo","redeemable":["pos"]"#, #""priority":1"#,
        #""creator_id":"leo","status":"disabled","status_at":"2026-01-01T00:00:00Z""#,
    ])
    func `spans that do not meet are none`(other: String) throws {
        let mia = try assignment(
            "GLOW", key: "k1",
            #""valid_until":"2027-01-01T00:00:00Z","redeemable":["online","app"]"#)
        let other = try assignment("GLOW", key: "k2", other)
        #expect(CodeRules.conflicts(among: [mia, other]) == [])
        #expect(CodeRules.conflicts(among: [other, mia]) == [])
    }
}
