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

    private func oracle(_ stacking: Stacking) throws -> Oracle {
        var settings = OracleSettings()
        settings.stacking = stacking
        var oracle = Oracle(settings)
        for record in try AcceptanceInput.records() { oracle.add(record) }
        oracle.finish()
        return oracle
    }

    private func describe(_ part: Part, _ currency: PlainCurrency) -> String {
        let measures = Measure.allCases.filter { part.measures[$0] != 0 }.map {
            let figure = part.measures[$0]
            return "\($0.name)=\($0.isMoney ? currency.text(figure) : String(figure))"
        }
        return [
            part.holder.creator?.description ?? "-", part.holder.code.description,
            part.cause.description, PlainTime.write(part.date), currency.code.description,
        ].joined(separator: " ") + " " + measures.joined(separator: " ")
    }

    private func describe(_ part: PlainValue) -> String {
        let measures = Measure.allCases.compactMap { measure -> String? in
            guard case .object(let fields)? = part["measures"] else { return nil }
            let field = fields.first { $0.name == Array(measure.name.utf8) }
            return field.map { "\(measure.name)=\($0.value.token ?? "")" }
        }
        return ["creator_id", "code", "cause", "occurred_at", "currency"].map { name in
            switch name {
            case "creator_id": part["creator_id"]?.token ?? "-"
            case "code": part["code"]?.token ?? "-"
            case "cause": part["cause"]?.token ?? "-"
            case "occurred_at": part["occurred_at"]?.token ?? "-"
            default: part["currency"]?.token ?? "-"
            }
        }.joined(separator: " ") + " " + measures.joined(separator: " ")
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
