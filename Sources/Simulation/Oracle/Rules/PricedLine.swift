// What a line is worth: gross, discounts and net, with a contained tax taken out.

package struct PricedLine: Sendable {
    package var id: Bytes
    package var sku: Bytes?
    package var isGiftCard: Bool
    package var units: Int128
    package var gross: Int128
    package var discounts: [PlainDiscount]
    package var tax: Int128
    package var cost: Int128?

    package var discount: Int128 { discounts.reduce(0) { $0 + $1.amount } }
    package var net: Int128 { gross - discount }

    package init(_ line: PlainLine, taxesIncluded: Bool) {
        id = line.id
        sku = line.sku
        isGiftCard = line.isGiftCard
        units = line.quantity
        tax = line.tax
        cost = line.cost
        (gross, discounts) = Self.price(
            line.price, line.discounts, containing: taxesIncluded ? line.tax : 0)
    }

    /// The shipping of an order, as a line without units.
    package init(shippingOf order: PlainOrder) {
        id = "shipping"
        isGiftCard = false
        units = 0
        tax = order.shippingTax
        (gross, discounts) = Self.price(
            order.shipping, order.shippingDiscounts,
            containing: order.taxesIncluded ? order.shippingTax : 0)
    }

    /// net = price − discounts − tax; gross = price × net ÷ (price − discounts), or the price; the
    /// discounts shrink to gross − net.
    private static func price(
        _ price: Int128, _ discounts: [PlainDiscount], containing tax: Int128
    ) -> (gross: Int128, discounts: [PlainDiscount]) {
        let paid = price - discounts.reduce(0) { $0 + $1.amount }
        // Shipping may be sent with more discount or tax than it cost: nothing is left then.
        guard tax > 0, paid > 0 else { return (price, discounts) }
        let net = max(0, paid - tax)
        let gross = Shares.halfUp(price, net, of: paid)
        let scaled = Shares.byLargestRemainder(gross - net, discounts.map(\.amount))
        return (
            gross, zip(discounts, scaled).map { PlainDiscount(code: $0.code, amount: $1) }
        )
    }
}
