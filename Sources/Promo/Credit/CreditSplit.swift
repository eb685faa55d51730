// How the winners of an order share its credit (contract §3.4), where there are several. Used again
// for each order.

struct CreditSplit {
    private struct Owner {
        var weight: Int64
        /// Its `code_discount`.
        var codeDiscount: Int64
        /// What is left of its own: returns are shared over these.
        var net: Int64 = 0
        var units: Int64 = 0
        var cost: Int64 = 0
        var uncosted: Int64 = 0
    }

    private var owners: [Owner] = []
    /// The owner of every counter: the largest weight, the first of equals.
    private(set) var counterOwner = 0
    private var weights: [Int64] = []
    private var portions: [Int64] = []
    /// By owner: what the last call gave.
    private(set) var shares: [Measures] = []

    /// There is nothing to share.
    mutating func close() {
        owners.clear()
        counterOwner = 0
    }

    /// - Parameter winners: more than one.
    mutating func open(_ winners: [Judgement.Contender], stacking: Stacking) {
        close()
        var isByDiscount = stacking == .splitByDiscount
        if isByDiscount { isByDiscount = winners.contains { $0.competing > 0 } }
        for winner in winners {
            owners.append(
                Owner(
                    weight: isByDiscount ? winner.competing : 1,
                    codeDiscount: winner.codeDiscount))
        }
        for index in owners.indices where owners[index].weight > owners[counterOwner].weight {
            counterOwner = index
        }
    }

    /// The order's own measures: money and units by weight, `discount` as what is between.
    mutating func shareOrder(_ whole: Measures) {
        begin()
        for measure: Measure in [.net, .gross, .units, .cost, .uncostedUnits] {
            cut(whole[measure], of: measure) { $0.weight }
        }
        for index in owners.indices {
            shares[index][.discount] = shares[index][.gross] - shares[index][.net]
            shares[index][.codeDiscount] = owners[index].codeDiscount
            keep(index)
        }
        giveCounters(of: whole)
    }

    /// What a refund takes, over what is left of each owner's own.
    mutating func shareRefund(_ whole: Measures) {
        begin()
        cut(whole[.returns], of: .returns) { $0.net }
        cut(whole[.returnedUnits], of: .returnedUnits) { $0.units }
        cut(whole[.cost], of: .cost) { $0.cost }
        cut(whole[.uncostedUnits], of: .uncostedUnits) { $0.uncosted }
        giveCounters(of: whole)
        for index in owners.indices {
            shares[index].settleNet()
            owners[index].net -= shares[index][.returns]
            owners[index].units -= shares[index][.returnedUnits]
            owners[index].cost += shares[index][.cost]
            owners[index].uncosted += shares[index][.uncostedUnits]
        }
    }

    private mutating func begin() {
        shares.clear()
        for _ in owners { shares.append(Measures()) }
    }

    private mutating func keep(_ index: Int) {
        owners[index].net = shares[index][.net]
        owners[index].units = shares[index][.units]
        owners[index].cost = shares[index][.cost]
        owners[index].uncosted = shares[index][.uncostedUnits]
    }

    private mutating func cut(
        _ amount: Int64, of measure: Measure, by weight: (Owner) -> Int64
    ) {
        guard amount != 0 else { return }
        weights.clear()
        for owner in owners { weights.append(weight(owner)) }
        LargestRemainder.allocate(abs(amount), over: weights, into: &portions)
        for index in owners.indices {
            shares[index][measure] = amount < 0 ? -portions[index] : portions[index]
        }
    }

    private mutating func giveCounters(of whole: Measures) {
        let counters: [Measure] = [
            .orders, .returnedOrders, .newCustomers, .returningCustomers, .unknownCustomers,
            .onlineOrders, .appOrders, .posOrders,
        ]
        for counter in counters { shares[counterOwner][counter] = whole[counter] }
    }
}
