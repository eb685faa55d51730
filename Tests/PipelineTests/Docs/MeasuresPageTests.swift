import Codec
import Promo
import Testing

/// `docs/measures.md` is what the schema says, and what the schema says is what is published.
@Suite struct MeasuresPageTests {
    @Test func `the page is the one that the schema makes`() throws {
        let text = try MeasuresPage().text
        if DocsFolder.isUpdate { try DocsFolder.write(text, to: "measures.md") }
        #expect(try DocsFolder.text(of: "measures.md") == text, "see `make docs`")
    }

    @Test func `every measure has a row, and every one that is counted a record that changes it`()
        throws
    {
        let page = try MeasuresPage()
        #expect(page.counted.map(\.name) == Measure.allCases.map { "\($0.name)" })
        #expect(page.surveys.map(\.name) == SurveyMeasure.allCases.map { "\($0.name)" })
        #expect(page.derived.count == 6)
        for measure in page.counted + page.surveys {
            #expect(measure.value["x-changed-by"]?.elements.isEmpty == false, "\(measure.name)")
        }
        for measure in page.derived {
            #expect(measure.value["x-formula"] != nil, "\(measure.name)")
        }
    }

    /// In every scorecard of every scenario, both views.
    @Test func `the published figures follow the formulas`() throws {
        let members = try MeasuresPage().counted + MeasuresPage().derived
        let formulas = try members.compactMap { try MeasureFormula($0) }
        #expect(formulas.count == 7)
        var checked: [String: Int] = [:]
        for scenario in ScenarioTests.scenarios {
            for card in try ScenarioRun.asWritten(scenario).scorecards {
                let json = try JSONValue(card.value)
                for view in ["cohort", "activity"] {
                    let figures = try #require(json[view])
                    for formula in formulas {
                        let found = figures[formula.measure]?.figure.map(MeasureFormula.digits)
                        let expected = formula.value(of: figures)
                        #expect(found == expected, "\(formula.measure) in \(view) of \(card.key)")
                        if expected != nil { checked[formula.measure, default: 0] += 1 }
                    }
                }
            }
        }
        #expect(
            checked.count == formulas.count && checked.values.allSatisfy { $0 > 20 }, "\(checked)")
    }
}
