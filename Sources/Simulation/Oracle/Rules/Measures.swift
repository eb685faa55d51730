// The measures of a part of credit and of a scorecard.

package enum Measure: Int, CaseIterable, Sendable {
    case orders, units, gross, discount, code_discount, returned_units, returns, net, cost
    case uncosted_units, cancelled_orders, returned_orders
    case new_customers, returning_customers, unknown_customers
    case online_orders, app_orders, pos_orders

    package var name: String { String(describing: self) }

    package var isMoney: Bool {
        switch self {
        case .gross, .discount, .code_discount, .returns, .net, .cost: true
        default: false
        }
    }
}

/// One figure a measure: counts, or minor units of one currency.
package struct Measures: Equatable, Sendable {
    private var figures = [Int128](repeating: 0, count: Measure.allCases.count)

    package init() {}

    package subscript(_ measure: Measure) -> Int128 {
        get { figures[measure.rawValue] }
        set { figures[measure.rawValue] = newValue }
    }

    package var isZero: Bool { figures.allSatisfy { $0 == 0 } }

    package static func += (a: inout Measures, b: Measures) {
        for index in a.figures.indices { a.figures[index] += b.figures[index] }
    }

    package static func -= (a: inout Measures, b: Measures) {
        for index in a.figures.indices { a.figures[index] -= b.figures[index] }
    }
}
