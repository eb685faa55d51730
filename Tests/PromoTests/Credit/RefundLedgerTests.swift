import Promo
import Testing

@Suite struct RefundLedgerTests {
    @Test(arguments: 0..<60)
    func `random refunds never return more than there was`(seed: Int) {
        var random = RandomOrder(numbers: SeededNumbers(seed: UInt64(seed)))
        for _ in 0..<40 {
            var order = random.order()
            var figures = OrderFigures()
            figures.compute(&order)
            var ledger = RefundLedger()
            ledger.open(order, figures)
            var left = figures.merchandise
            for _ in 0..<6 {
                let (refund, lines) = random.refund(of: order)
                let taken = ledger.take(refund, lines: lines[...])
                check(taken)
                left += taken.measures
                let measures = [Measure.net, .cost, .uncostedUnits]
                #expect(measures.allSatisfy { left[$0] >= 0 })
                #expect(left[.returnedUnits] <= left[.units])
                var settled = left
                settled.settleNet()
                #expect(left == settled)
            }
        }
    }

    private func check(_ taken: RefundLedger.Taken) {
        let measures = taken.measures
        #expect([Measure.returnedUnits, .returns].allSatisfy { measures[$0] >= 0 })
        #expect([Measure.net, .cost, .uncostedUnits].allSatisfy { measures[$0] <= 0 })
        #expect([Measure.orders, .units, .gross, .discount].allSatisfy { measures[$0] == 0 })
    }

    @Test(arguments: 0..<40)
    func `returning all units, in whatever steps, returns exactly the net and all cost`(seed: Int) {
        var random = RandomOrder(numbers: SeededNumbers(seed: UInt64(seed) + 1_000))
        for _ in 0..<40 {
            var order = random.order()
            var figures = OrderFigures()
            figures.compute(&order)
            var ledger = RefundLedger()
            ledger.open(order, figures)
            var left = figures.merchandise
            for line in order.lines {
                var units = line.quantity
                while units > 0 {
                    let step = min(units, random.pick([1, 1, 2, 3]))
                    units -= step
                    var refund = Refund()
                    refund.lines = [
                        RefundLine(
                            lineHash: line.lineHash, quantity: step, amount: nil, restocked: true)
                    ]
                    let fact = RefundFact(refund, refundID: .absent, firstLine: 0, offset: 0)
                    let taken = ledger.take(fact, lines: refund.lines[...])
                    #expect(!taken.isOver)
                    left += taken.measures
                }
            }
            #expect(left[.net] == netWithoutUnits(order, figures))
            #expect(left[.returnedUnits] == left[.units])
            #expect(left[.uncostedUnits] == 0)
        }
    }

    /// A line of no units has a price of 0, so that nothing is left of it.
    private func netWithoutUnits(_ order: Order, _ figures: OrderFigures) -> Int64 {
        zip(order.lines, figures.lines.map(\.net)).reduce(0) { sum, line in
            line.0.quantity == 0 && !line.0.isGiftCard ? sum + line.1 : sum
        }
    }

    @Test(arguments: 0..<40)
    func `the whole sum returns all of the merchandise, and one unit more is over`(seed: Int) {
        var random = RandomOrder(numbers: SeededNumbers(seed: UInt64(seed) + 2_000))
        for extra in [Int64(0), 1] {
            var order = random.order()
            var figures = OrderFigures()
            figures.compute(&order)
            var ledger = RefundLedger()
            ledger.open(order, figures)
            let all =
                figures.lines.map(\.net).reduce(0, +) + figures.shippingNet + figures.tax
                + order.tips
            var refund = Refund()
            refund.amount = all + extra
            let fact = RefundFact(refund, refundID: .absent, firstLine: 0, offset: 0)
            let taken = ledger.take(fact, lines: [])
            #expect(taken.isOver == (extra > 0))
            #expect(taken.measures[.returns] == figures.merchandise[.net])
            #expect(taken.measures[.returnedUnits] == 0)
            let nothing = ledger.take(fact, lines: [])
            #expect(nothing.measures.isZero)
        }
    }
}
