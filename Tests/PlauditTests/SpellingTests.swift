import Testing
import plaudit

@Suite struct SpellingTests {
    @Test func `the nearest word is the one that the fewest slips explain`() {
        let words = ["lateness", "retention", "prefix", "publish"]
        #expect(Spelling.nearest(to: "latenes", in: words) == "lateness")
        #expect(Spelling.nearest(to: "perfix", in: words) == "prefix")
        #expect(Spelling.nearest(to: "LATENESS", in: words) == "lateness")
        #expect(Spelling.nearest(to: "x", in: []) == nil)
    }

    @Test func `a word that no slip explains is not suggested`() {
        #expect(Spelling.likely(for: "yaer", in: ["week", "day"]) == nil)
        #expect(Spelling.likely(for: "wek", in: ["week", "day"]) == "week")
    }
}
