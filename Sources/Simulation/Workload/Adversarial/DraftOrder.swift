// An order as the adversarial shop holds it, from which its versions are written.

struct DraftDiscount {
    var code: String?
    var amount: Int
}

struct DraftLine {
    var id: String
    var sku: String?
    var quantity: Int
    /// Minor units.
    var unitPrice: Int
    var discounts: [DraftDiscount]
    /// Decimal text, finer than the currency at times.
    var tax: String?
    var unitCost: String?
    var isGiftCard: Bool

    var net: Int { quantity * unitPrice - discounts.reduce(0) { $0 + $1.amount } }
}

struct DraftOrder {
    var id: String
    var placedAt: Int64
    var updatedAt: Int64
    var cancelledAt: Int64?
    var isTest = false
    var currency: String
    var decimals: Int
    var channel: String?
    var customer: String?
    var isNew: Bool?
    var codes: [String]
    var taxesIncluded: Bool
    var lines: [DraftLine]
    var shipping: Int?
    var shippingDiscounts: [DraftDiscount]
    var shippingTax: String?
    var tips: Int?

    /// - Parameter version: nil where the topic goes by updated_at.
    func json(version: Int?, _ spelling: inout Spelling) -> String {
        let lines = lines.map { json($0, &spelling) }
        let codes = codes.map { code in
            spelling.object([("code", spelling.id(code))])
        }
        var customerFields: [(name: String, json: String?)] = []
        if let customer { customerFields.append(("id", spelling.id(customer))) }
        if let isNew { customerFields.append(("is_new", isNew ? "true" : "false")) }
        let shippingDiscounts = shippingDiscounts.map { json($0, &spelling) }
        return spelling.object([
            ("order_id", spelling.id(id)),
            ("placed_at", spelling.time(placedAt)),
            ("currency", "\"\(currency)\""),
            ("version", version.map(String.init)),
            ("updated_at", version == nil ? spelling.time(updatedAt) : nil),
            ("cancelled_at", cancelledAt.map { spelling.time($0) }),
            ("test", isTest ? "true" : nil),
            ("sales_channel", channel.map { "\"\($0)\"" }),
            ("customer", customerFields.isEmpty ? nil : spelling.object(customerFields)),
            ("codes", codes.isEmpty ? nil : spelling.list(codes)),
            ("taxes_included", taxesIncluded ? "true" : nil),
            ("lines", spelling.list(lines)),
            ("shipping", shipping.map { spelling.money($0, decimals) }),
            (
                "shipping_discounts",
                shippingDiscounts.isEmpty ? nil : spelling.list(shippingDiscounts)
            ),
            ("shipping_tax", shippingTax.map { "\"\($0)\"" }),
            ("tips", tips.map { spelling.money($0, decimals) }),
        ])
    }

    private func json(_ line: DraftLine, _ spelling: inout Spelling) -> String {
        let discounts = line.discounts.map { json($0, &spelling) }
        return spelling.object([
            ("line_id", spelling.id(line.id)),
            ("sku", line.sku.map { spelling.text($0) }),
            ("quantity", String(line.quantity)),
            ("unit_price", spelling.money(line.unitPrice, decimals)),
            ("discounts", discounts.isEmpty ? nil : spelling.list(discounts)),
            ("tax", line.tax.map { "\"\($0)\"" }),
            ("unit_cost", line.unitCost.map { "\"\($0)\"" }),
            ("gift_card", line.isGiftCard ? "true" : nil),
        ])
    }

    private func json(_ discount: DraftDiscount, _ spelling: inout Spelling) -> String {
        spelling.object([
            ("code", discount.code.map { spelling.id($0) }),
            ("amount", spelling.money(discount.amount, decimals)),
        ])
    }
}
