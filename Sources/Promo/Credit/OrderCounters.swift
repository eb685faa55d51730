// Which measures count an order by what it is.

extension Order {
    package var customer: CustomerKind {
        switch customerIsNew {
        case .some(true): .new
        case .some(false): .returning
        case nil: .unknown
        }
    }
}

extension CustomerKind {
    /// What counts the orders of such customers.
    var counter: Measure {
        switch self {
        case .new: .newCustomers
        case .returning: .returningCustomers
        case .unknown: .unknownCustomers
        }
    }
}

extension SalesChannel {
    /// What counts the orders of this channel.
    var counter: Measure {
        switch self {
        case .online: .onlineOrders
        case .app: .appOrders
        case .pos: .posOrders
        }
    }
}
