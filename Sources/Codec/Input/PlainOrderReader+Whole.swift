import Promo

// What can be said once the whole order is read.

extension PlainOrderReader {
    /// Nothing is dated more than 24 h after the record's own timestamp.
    func isPast(_ order: Order, _ input: DecodeInput) -> Bool {
        guard input.timestamp.milliseconds >= 0 else { return true }
        let end = input.timestamp.advanced(by: EventTime.dayMilliseconds).milliseconds
        return order.placedAt.milliseconds <= end
            && order.cancelledAt?.milliseconds ?? .min <= end
    }

    /// Where prices contain the tax, no line's tax is above what is left of its price.
    func isTaxContained(in order: Order) -> Bool {
        guard order.taxesIncluded else { return true }
        for index in order.lines.indices {
            var left = order.lines[index].price
            for discount in discounts(of: index, order) {
                left -= order.lineDiscounts[discount].amount
            }
            guard order.lines[index].tax <= left else { return false }
        }
        return true
    }

    private func discounts(of line: Int, _ order: Order) -> Range<Int> {
        let next = line + 1
        let end =
            next < lineNotes.count ? lineNotes[next].firstDiscount : order.lineDiscounts.count
        return lineNotes[line].firstDiscount..<end
    }

    /// The same as the decoder's: each field in the same order and form.
    func contentHash(of order: Order) -> UInt64 {
        var content = ContentHash()
        content.add(bytes(order.orderID))
        content.add(order.placedAt)
        content.add(Int64(order.currency.letters))
        content.add(order.version)
        content.add(order.updatedAt)
        content.add(order.cancelledAt)
        content.add(order.isTest)
        content.add(Int64(order.salesChannel.rawValue))
        add(storeID, to: &content)
        add(region, to: &content)
        add(order.customerID, to: &content)
        content.add(optional: order.customerIsNew.map { $0 ? 1 : 0 })
        for code in order.codes { content.add(bytes(code.typed)) }
        content.add(Int64(order.codes.count))
        content.add(order.taxesIncluded)
        for index in order.lines.indices { addLine(index, of: order, to: &content) }
        content.add(Int64(order.lines.count))
        for discount in order.shippingDiscounts { add(discount, to: &content) }
        content.add(Int64(order.shippingDiscounts.count))
        content.add(order.shipping)
        content.add(order.shippingTax)
        content.add(order.tips)
        add(order.referrerCreatorID, to: &content)
        add(order.referrerSource, to: &content)
        content.add(order.referrerClickedAt)
        return content.value
    }

    private func addLine(_ index: Int, of order: Order, to content: inout ContentHash) {
        let (line, note) = (order.lines[index], lineNotes[index])
        content.add(bytes(line.lineID))
        add(line.sku, to: &content)
        content.add(line.quantity)
        content.add(note.unitPrice)
        let discounts = discounts(of: index, order)
        for place in discounts { add(order.lineDiscounts[place], to: &content) }
        content.add(Int64(discounts.count))
        content.add(note.unitCost >= 0)
        if note.unitCost >= 0 { content.add(note.unitCost) }
        content.add(line.tax)
        content.add(line.isGiftCard)
    }

    private func add(_ discount: OrderDiscount, to content: inout ContentHash) {
        content.add(discountNotes[Int(discount.code)].code)
        content.add(discount.amount)
    }

    @inline(__always)
    private func add(_ text: Text, to content: inout ContentHash) {
        content.add(text.count < 0 ? nil : bytes(text))
    }

    /// Until here a discount's code is the place of its note: the order's codes may stand behind
    /// it.
    func settleDiscounts(_ order: inout Order) {
        for index in order.lineDiscounts.indices {
            order.lineDiscounts[index].code = code(of: order.lineDiscounts[index])
        }
        for index in order.shippingDiscounts.indices {
            order.shippingDiscounts[index].code = code(of: order.shippingDiscounts[index])
        }
    }

    /// The place of its code among the order's; -1 for none, or one the order does not list.
    private func code(of discount: OrderDiscount) -> Int32 {
        let note = discountNotes[Int(discount.code)]
        return note.code == nil ? -1 : codeIndex.place(of: note.hash)
    }
}
