/// What survey responses say beside the codes (contract §4): counts, and the net of orders that no
/// code explains, in minor units.
package enum SurveyMeasure: Int, CaseIterable, Sendable {
    case agree, disagree, other, claimed, selfReportedOrders, selfReportedNet

    package var name: StaticString {
        switch self {
        case .agree: "agree"
        case .disagree: "disagree"
        case .other: "other"
        case .claimed: "claimed"
        case .selfReportedOrders: "self_reported_orders"
        case .selfReportedNet: "self_reported_net"
        }
    }
}

package struct SurveyCounts: Equatable, Sendable {
    package static let count = 6

    package var values = InlineArray<6, Int64>(repeating: 0)

    package init() {}

    package subscript(measure: SurveyMeasure) -> Int64 {
        get { values[measure.rawValue] }
        set { values[measure.rawValue] = newValue }
    }

    package var isZero: Bool { self == SurveyCounts() }

    package static func == (a: SurveyCounts, b: SurveyCounts) -> Bool {
        for index in 0..<SurveyCounts.count where a.values[index] != b.values[index] {
            return false
        }
        return true
    }

    package static func -= (a: inout SurveyCounts, b: SurveyCounts) {
        for index in 0..<SurveyCounts.count { a.values[index] -= b.values[index] }
    }
}

/// The survey's counts for one creator, dated the order's placed_at.
package struct SurveyPart: Sendable {
    package var creator: Text
    package var placedAt: EventTime
    package var currency: Currency
    package var counts: SurveyCounts
    package var customer: CustomerKind
    package var salesChannel: SalesChannel

    package init(
        creator: Text, placedAt: EventTime, currency: Currency, counts: SurveyCounts,
        customer: CustomerKind, salesChannel: SalesChannel
    ) {
        self.creator = creator
        self.customer = customer
        self.salesChannel = salesChannel
        self.placedAt = placedAt
        self.currency = currency
        self.counts = counts
    }
}
