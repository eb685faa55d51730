import Codec
import Promo
import Testing

/// A scorecard's packed state: one view that stands for both, until they differ.
@Suite struct CardLayoutTests {
    private let writer = StateWriter()

    private func bytes(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) {
        Array(text.utf8).withUnsafeBytes(body)
    }

    /// A new card's bytes.
    private func made() -> [UInt8] {
        bytes("mia") { creator in
            bytes("MIA20") { code in
                CardLayout.make(
                    Window(kind: .day, index: 20_516), Currency("USD") ?? .none, .code,
                    creator: creator, scopeText: code, into: writer)
            }
        }
        return Array(writer.bytes)
    }

    private func withCard(_ bytes: inout [UInt8], _ body: (CardLayout) -> Void) {
        bytes.withUnsafeMutableBytes { bytes in
            guard let card = CardLayout(bytes) else {
                Issue.record("no card")
                return
            }
            body(card)
        }
    }

    /// Adds the figures `first`, `first + 1` …
    private func add(
        _ first: Int64, to card: CardLayout, cohort: Bool = true, activity: Bool = true
    ) {
        figures(first).withUnsafeBytes { figures in
            guard let start = figures.baseAddress else { return }
            card.add(start, cohort: cohort, activity: activity)
        }
    }

    private func counts() -> SurveyCounts {
        var counts = SurveyCounts()
        for index in 0..<SurveyCounts.count { counts.values[index] = Int64(index) - 3 }
        return counts
    }

    private func cohort(_ card: CardLayout) -> [Int64] { (0..<Measures.count).map(card.cohort) }
    private func activity(_ card: CardLayout) -> [Int64] {
        (0..<Measures.count).map(card.activity)
    }
    private func survey(_ card: CardLayout) -> [Int64] {
        (0..<SurveyCounts.count).map(card.survey)
    }

    /// The figures `first`, `first + 1` …
    private func figures(_ first: Int64) -> [Int64] {
        (0..<Measures.count).map { first + Int64($0) }
    }

    private func expectNames(of card: CardLayout) {
        #expect(Array(card.creator) == Array("mia".utf8))
        #expect(Array(card.scopeText) == Array("MIA20".utf8))
        #expect(card.scope == .code)
        #expect(card.window == Window(kind: .day, index: 20_516))
        #expect(card.currency == Currency("USD"))
    }

    @Test func `what is added to a new card is in both views`() {
        var state = made()
        withCard(&state) { card in
            add(5, to: card)
            card.add(counts())
            #expect(card.hasOneView && card.hasEqualViews)
            #expect(cohort(card) == figures(5))
            #expect(activity(card) == figures(5))
            #expect(survey(card) == [-3, -2, -1, 0, 1, 2])
            expectNames(of: card)
        }
    }

    @Test func `a parted card says the same, and then in each view what was added to it`() {
        var state = made()
        withCard(&state) { card in
            add(5, to: card)
            card.add(counts())
            card.version = 7
            card.isPending = true
            card.updatedAt = EventTime(milliseconds: 12)
            card.part(into: writer)
        }
        var parted = Array(writer.bytes)
        withCard(&parted) { card in
            #expect(!card.hasOneView && card.hasEqualViews)
            #expect(cohort(card) == figures(5))
            #expect(activity(card) == figures(5))
            add(-100, to: card, cohort: true, activity: false)
            #expect(!card.hasEqualViews)
            add(1_000, to: card, cohort: false, activity: true)
            card.add(counts())
            #expect(cohort(card) == zip(figures(5), figures(-100)).map(+))
            #expect(activity(card) == zip(figures(5), figures(1_000)).map(+))
            #expect(survey(card) == [-6, -4, -2, 0, 2, 4])
            #expect(card.version == 7 && card.isPending && !card.isFinal)
            #expect(card.updatedAt == EventTime(milliseconds: 12))
            expectNames(of: card)
        }
    }

    @Test func `an emptied card is all zero, with one view or two`() {
        var state = made()
        withCard(&state) { $0.part(into: writer) }
        var parted = Array(writer.bytes)
        func empty(_ card: CardLayout) {
            add(5, to: card)
            card.add(counts())
            card.clear()
            #expect((cohort(card) + activity(card) + survey(card)).allSatisfy { $0 == 0 })
            expectNames(of: card)
        }
        withCard(&state, empty)
        withCard(&parted, empty)
    }

    @Test func `bytes too short for their views are no card`() {
        var state = made()
        withCard(&state) { $0.part(into: writer) }
        let parted = Array(writer.bytes)
        for (bytes, least) in [(state, 244), (parted, 388)] {
            for count in [0, 1, least - 1, least] {
                let isCard = bytes[..<count].withUnsafeBytes { CardLayout(reading: $0) != nil }
                #expect(isCard == (count == least))
            }
        }
    }
}
