// One version of an order, as the contract reads it.

package enum PlainChannel: String, CaseIterable, Sendable {
    case online, app, pos
}

/// A code in the form it was typed and in its normal form.
package struct PlainCode: Equatable, Sendable {
    package var typed: Bytes
    package var normal: Bytes
}

/// What a discount took off. `code` is in its normal form; nil is an automatic one.
package struct PlainDiscount: Equatable, Sendable {
    package var code: Bytes?
    package var amount: Int128
}

package struct PlainLine: Sendable {
    package var id: Bytes
    package var sku: Bytes?
    package var quantity: Int128
    /// unit_price × quantity, minor units.
    package var price: Int128
    package var discounts: [PlainDiscount]
    package var tax: Int128
    /// unit_cost × quantity, rounded half even; nil without a unit_cost.
    package var cost: Int128?
    package var isGiftCard: Bool
}

package struct PlainOrder: Sendable {
    package var id: Bytes
    package var version: Int64
    package var placedAt: Int64
    package var updatedAt: Int64?
    package var cancelledAt: Int64?
    package var isTest: Bool
    package var currency: PlainCurrency
    package var channel: PlainChannel
    package var customerIsNew: Bool?
    /// Distinct in their normal form, without empty ones.
    package var codes: [PlainCode]
    package var taxesIncluded: Bool
    package var lines: [PlainLine]
    package var shipping: Int128
    package var shippingDiscounts: [PlainDiscount]
    package var shippingTax: Int128
    package var tips: Int128
}

extension PlainOrder {
    /// Field by field in the table's order; `id` was read before. A translator may give a line's
    /// price whole, where the shop does not say that of one unit.
    package init(
        _ record: PlainValue, id: Bytes, isTranslated: Bool = false
    ) throws(Refusal) {
        self.id = id
        placedAt = try FieldReading.requiredTime(record["placed_at"], "placed_at")
        currency = try FieldReading.currency(record["currency"])
        let decimals = currency.decimals
        let version = try FieldReading.integer(record["version"], "version")
        updatedAt = try FieldReading.time(record["updated_at"], "updated_at")
        self.version = version ?? updatedAt ?? 0
        cancelledAt = try FieldReading.time(record["cancelled_at"], "cancelled_at")
        isTest = try FieldReading.flag(record["test"], "test") ?? false
        channel = try FieldReading.word(record["sales_channel"], "sales_channel") ?? .online
        let customer = try FieldReading.object(record["customer"], "customer")
        _ = try FieldReading.id(customer?["id"], "customer.id")
        customerIsNew = try FieldReading.flag(customer?["is_new"], "customer.is_new")
        codes = []
        for entry in try FieldReading.objects(record["codes"], "codes") ?? [] {
            guard let typed = FieldReading.code(entry["code"]) else { continue }
            let normal = PlainForms.normal(typed)
            guard !normal.isEmpty, !codes.contains(where: { $0.normal == normal }) else { continue }
            codes.append(PlainCode(typed: typed, normal: normal))
        }
        taxesIncluded = try FieldReading.flag(record["taxes_included"], "taxes_included") ?? false
        guard let written = try FieldReading.objects(record["lines"], "lines") else {
            throw Refusal(.missing_field, "lines")
        }
        lines = []
        // A whole price, beyond Int64 or not, is told at the end: other reasons come first.
        var amounts: [Int128] = []
        for entry in written {
            let id = try FieldReading.requiredID(entry["line_id"], "lines.line_id")
            guard !lines.contains(where: { $0.id == id }) else {
                throw Refusal(.bad_field, "lines.line_id")
            }
            let linePrice = isTranslated ? entry["_line_price"] : nil
            lines.append(try Self.line(id, entry, linePrice, decimals, taxesIncluded, &amounts))
        }
        shipping = try FieldReading.money(record["shipping"], decimals, "shipping") ?? 0
        shippingDiscounts = try Self.discounts(
            record["shipping_discounts"], decimals, "shipping_discounts")
        shippingTax = try FieldReading.tax(record["shipping_tax"], decimals, "shipping_tax") ?? 0
        tips = try FieldReading.money(record["tips"], decimals, "tips") ?? 0
        let referrer = try FieldReading.object(record["referrer"], "referrer")
        _ = try FieldReading.id(referrer?["creator_id"], "referrer.creator_id")
        _ = try FieldReading.time(referrer?["clicked_at"], "referrer.clicked_at")
        try refuseOverflow(amounts)
    }

    private static func line(
        _ id: Bytes, _ entry: PlainValue, _ linePrice: PlainValue?, _ decimals: Int,
        _ taxesIncluded: Bool, _ amounts: inout [Int128]
    ) throws(Refusal) -> PlainLine {
        let quantity = try FieldReading.requiredQuantity(entry["quantity"], "lines.quantity")
        let stated = try FieldReading.requiredMoney(
            linePrice ?? entry["unit_price"], decimals, "lines.unit_price")
        let price = linePrice == nil ? stated * quantity : stated
        let discounts = try discounts(entry["discounts"], decimals, "lines.discounts")
        let paid = price - discounts.reduce(0) { $0 + $1.amount }
        guard paid >= 0 else { throw Refusal(.bad_money, "lines.discounts") }
        let tax = try FieldReading.tax(entry["tax"], decimals, "lines.tax") ?? 0
        guard !taxesIncluded || tax <= paid else { throw Refusal(.bad_money, "lines.tax") }
        let unitCost = try FieldReading.decimal(entry["unit_cost"], "lines.unit_cost")
        let cost = unitCost?.multiplied(by: quantity).roundedHalfEven(decimals: decimals)
        let isGiftCard = try FieldReading.flag(entry["gift_card"], "lines.gift_card") ?? false
        amounts += [quantity, stated, price]
        if let unitCost { amounts.append(unitCost.roundedHalfEven(decimals: decimals)) }
        return PlainLine(
            id: id, sku: entry["sku"]?.text, quantity: quantity, price: price,
            discounts: discounts, tax: tax, cost: cost, isGiftCard: isGiftCard)
    }

    private static func discounts(
        _ value: PlainValue?, _ decimals: Int, _ field: StaticString
    ) throws(Refusal) -> [PlainDiscount] {
        var discounts: [PlainDiscount] = []
        for entry in try FieldReading.objects(value, field) ?? [] {
            let normal = FieldReading.code(entry["code"]).map(PlainForms.normal)
            let amount = try FieldReading.requiredMoney(entry["amount"], decimals, field)
            discounts.append(
                PlainDiscount(code: normal.flatMap { $0.isEmpty ? nil : $0 }, amount: amount))
        }
        return discounts
    }

    /// No amount, no line, and nothing that they add up to may leave Int64.
    private func refuseOverflow(_ amounts: [Int128]) throws(Refusal) {
        var all = amounts + [shipping, shippingTax, tips]
        // Sums stop growing far beyond Int64, long before Int128 ends.
        func sum(_ parts: [Int128]) -> Int128 {
            parts.reduce(0) { min($0 + min($1, PlainDecimal.beyond), PlainDecimal.beyond) }
        }
        all.append(sum(lines.map(\.quantity)))
        all.append(sum(lines.map { $0.cost ?? 0 }))
        all.append(sum(lines.flatMap(\.discounts).map(\.amount) + shippingDiscounts.map(\.amount)))
        all.append(sum(lines.map(\.price) + lines.map(\.tax) + [shipping, shippingTax, tips]))
        guard all.allSatisfy({ $0 <= Int128(Int64.max) }) else { throw Refusal(.overflow, "lines") }
    }
}
