import Promo

extension PlainOrderReader {
    /// Walks an array of objects, each from behind its opening brace.
    @inline(__always)
    private func forEachElement(
        _ cursor: inout PlainCursor, _ body: (inout PlainCursor) -> Bool
    ) -> Bool {
        guard cursor.take(UInt8(ascii: "[")) else { return false }
        if cursor.take(UInt8(ascii: "]")) { return true }
        repeat {
            guard cursor.take(UInt8(ascii: "{")), body(&cursor) else { return false }
        } while cursor.take(UInt8(ascii: ","))
        return cursor.take(UInt8(ascii: "]"))
    }

    private static var neededOfOrder: UInt32 {
        bit(OrderField.order_id) | bit(OrderField.placed_at) | bit(OrderField.currency)
            | bit(OrderField.lines)
    }

    private static var neededOfLine: UInt32 {
        bit(OrderLineField.line_id) | bit(OrderLineField.quantity) | bit(OrderLineField.unit_price)
    }

    @inline(__always)
    private static func bit(_ name: some Field) -> UInt32 { 1 << UInt32(name.rawValue) }

    func readOrder(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        guard cursor.take(UInt8(ascii: "{")) else { return false }
        var walk = MemberWalk(orderNames)
        var shippingDiscount: Int64 = 0
        while let field = walk.next(&cursor) {
            let isRead =
                switch field {
                case .order_id: id(&cursor, into: &order.orderID)
                case .placed_at: time(&cursor, into: &order.placedAt)
                case .currency: readCurrency(&cursor, &order)
                case .version: readVersion(&cursor, &order)
                case .updated_at: time(&cursor, into: &order.updatedAt)
                case .cancelled_at: time(&cursor, into: &order.cancelledAt)
                case .test: flag(&cursor, into: &order.isTest)
                case .sales_channel: readSalesChannel(&cursor, &order)
                case .store_id: text(&cursor, into: &storeID)
                case .region: text(&cursor, into: &region)
                case .customer: readCustomer(&cursor, &order)
                case .codes: readCodes(&cursor, &order)
                case .taxes_included: flag(&cursor, into: &order.taxesIncluded)
                case .lines: readLines(&cursor, &order)
                case .shipping: amount(&cursor, into: &order.shipping)
                case .shipping_discounts:
                    readDiscounts(
                        &cursor, line: -1, into: &order.shippingDiscounts, sum: &shippingDiscount)
                case .shipping_tax: amount(&cursor, into: &order.shippingTax)
                case .tips: amount(&cursor, into: &order.tips)
                case .referrer: readReferrer(&cursor, &order)
                }
            guard isRead else { return false }
        }
        return walk.isWhole && walk.present & Self.neededOfOrder == Self.neededOfOrder
    }

    private func readVersion(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        guard let version = cursor.integer() else { return false }
        order.version = version
        hasVersion = true
        return true
    }

    /// Amounts are read in the currency's decimals, so it must stand before them.
    private func readCurrency(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        guard let currency = currencies.read(&cursor) else { return false }
        order.currency = currency
        form = currencies.form
        return true
    }

    private func readSalesChannel(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        if cursor.take("\"online\"") {
            order.salesChannel = .online
        } else if cursor.take("\"app\"") {
            order.salesChannel = .app
        } else {
            guard cursor.take("\"pos\"") else { return false }
            order.salesChannel = .pos
        }
        return true
    }

    private func readCustomer(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        guard cursor.take(UInt8(ascii: "{")) else { return false }
        var walk = MemberWalk(customerNames)
        while let field = walk.next(&cursor) {
            switch field {
            case .id:
                guard id(&cursor, into: &order.customerID) else { return false }
            case .is_new:
                var isNew = false
                guard flag(&cursor, into: &isNew) else { return false }
                order.customerIsNew = isNew
            }
        }
        return walk.isWhole
    }

    private func readCodes(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        forEachElement(&cursor) { cursor in
            var typed: UnsafeRawBufferPointer?
            var walk = MemberWalk(codeNames)
            while walk.next(&cursor) != nil {
                typed = cursor.stringOrInteger()
                guard typed != nil else { return false }
            }
            guard walk.isWhole else { return false }
            if let typed { take(typed, &order) }
            return true
        }
    }

    /// An order's code as typed; one that is empty or there already is dropped.
    private func take(_ typed: UnsafeRawBufferPointer, _ order: inout Order) {
        let span = span(typed)
        if NormalForm.isNormal(ascii: typed) {
            let hash = Hash.bits64(typed)
            guard codeIndex.insert(hash) else { return }
            return order.codes.append(OrderCode(typed: span, normal: span, hash: hash))
        }
        normalForm.read(typed)
        guard !normalForm.bytes.isEmpty else { return }
        let hash = normalForm.hash
        guard codeIndex.insert(hash) else { return }
        let normal = RecordReader.isEqual(normalForm.bytes, typed) ? span : keepNormalForm()
        order.codes.append(OrderCode(typed: span, normal: normal, hash: hash))
    }

    private func readLines(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        forEachElement(&cursor) { cursor in
            guard order.lines.count < Self.mostLines else { return false }
            return readLine(&cursor, &order)
        }
    }

    private func readLine(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        var line = blankLine
        var note = LineNote(unitPrice: 0, unitCost: -1, discountEnd: 0)
        var discount: Int64 = 0
        let index = order.lines.count
        var walk = MemberWalk(lineNames)
        while let field = walk.next(&cursor) {
            let isRead =
                switch field {
                case .line_id: id(&cursor, into: &line.lineID)
                case .sku: text(&cursor, into: &line.sku)
                case .quantity: quantity(&cursor, into: &line.quantity)
                case .unit_price: amount(&cursor, into: &note.unitPrice)
                case .discounts:
                    readDiscounts(
                        &cursor, line: Int32(index), into: &order.lineDiscounts, sum: &discount)
                case .tax: amount(&cursor, into: &line.tax)
                case .unit_cost: amount(&cursor, into: &note.unitCost)
                case .gift_card: flag(&cursor, into: &line.isGiftCard)
                case ._line_price: false
                }
            guard isRead else { return false }
        }
        guard walk.isWhole, walk.present & Self.neededOfLine == Self.neededOfLine else {
            return false
        }
        line.lineHash = Hash.bits64(bytes(line.lineID))
        guard lineIndex.insert(line.lineHash) else { return false }
        line.price = note.unitPrice &* line.quantity
        if note.unitCost >= 0 { line.cost = note.unitCost &* line.quantity }
        guard discount <= line.price else { return false }
        note.discountEnd = order.lineDiscounts.count
        order.lines.append(line)
        lineNotes[index] = note
        return true
    }

    private func readDiscounts(
        _ cursor: inout PlainCursor, line: Int32, into discounts: inout [OrderDiscount],
        sum: inout Int64
    ) -> Bool {
        forEachElement(&cursor) { cursor in
            var code: UnsafeRawBufferPointer?
            var amount: Int64 = 0
            var walk = MemberWalk(discountNames)
            while let field = walk.next(&cursor) {
                switch field {
                case .code:
                    code = cursor.stringOrInteger()
                    guard code != nil else { return false }
                case .amount:
                    guard self.amount(&cursor, into: &amount) else { return false }
                }
            }
            guard walk.isWhole, walk.present & Self.bit(DiscountField.amount) != 0,
                discountCount < Self.mostLines
            else { return false }
            discounts.append(
                OrderDiscount(line: line, code: Int32(discountCount), amount: amount))
            discountCodes[discountCount] = code
            discountCount += 1
            sum &+= amount
            return true
        }
    }

    private func readReferrer(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        guard cursor.take(UInt8(ascii: "{")) else { return false }
        var walk = MemberWalk(referrerNames)
        while let field = walk.next(&cursor) {
            let isRead =
                switch field {
                case .creator_id: id(&cursor, into: &order.referrerCreatorID)
                case .utm_source: text(&cursor, into: &order.referrerSource)
                case .clicked_at: time(&cursor, into: &order.referrerClickedAt)
                }
            guard isRead else { return false }
        }
        return walk.isWhole
    }

    // MARK: - Values

    @inline(__always)
    private func id(_ cursor: inout PlainCursor, into id: inout Text) -> Bool {
        guard let text = cursor.stringOrInteger(), !text.isEmpty else { return false }
        id = span(text)
        return true
    }

    @inline(__always)
    private func text(_ cursor: inout PlainCursor, into text: inout Text) -> Bool {
        guard let read = cursor.string() else { return false }
        text = span(read)
        return true
    }

    @inline(__always)
    private func quantity(_ cursor: inout PlainCursor, into quantity: inout Int64) -> Bool {
        guard let read = cursor.integer(), 0..<Self.mostQuantity ~= read else { return false }
        quantity = read
        return true
    }

    @inline(__always)
    private func time(_ cursor: inout PlainCursor, into time: inout EventTime) -> Bool {
        guard let read = times.read(&cursor) else { return false }
        time = read
        return true
    }

    @inline(__always)
    private func time(_ cursor: inout PlainCursor, into time: inout EventTime?) -> Bool {
        guard let read = times.read(&cursor) else { return false }
        time = read
        return true
    }

    @inline(__always)
    private func flag(_ cursor: inout PlainCursor, into flag: inout Bool) -> Bool {
        guard let read = cursor.flag() else { return false }
        flag = read
        return true
    }

    @inline(__always)
    private func amount(_ cursor: inout PlainCursor, into amount: inout Int64) -> Bool {
        guard let read = cursor.amount(form), read < Self.mostAmount else { return false }
        amount = read
        return true
    }
}
