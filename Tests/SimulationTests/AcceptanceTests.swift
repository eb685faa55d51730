// The oracle against the acceptance examples, to the last minor unit.
import Foundation
import Simulation
import Testing

@Suite(.enabled(if: AcceptanceInput.isPresent, "../shared/acceptance is not here"))
struct AcceptanceTests {
    @Test func `the records that are refused are those of the examples`() throws {
        var oracle = Oracle(OracleSettings())
        for record in try AcceptanceInput.records() { oracle.add(record) }
        oracle.finish()
        let found = oracle.refused.map {
            "\($0.place.role.rawValue) \($0.place.offset) \($0.reason.rawValue)"
        }
        let expected = try AcceptanceInput.lines("dead-letters.jsonl").map { line in
            let role = try require(AcceptanceInput.role(of: line["topic"]?.token ?? ""))
            return "\(role.rawValue) \(line["offset"]?.token ?? "") \(line["reason"]?.token ?? "")"
        }
        #expect(found.sorted() == expected.sorted())
    }

    @Test(arguments: AcceptanceInput.cases)
    func `every order's verdict and parts are those of the examples`(case stacking: Stacking) throws
    {
        let oracle = try oracle(stacking)
        var found: [String] = []
        for id in oracle.orderIDs {
            let credit = try require(oracle.credit(of: id))
            found.append("\(id) \(credit.judgement.verdict)")
            for part in credit.parts {
                found.append("\(id) " + describe(part, credit.order.currency))
            }
        }
        var expected: [String] = []
        for line in try AcceptanceInput.lines("\(stacking.rawValue)/credits.jsonl") {
            let id = line["order_id"]?.token ?? ""
            expected.append("\(id) \(line["verdict"]?.token ?? "")")
            guard case .array(let parts)? = line["parts"] else { throw Missing() }
            for part in parts { expected.append("\(id) " + describe(part)) }
        }
        expectEqual(found, expected)
    }

    @Test(arguments: AcceptanceInput.cases)
    func `every scorecard is that of the examples`(case stacking: Stacking) throws {
        let oracle = try oracle(stacking)
        let scorekeeping = try require(Scorekeeping(oracle.settings))
        oracle.forEachCredit { scorekeeping.add($0, survey: $1) }
        var found: [String] = []
        for (key, card) in scorekeeping.scorecards where !card.isAbsent {
            found.append("\(key) cohort " + describe(card.cohort, card.currency))
            found.append("\(key) activity " + describe(card.activity, card.currency))
            found.append("\(key) survey " + describe(card.survey, card.currency))
        }
        var expected: [String] = []
        for line in try AcceptanceInput.lines("\(stacking.rawValue)/scorecards.jsonl") {
            let key = line["key"]?.token ?? ""
            expected.append("\(key) cohort " + describe(view: line["cohort"]))
            expected.append("\(key) activity " + describe(view: line["activity"]))
            expected.append("\(key) survey " + describe(survey: line["survey"]))
        }
        expectEqual(found, expected)
    }

    private func oracle(_ stacking: Stacking) throws -> Oracle {
        var oracle = Oracle(AcceptanceInput.settings(stacking))
        for record in try AcceptanceInput.records() { oracle.add(record) }
        oracle.finish()
        return oracle
    }

    private func describe(_ part: Part, _ currency: PlainCurrency) -> String {
        return [
            part.holder.creator?.description ?? "-", part.holder.code.description,
            part.cause.description, PlainTime.write(part.date), currency.code.description,
        ].joined(separator: " ") + " " + figures(part.measures, currency)
    }

    private func describe(_ part: PlainValue) -> String {
        return ["creator_id", "code", "cause", "occurred_at", "currency"].map { name in
            switch name {
            case "creator_id": part["creator_id"]?.token ?? "-"
            case "code": part["code"]?.token ?? "-"
            case "cause": part["cause"]?.token ?? "-"
            case "occurred_at": part["occurred_at"]?.token ?? "-"
            default: part["currency"]?.token ?? "-"
            }
        }.joined(separator: " ") + " " + figures(part["measures"], Measure.allCases.map(\.name))
    }

    private func describe(_ view: Measures, _ currency: PlainCurrency) -> String {
        let ratios = ratios.map { "\($0.rawValue)=\($0.text(view, currency) ?? "null")" }
        return figures(view, currency) + " " + ratios.joined(separator: " ")
    }

    private func describe(view: PlainValue?) -> String {
        figures(view, Measure.allCases.map(\.name)) + " "
            + ratios.map {
                "\($0.rawValue)=" + (member($0.rawValue, of: view)?.token ?? "null")
            }.joined(separator: " ")
    }

    private func describe(_ survey: [SurveyMeasure: Int128], _ currency: PlainCurrency) -> String {
        SurveyMeasure.allCases.filter { survey[$0, default: 0] != 0 }.map {
            let figure = survey[$0, default: 0]
            let text = $0 == .self_reported_net ? currency.text(figure) : String(figure)
            return "\($0.rawValue)=\(text)"
        }.joined(separator: " ")
    }

    private func describe(survey: PlainValue?) -> String {
        figures(survey, SurveyMeasure.allCases.map(\.rawValue))
    }

    /// The examples leave the margin out.
    private var ratios: [Derived] { Derived.allCases.filter { $0 != .margin } }

    private func figures(_ measures: Measures, _ currency: PlainCurrency) -> String {
        Measure.allCases.filter { measures[$0] != 0 }.map {
            let figure = measures[$0]
            return "\($0.name)=\($0.isMoney ? currency.text(figure) : String(figure))"
        }.joined(separator: " ")
    }

    private func figures(_ object: PlainValue?, _ names: [String]) -> String {
        names.compactMap { name in
            member(name, of: object)?.token.map { "\(name)=\($0)" }
        }.joined(separator: " ")
    }

    private func member(_ name: String, of object: PlainValue?) -> PlainValue? {
        guard case .object(let fields)? = object else { return nil }
        return fields.first { $0.name == Array(name.utf8) }?.value
    }

    /// As sets of sentences, with the first differences in words.
    private func expectEqual(_ found: [String], _ expected: [String]) {
        let surplus = Set(found).subtracting(expected).sorted()
        let lacking = Set(expected).subtracting(found).sorted()
        let report =
            (lacking.prefix(20).map { "expected: " + $0 }
            + surplus.prefix(20).map { "found:    " + $0 }).joined(separator: "\n")
        #expect(
            surplus.isEmpty && lacking.isEmpty, "\(surplus.count) and \(lacking.count)\n\(report)")
    }
}
