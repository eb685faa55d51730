import Promo

extension OrderDecoder {
    /// The sums over an order's lines that must stay within Int64; nil is beyond it.
    struct Merchandise {
        var price: Int64? = 0
        var discount: Int64? = 0
        var tax: Int64? = 0
        var cost: Int64? = 0
        var units: Int64? = 0
    }

    func readLines(
        _ entry: Int?, _ decimals: Int, _ order: inout Order
    ) throws(Refusal) -> Merchandise {
        lineIndex.reset()
        var sums = Merchandise()
        try reader.forEachObject(in: entry) { element throws(Refusal) in
            let fields = reader.notedFields(of: element, lineNames)
            try readLine(fields, decimals, &order, &sums)
        }
        reader.content.add(Int64(order.lines.count))
        return sums
    }

    private func readLine(
        _ fields: Fields<OrderLineField>, _ decimals: Int, _ order: inout Order,
        _ sums: inout Merchandise
    ) throws(Refusal) {
        let idEntry = try reader.required(fields, .line_id)
        let id = try reader.id(idEntry)
        let hash = Hash.bits64(id)
        guard lineIndex.insert(hash) else {
            throw reader.refusal(.badField, at: idEntry, "each line_id once in an order")
        }
        let sku = reader.text(fields[.sku])
        let quantity = try reader.quantity(try reader.required(fields, .quantity))
        let linePrice = isTranslated ? fields[._line_price] : nil
        let priceEntry: Int
        if let linePrice {
            priceEntry = linePrice
        } else {
            priceEntry = try reader.required(fields, .unit_price)
        }
        let unitPrice = try reader.amount(priceEntry, decimals)
        let price = linePrice == nil ? product(unitPrice, quantity, at: priceEntry) : unitPrice
        reader.content.add(id)
        reader.content.add(sku)
        reader.content.add(quantity ?? 0)
        reader.content.add(unitPrice ?? 0)
        let discount = try readDiscounts(
            fields[.discounts], line: Int32(order.lines.count), decimals,
            into: &order.lineDiscounts)
        try refuse(discount, above: price, at: fields[.discounts])
        let tax = try reader.taxOrZero(fields[.tax], decimals)
        if order.taxesIncluded, let price, let discount {
            try refuse(tax, above: price - discount, at: fields[.tax])
        }
        let cost = try readCost(fields[.unit_cost], quantity, decimals)
        let isGiftCard = try reader.flag(fields[.gift_card]) ?? false
        reader.content.add(tax ?? 0)
        reader.content.add(isGiftCard)
        order.lines.append(
            OrderLine(
                lineID: reader.span(id), lineHash: hash,
                sku: reader.span(sku), quantity: quantity ?? 0, price: price ?? 0,
                tax: tax ?? 0, cost: cost, isGiftCard: isGiftCard))
        sums.price = reader.add(sums.price, price, at: 0)
        sums.discount = reader.add(sums.discount, discount, at: 0)
        sums.tax = reader.add(sums.tax, tax, at: 0)
        sums.cost = reader.add(sums.cost, cost ?? 0, at: 0)
        sums.units = reader.add(sums.units, quantity, at: 0)
    }

    /// The line's price; nil beyond Int64. Nothing of what is beyond it is nothing.
    private func product(_ unitPrice: Int64?, _ quantity: Int64?, at entry: Int) -> Int64? {
        guard let unitPrice, let quantity else { return unitPrice == 0 || quantity == 0 ? 0 : nil }
        let (price, isBeyond) = unitPrice.multipliedReportingOverflow(by: quantity)
        if isBeyond { reader.noteOverflow(at: entry) }
        return isBeyond ? nil : price
    }

    /// unit_cost × quantity; nil without a cost. The hash takes the cost as it is.
    private func readCost(
        _ entry: Int?, _ quantity: Int64?, _ decimals: Int
    ) throws(Refusal) -> Int64? {
        reader.content.add(entry != nil)
        guard let entry else { return nil }
        if let unitCost = reader.shortUnits(entry, decimals) {
            reader.content.add(unitCost)
            return product(unitCost, quantity, at: entry) ?? 0
        }
        let unitCost = try reader.decimal(entry)
        if case .minorUnits(let units) = unitCost.exact(decimals: decimals) {
            reader.content.add(units)
        } else {
            reader.content.add(unitCost.whole)
            reader.content.add(unitCost.fraction)
        }
        let cost = unitCost.product(quantity ?? 0, decimals: decimals)
        return reader.minorUnits(cost, entry) ?? 0
    }

    /// An unknown limit is beyond Int64, as is an unknown part: only the part is then above it.
    private func refuse(
        _ part: Int64?, above limit: Int64?, at entry: Int?
    ) throws(Refusal) {
        guard let limit, let entry, (part ?? .max) > limit || part == nil else { return }
        throw reader.refusal(.badMoney, at: entry, "no more than the line's price in all")
    }

    func readShipping(
        _ fields: Fields<OrderField>, _ sums: Merchandise, _ decimals: Int, _ order: inout Order
    ) throws(Refusal) {
        let shipping = try reader.amountOrZero(fields[.shipping], decimals)
        let discount = try readDiscounts(
            fields[.shipping_discounts], line: -1, decimals, into: &order.shippingDiscounts)
        let tax = try reader.taxOrZero(fields[.shipping_tax], decimals)
        let tips = try reader.amountOrZero(fields[.tips], decimals)
        order.shipping = shipping ?? 0
        order.shippingTax = tax ?? 0
        order.tips = tips ?? 0
        reader.content.add(order.shipping)
        reader.content.add(order.shippingTax)
        reader.content.add(order.tips)
        // All that the order's money may be added up to: what was paid, and what was taken off.
        var total = reader.add(sums.price, shipping, at: 0)
        total = reader.add(total, sums.tax, at: 0)
        total = reader.add(total, tax, at: 0)
        _ = reader.add(total, tips, at: 0)
        _ = reader.add(sums.discount, discount, at: 0)
    }
}
