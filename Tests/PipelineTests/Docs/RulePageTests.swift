import Codec
import Promo
import Testing

/// `docs/rules` says nothing that no test proves.
@Suite struct RulePageTests {
    @Test func `the examples are the scenarios, as they stand`() throws {
        for page in try RulePage.all() {
            let filled = page.filled(with: ScenarioTests.scenarios)
            if DocsFolder.isUpdate { try DocsFolder.write(filled, to: "rules/\(page.name)") }
            let differing = zip(
                page.lines, filled.split(separator: "\n", omittingEmptySubsequences: false)
            )
            .first { $0.0 != $0.1 }
            #expect(
                filled == page.text || DocsFolder.isUpdate,
                "\(page.name), see `make docs`: \(differing.map { "\($0)" } ?? "")")
        }
    }

    @Test func `every page shows a scenario, and names tests that there are`() throws {
        let scenarios = Set(ScenarioTests.scenarios.map(\.title))
        let tests = try DocsFolder.testNames()
        for page in try RulePage.all() {
            #expect(!page.shown.isEmpty, "\(page.name)")
            #expect(Set(page.shown).subtracting(scenarios) == [], "\(page.name)")
            #expect(Set(page.proofs).subtracting(scenarios.union(tests)) == [], "\(page.name)")
        }
    }

    @Test func `every file of scenarios is on a page`() throws {
        let pages = try RulePage.all()
        let named = Set(pages.flatMap { $0.shown + $0.proofs })
        let files = Dictionary(grouping: ScenarioTests.scenarios, by: \.file)
        for (file, scenarios) in files {
            #expect(scenarios.contains { named.contains($0.title) }, "\(file) is on no page")
        }
    }

    @Test func `a page says which published fields show the rule`() throws {
        var properties: Set<String> = []
        for topic in SchemaFiles.outputs {
            let schema = try SchemaFiles.schema(of: topic)
            properties.formUnion(
                schema.listedProperties.compactMap {
                    $0.split(separator: "/").last.map(String.init)
                })
        }
        let words = Set(AlertKind.allCases.map { "\($0.name)" })
            .union(AttributionKind.allCases.map { "\($0.name)" }).union(["exact", "normalised"])
        for page in try RulePage.all() {
            #expect(!page.fields.isEmpty, "\(page.name)")
            #expect(Set(page.fields).subtracting(properties.union(words)) == [], "\(page.name)")
        }
    }

    static let vocabularies: [(head: String, words: [String])] = [
        ("verdict", Verdict.allCases.map { "\($0.name)" }),
        ("stacking", Stacking.allCases.map(\.name)),
        ("kind", AttributionKind.allCases.map { "\($0.name)" }),
        ("reason", RefusalReason.allCases.map(\.rawValue)),
        ("alert", AlertKind.allCases.map { "\($0.name)" }),
        ("board", Leaderboard.Kind.allCases.map { "\($0.name)" }),
    ]

    @Test(arguments: vocabularies)
    func `every word of the code is explained once`(head: String, words: [String]) throws {
        let explained = try RulePage.all().flatMap(\.tables).filter { $0.head == head }
            .flatMap(\.words)
        #expect(explained.sorted() == words.sorted())
    }

    @Test func `the index names every page, and links lead somewhere`() throws {
        let pages = try RulePage.all()
        let index = try DocsFolder.text(of: "rules/README.md")
        let names = Set(pages.map(\.name)).union(["README.md", "../measures.md"])
        for page in pages { #expect(index.contains("](\(page.name))"), "\(page.name)") }
        for text in pages.map(\.text) + [index] {
            let links = text.matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
            #expect(Set(links).subtracting(names) == [])
        }
    }
}
