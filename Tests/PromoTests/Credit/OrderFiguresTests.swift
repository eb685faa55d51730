import Promo
import Testing

@Suite struct OrderFiguresTests {
    @Test(arguments: 0..<60)
    func `gross less discounts is the net of every line, taxed or not`(seed: Int) {
        var random = RandomOrder(numbers: SeededNumbers(seed: UInt64(seed) + 3_000))
        for _ in 0..<50 {
            var order = random.order()
            var figures = OrderFigures()
            figures.compute(&order)
            var discounts = order.lines.map { _ in Int64(0) }
            for (discount, amount) in zip(order.lineDiscounts, figures.discounts) {
                #expect((0...discount.amount).contains(amount))
                discounts[Int(discount.line)] += amount
            }
            for (index, line) in order.lines.enumerated() {
                let (net, gross) = (figures.lines[index].net, figures.lines[index].gross)
                #expect(net == gross - discounts[index])
                #expect((0...line.price).contains(gross))
                #expect(net >= 0)
            }
        }
    }

    @Test(arguments: 0..<30)
    func `with contained taxes the net is what was paid less the tax`(seed: Int) {
        var random = RandomOrder(numbers: SeededNumbers(seed: UInt64(seed) + 4_000))
        for _ in 0..<50 {
            var order = random.order()
            var figures = OrderFigures()
            figures.compute(&order)
            var paid = order.lines.map(\.price)
            for discount in order.lineDiscounts { paid[Int(discount.line)] -= discount.amount }
            for (index, line) in order.lines.enumerated() {
                let left = paid[index] - (order.taxesIncluded ? line.tax : 0)
                #expect(figures.lines[index].net == left)
            }
        }
    }
}
