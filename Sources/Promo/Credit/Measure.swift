/// What is counted of an order, in the contract's order and words (contract §2, scorecards).
package enum Measure: Int, CaseIterable, Sendable {
    case orders, units, gross, discount, codeDiscount, returnedUnits, returns, net, cost
    case uncostedUnits, cancelledOrders, returnedOrders
    case newCustomers, returningCustomers, unknownCustomers
    case onlineOrders, appOrders, posOrders

    /// The field's name in attributions and scorecards.
    package var name: StaticString {
        switch self {
        case .orders: "orders"
        case .units: "units"
        case .gross: "gross"
        case .discount: "discount"
        case .codeDiscount: "code_discount"
        case .returnedUnits: "returned_units"
        case .returns: "returns"
        case .net: "net"
        case .cost: "cost"
        case .uncostedUnits: "uncosted_units"
        case .cancelledOrders: "cancelled_orders"
        case .returnedOrders: "returned_orders"
        case .newCustomers: "new_customers"
        case .returningCustomers: "returning_customers"
        case .unknownCustomers: "unknown_customers"
        case .onlineOrders: "online_orders"
        case .appOrders: "app_orders"
        case .posOrders: "pos_orders"
        }
    }

    /// Minor units of the currency; the others are counts.
    package var isMoney: Bool {
        switch self {
        case .gross, .discount, .codeDiscount, .returns, .net, .cost: true
        default: false
        }
    }

    /// The measures that an attribution spells out; the customer and channel counters follow from
    /// its `orders`, `customer` and `sales_channel`.
    package static let attributed = Measure.orders.rawValue...Measure.returnedOrders.rawValue
}

/// One figure for each measure: counts, and Int64 minor units of one currency.
package struct Measures: Equatable, Sendable {
    /// Made anew, for a stored one would be read at each use.
    package static var count: Int { 18 }

    package var values = InlineArray<18, Int64>(repeating: 0)

    package init() {}

    package subscript(measure: Measure) -> Int64 {
        get { values[measure.rawValue] }
        set { values[measure.rawValue] = newValue }
    }

    /// Lends the figures in the measures' order, to be changed. Read one by one from another
    /// module, each would cost a copy of them all.
    package mutating func withMutableFigures(_ body: (UnsafeMutablePointer<Int64>) -> Void) {
        withUnsafeMutableBytes(of: &values) { bytes in
            if let start = bytes.baseAddress { body(start.assumingMemoryBound(to: Int64.self)) }
        }
    }

    // Read through spans: of the array itself, each figure would cost a copy of them all.

    package var isZero: Bool {
        let values = values.span
        for index in 0..<Measures.count where values[index] != 0 { return false }
        return true
    }

    package static func == (a: Measures, b: Measures) -> Bool {
        let (first, second) = (a.values.span, b.values.span)
        for index in 0..<Measures.count where first[index] != second[index] { return false }
        return true
    }

    package static func += (a: inout Measures, b: Measures) {
        let added = b.values.span
        for index in 0..<Measures.count { a.values[index] += added[index] }
    }

    package static func -= (a: inout Measures, b: Measures) {
        let taken = b.values.span
        for index in 0..<Measures.count { a.values[index] -= taken[index] }
    }

    package static prefix func - (a: Measures) -> Measures {
        var negated = Measures()
        negated -= a
        return negated
    }

    /// net = gross − discount − returns (contract §2).
    package mutating func settleNet() {
        self[.net] = self[.gross] - self[.discount] - self[.returns]
    }
}
