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
        reader.content.reset()
        reader.content.add(bytes(order.orderID))
        reader.content.add(order.placedAt)
        reader.content.add(Int64(order.currency.letters))
        reader.content.add(order.version)
        reader.content.add(order.updatedAt)
        reader.content.add(order.cancelledAt)
        reader.content.add(order.isTest)
        reader.content.add(Int64(order.salesChannel.rawValue))
        reader.content.add(storeID)
        reader.content.add(region)
        add(order.customerID)
        reader.content.add(optional: order.customerIsNew.map { $0 ? 1 : 0 })
        for code in order.codes { reader.content.add(bytes(code.typed)) }
        reader.content.add(Int64(order.codes.count))
        reader.content.add(order.taxesIncluded)
        for index in order.lines.indices { addLine(index, of: order) }
        reader.content.add(Int64(order.lines.count))
        for discount in order.shippingDiscounts { add(discount) }
        reader.content.add(Int64(order.shippingDiscounts.count))
        reader.content.add(order.shipping)
        reader.content.add(order.shippingTax)
        reader.content.add(order.tips)
        add(order.referrerCreatorID)
        add(order.referrerSource)
        reader.content.add(order.referrerClickedAt)
        return reader.content.value
    }

    private func addLine(_ index: Int, of order: Order) {
        let (line, note) = (order.lines[index], lineNotes[index])
        reader.content.add(bytes(line.lineID))
        add(line.sku)
        reader.content.add(line.quantity)
        reader.content.add(note.unitPrice)
        let discounts = discounts(of: index, order)
        for place in discounts { add(order.lineDiscounts[place]) }
        reader.content.add(Int64(discounts.count))
        reader.content.add(note.unitCost >= 0)
        if note.unitCost >= 0 { reader.content.add(note.unitCost) }
        reader.content.add(line.tax)
        reader.content.add(line.isGiftCard)
    }

    private func add(_ discount: OrderDiscount) {
        reader.content.add(discountNotes[Int(discount.code)].code)
        reader.content.add(discount.amount)
    }

    private func add(_ text: Text) { reader.content.add(text.isAbsent ? nil : bytes(text)) }

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
