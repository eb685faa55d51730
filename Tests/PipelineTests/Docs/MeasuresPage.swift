/// `docs/measures.md`, written from the descriptions, units and formulas of `schemas/`.
struct MeasuresPage {
    let root: JSONValue

    init() throws { root = try SchemaFiles.schema(of: "scorecards").root }

    private func definition(_ name: String) -> [JSONValue.Member] {
        root["$defs"]?[name]?["properties"]?.members ?? []
    }

    /// The measures that records change, and those that follow from them.
    var counted: [JSONValue.Member] { definition("view").filter { !isDerived($0) } }
    var derived: [JSONValue.Member] { definition("view").filter(isDerived) }
    var surveys: [JSONValue.Member] { definition("survey") }

    private func isDerived(_ member: JSONValue.Member) -> Bool {
        member.value["x-changed-by"] == nil
    }

    var text: String {
        """
        # Measures

        What `attributions` count up and down and `scorecards` show, in `cohort` and in `activity`
        alike. This page is written from `schemas/scorecards.schema.json` by `make docs`.

        A count is a whole number. Money is decimal text with the currency's decimals. A ratio has
        four decimals. Quotients are rounded half even, and null where the divisor is 0. In an
        attribution every figure is a signed change; the last six measures are not spelled out
        there: they follow from its `orders`, `customer` and `sales_channel`. What a record changes
        is said in [the parts of an order](rules/parts.md); a change of the registry can move all
        that an order counts from one creator to another.

        ## Counted

        | measure | unit | meaning | changed by |
        |---|---|---|---|
        \(rows(counted) { [unit($0), meaning($0), changes($0)] })

        ## Derived

        | measure | unit | formula | meaning |
        |---|---|---|---|
        \(rows(derived) { [unit($0), formula($0), text(of: $0, "description")] })

        ## Surveys

        In `survey`, beside the two views; see [surveys](rules/surveys.md).

        | measure | unit | meaning | changed by |
        |---|---|---|---|
        \(rows(surveys) { [unit($0), meaning($0), changes($0)] })

        """
    }

    private func rows(_ members: [JSONValue.Member], _ cells: (JSONValue) -> [String]) -> String {
        members.map { member in
            "| `\(member.name)` | \(cells(member.value).joined(separator: " | ")) |"
        }.joined(separator: "\n")
    }

    private func text(of value: JSONValue, _ name: String) -> String { value[name]?.string ?? "" }
    private func unit(_ value: JSONValue) -> String { text(of: value, "x-unit") }
    private func formula(_ value: JSONValue) -> String { text(of: value, "x-formula") }

    private func meaning(_ value: JSONValue) -> String {
        let formula = formula(value)
        return text(of: value, "description") + (formula.isEmpty ? "" : " \(formula).")
    }

    private func changes(_ value: JSONValue) -> String {
        (value["x-changed-by"]?.elements ?? []).compactMap(\.string).joined(separator: ", ")
    }
}
