import Codec
import Pipeline
import Promo

/// An explanation as lines for a person.
package struct ExplanationText {
    private let order: ExplainedOrder

    package init(_ order: ExplainedOrder) { self.order = order }

    package var lines: [String] {
        var lines = ["order \(order.orderID)", "", "records"]
        for record in order.read {
            let place = "\(record.topic)/\(record.partition)/\(record.offset)"
            lines.append("  \(place)" + (record.refusal.map { "  dead letter: \($0)" } ?? ""))
        }
        if order.read.isEmpty { lines.append("  none: no record has this key") }
        if let explanation = order.explanation { lines += verdictLines(explanation) }
        lines += ["", "published"]
        for attribution in order.published { lines.append("  " + text(of: attribution)) }
        if order.published.isEmpty { lines.append("  nothing") }
        return lines
    }

    private func verdictLines(_ explanation: Explanation) -> [String] {
        var lines = ["", "verdict  \(explanation.verdict.name)", "", "codes"]
        for code in explanation.codes { lines += codeLines(code, explanation.currency) }
        if explanation.codes.isEmpty { lines.append("  none was typed") }
        lines += ["", "evidence"]
        let credited = explanation.codes.filter(\.isCredited).compactMap {
            $0.assignment?.creatorID.description
        }
        lines.append("  code    \(credited.first ?? "nobody")")
        let named = explanation.survey.map { survey in
            survey.named.isEmpty ? "nobody we know" : survey.named.joined(separator: ", ")
        }
        lines.append("  survey  \(named ?? "no answer")")
        lines.append("  link    \(explanation.referrer ?? "none")")
        lines += ["", "parts"]
        for line in explanation.lines {
            let who = line.creator ?? "nobody"
            lines.append(
                "  \(line.cause)  \(time(line.occurredAt))  \(who)  \(line.code ?? "")  "
                    + measures(line.measures, explanation.currency))
        }
        if explanation.lines.isEmpty { lines.append("  none") }
        return lines
    }

    private func codeLines(_ code: Explanation.Code, _ currency: Currency) -> [String] {
        let typed =
            code.typed == code.normal ? code.normal : "\(code.normal) (typed “\(code.typed)”)"
        var line = "  \(typed): \(code.verdict == .credited ? "valid" : "\(code.verdict.name)")"
        if let assignment = code.assignment {
            line += ", creator \(assignment.creatorID.description) by assignment "
            line += "\(assignment.key.description) at \(assignment.partition)/\(assignment.offset)"
        }
        line += ", gave \(money(code.discount, currency))"
        if code.isCredited { line += ", credited" }
        return [line]
            + code.others.map { other in
                "    also assignment \(other.key.description): creator "
                    + "\(other.creatorID.description), \(time(other.validFrom)) to "
                    + (other.validUntil.map(time) ?? "evergreen")
            }
    }

    private func text(of attribution: OrderRecords.Published) -> String {
        let fields = attribution.fields
        func field(_ name: String) -> String { fields[name].map { "\($0)" } ?? "" }
        let creator = fields["creator_id"] as? String ?? "nobody"
        return "\(field("attribution_id"))  \(field("kind"))  \(creator)  \(field("code"))  "
            + "orders \(field("orders"))  net \(field("net")) \(field("currency"))  at partition "
            + "\(attribution.partition), offset \(attribution.offset)"
    }

    private func measures(_ measures: Measures, _ currency: Currency) -> String {
        Measure.allCases.filter { measures[$0] != 0 }.map { measure in
            let value = measures[measure]
            return "\(measure.name)=" + (measure.isMoney ? money(value, currency) : "\(value)")
        }.joined(separator: " ")
    }

    private func money(_ amount: Int64, _ currency: Currency) -> String {
        let writer = JSONWriter()
        writer.money(amount, currency)
        return String(decoding: writer.bytes, as: UTF8.self).filter { $0 != "\"" }
    }

    private func time(_ time: EventTime) -> String {
        let writer = JSONWriter()
        writer.time(time)
        return String(decoding: writer.bytes, as: UTF8.self).filter { $0 != "\"" }
    }
}
