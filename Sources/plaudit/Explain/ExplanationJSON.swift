import Foundation
import Pipeline
import Promo

/// An explanation as one JSON object.
package struct ExplanationJSON {
    private let order: ExplainedOrder

    package init(_ order: ExplainedOrder) { self.order = order }

    package func text() throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    private var object: [String: Any] {
        var object: [String: Any] = ["order_id": order.orderID]
        object["records"] = order.read.map { record in
            var entry: [String: Any] = [
                "topic": record.topic, "partition": record.partition, "offset": record.offset,
            ]
            if let refusal = record.refusal { entry["dead_letter"] = refusal }
            return entry
        }
        object["published"] = order.published.map { attribution in
            [
                "partition": attribution.partition, "offset": attribution.offset,
                "attribution": attribution.fields,
            ] as [String: Any]
        }
        guard let explanation = order.explanation else { return object }
        object["verdict"] = "\(explanation.verdict.name)"
        object["codes"] = explanation.codes.map(entry)
        object["parts"] = explanation.lines.map { entry($0) }
        var evidence: [String: Any] = [:]
        if let survey = explanation.survey {
            evidence["survey"] = ["response_id": survey.responseID, "named": survey.named]
        }
        if let referrer = explanation.referrer { evidence["link"] = referrer }
        object["evidence"] = evidence
        return object
    }

    private func entry(_ code: Explanation.Code) -> [String: Any] {
        var entry: [String: Any] = [
            "typed": code.typed, "code": code.normal,
            "verdict": code.verdict == .credited ? "valid" : "\(code.verdict.name)",
            "discount_minor_units": code.discount, "credited": code.isCredited,
        ]
        if let assignment = code.assignment {
            entry["creator_id"] = assignment.creatorID.description
            entry["assignment"] =
                [
                    "key": assignment.key.description, "partition": assignment.partition,
                    "offset": assignment.offset,
                ] as [String: Any]
        }
        return entry
    }

    private func entry(_ line: Explanation.Line) -> [String: Any] {
        var measures: [String: Int64] = [:]
        for measure in Measure.allCases where line.measures[measure] != 0 {
            measures["\(measure.name)"] = line.measures[measure]
        }
        return [
            "cause": line.cause, "creator_id": line.creator as Any? ?? NSNull(),
            "code": line.code as Any? ?? NSNull(),
            "occurred_at_ms": line.occurredAt.milliseconds, "measures_minor_units": measures,
        ]
    }
}
