import Promo
import Testing
import plaudit

@Suite struct RegistryReviewTests {
    private let now = EventTime(milliseconds: 1_795_521_600_000)

    private func entry(_ line: Int, _ key: String, _ more: String = "") -> RegistryEntry {
        let code = more.contains("\"code\"") ? "" : "\"code\":\"\(key)\","
        let json =
            "{\(code)\"creator_id\":\"mia\",\"valid_from\":\"2026-01-01T00:00:00Z\""
            + (more.isEmpty ? "}" : ",\(more)}")
        return RegistryEntry(line: line, key: key, value: Array(json.utf8))
    }

    @Test func `it shows what is new, what has changed, and nothing of what has not`() throws {
        let review = RegistryReview(
            rules: CodeRules(), there: [try assignment("MIA20"), try assignment("MIA30")],
            now: now)
        let lines = try review.lines(
            of: [entry(2, "MIA20"), entry(3, "MIA30", #""priority":1"#), entry(4, "MIA40")],
            file: "codes.csv")
        #expect(lines == ["changed  MIA30", "new  MIA40"])
    }

    @Test func `what is hard to use is shown with its line`() throws {
        let lines = try RegistryReview(rules: CodeRules(), there: [], now: now)
            .lines(of: [entry(7, "AB")], file: "codes.csv")
        #expect(
            lines == [
                "codes.csv:7: code AB has 2 characters: hard to say or to type", "new  AB",
            ])
    }

    @Test func `what is forbidden stops it whole`() throws {
        let review = RegistryReview(rules: CodeRules(forbidden: ["DAMN"]), there: [], now: now)
        let failure = #expect(throws: Failure.self) {
            try review.lines(of: [entry(2, "MIA20"), entry(3, "DAMN1")], file: "codes.csv")
        }
        #expect(failure?.code == .usage)
        #expect(
            failure?.message == """
                codes.csv:3: code DAMN1 contains a word of the forbidden list
                nothing was sent: 1 to mend
                """)
    }

    @Test func `a second owner is shown, unless the import replaces the first`() throws {
        let leo = try assignment("MIA20", key: "k1", #""creator_id":"leo""#)
        let review = RegistryReview(rules: CodeRules(), there: [leo], now: now)
        #expect(
            try review.lines(of: [entry(2, "MIA20")], file: "codes.csv") == [
                "new  MIA20",
                "conflict  code MIA20: k1 (creator leo) and MIA20 (creator mia) hold it at the "
                    + "same time",
            ])
        // What is replaced holds nothing against what comes beside it.
        let old = try assignment("MIA20", #""creator_id":"leo""#)
        let coming = [entry(2, "MIA20"), entry(3, "k2", #""code":"MIA20""#)]
        #expect(
            try RegistryReview(rules: CodeRules(), there: [old], now: now).lines(
                of: coming, file: "codes.csv")
                == ["changed  MIA20", "new  k2"])
    }
}
