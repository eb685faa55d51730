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
        (line == 0 ? 0 : lineNotes[line - 1].discountEnd)..<lineNotes[line].discountEnd
    }

    /// Finds the discounts' codes, which may stand behind them.
    /// - Returns: the content hash, the same as the decoder's: each field in the same order and
    ///   form.
    func settle(_ order: inout Order) -> UInt64 {
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
        for place in 0..<order.codes.count { content.add(hash: typedHash(order.codes[place])) }
        content.add(Int64(order.codes.count))
        content.add(order.taxesIncluded)
        settleLines(&order, &content)
        for place in 0..<order.shippingDiscounts.count {
            settle(&order.shippingDiscounts[place], order.codes, &content)
        }
        content.add(Int64(order.shippingDiscounts.count))
        content.add(order.shipping)
        content.add(order.shippingTax)
        content.add(order.tips)
        add(order.referrerCreatorID, to: &content)
        add(order.referrerSource, to: &content)
        content.add(order.referrerClickedAt)
        return content.value
    }

    private func settleLines(_ order: inout Order, _ content: inout ContentHash) {
        var discount = 0
        for index in 0..<order.lines.count {
            let note = lineNotes[index]
            content.add(hash: order.lines[index].lineHash)
            add(order.lines[index].sku, to: &content)
            content.add(order.lines[index].quantity)
            content.add(note.unitPrice)
            let first = discount
            while discount < note.discountEnd {
                settle(&order.lineDiscounts[discount], order.codes, &content)
                discount += 1
            }
            content.add(Int64(discount - first))
            content.add(note.unitCost >= 0)
            if note.unitCost >= 0 { content.add(note.unitCost) }
            content.add(order.lines[index].tax)
            content.add(order.lines[index].isGiftCard)
        }
        content.add(Int64(order.lines.count))
    }

    /// Until here a discount's code is the place of what was typed. Then it is the place of its
    /// code among the order's; -1 for none, or one the order does not list.
    private func settle(
        _ discount: inout OrderDiscount, _ codes: [OrderCode], _ content: inout ContentHash
    ) {
        let typed = discountCodes[Int(discount.code)]
        discount.code = -1
        if let typed {
            for place in 0..<min(codes.count, Self.fewCodes)
            where RecordReader.isEqual(typed, bytes(codes[place].typed)) {
                discount.code = Int32(place)
                content.add(hash: typedHash(codes[place]))
                return content.add(discount.amount)
            }
            normalForm.read(typed)
            content.add(normalForm.bytes.isEmpty ? nil : typed)
            discount.code = codeIndex.place(of: normalForm.hash)
        } else {
            content.add(nil as UnsafeRawBufferPointer?)
        }
        content.add(discount.amount)
    }

    /// The hash of a code as typed: mostly it is typed as it is found by.
    private func typedHash(_ code: OrderCode) -> UInt64 {
        code.normal.start == code.typed.start ? code.hash : Hash.bits64(bytes(code.typed))
    }

    @inline(__always)
    private func add(_ text: Text, to content: inout ContentHash) {
        content.add(text.count < 0 ? nil : bytes(text))
    }
}
