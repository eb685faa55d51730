import Promo

extension PlainOrderReader {
    /// Walks an object's members; `body` takes the value of each known one.
    /// - Returns: a bit for each field that is there and not null; nil where it gave up.
    @inline(__always)
    private func forEachMember<Name>(
        _ cursor: inout PlainCursor, _ names: FieldNames<Name>,
        _ body: (Name, inout PlainCursor) -> Bool
    ) -> UInt32? {
        guard cursor.take(UInt8(ascii: "{")) else { return nil }
        var (seen, present): (UInt32, UInt32) = (0, 0)
        if cursor.take(UInt8(ascii: "}")) { return present }
        repeat {
            guard let name = cursor.string(), let start = name.baseAddress,
                cursor.take(UInt8(ascii: ":"))
            else { return nil }
            let field = names.field(start.assumingMemoryBound(to: UInt8.self), name.count)
            guard let known = Name(rawValue: Int(field)) else {
                guard cursor.skipValue() else { return nil }
                continue
            }
            let bit = UInt32(1) << UInt32(field)
            guard seen & bit == 0 else { return nil }
            seen |= bit
            if cursor.peek() == UInt8(ascii: "n") {
                guard cursor.take("null") else { return nil }
                continue
            }
            present |= bit
            guard body(known, &cursor) else { return nil }
        } while cursor.take(UInt8(ascii: ","))
        return cursor.take(UInt8(ascii: "}")) ? present : nil
    }

    /// Walks an array.
    @inline(__always)
    private func forEachElement(
        _ cursor: inout PlainCursor, _ body: (inout PlainCursor) -> Bool
    ) -> Bool {
        guard cursor.take(UInt8(ascii: "[")) else { return false }
        if cursor.take(UInt8(ascii: "]")) { return true }
        repeat {
            guard body(&cursor) else { return false }
        } while cursor.take(UInt8(ascii: ","))
        return cursor.take(UInt8(ascii: "]"))
    }

    private static func bits<Name: Field>(_ names: Name...) -> UInt32 {
        names.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }

    private static let neededOfOrder = bits(
        OrderField.order_id, .placed_at, .currency, .lines)
    private static let neededOfLine = bits(OrderLineField.line_id, .quantity, .unit_price)
    private static let neededOfDiscount = bits(DiscountField.amount)

    func readOrder(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        let present = forEachMember(&cursor, orderNames) { field, cursor in
            switch field {
            case .order_id: return id(&cursor, into: &order.orderID)
            case .placed_at: return time(&cursor, into: &order.placedAt)
            case .currency: return readCurrency(&cursor, &order)
            case .version:
                guard let version = cursor.integer() else { return false }
                order.version = version
                hasVersion = true
                return true
            case .updated_at: return time(&cursor, into: &order.updatedAt)
            case .cancelled_at: return time(&cursor, into: &order.cancelledAt)
            case .test: return flag(&cursor, into: &order.isTest)
            case .sales_channel: return readSalesChannel(&cursor, &order)
            case .store_id:
                storeID = cursor.string()
                return storeID != nil
            case .region:
                region = cursor.string()
                return region != nil
            case .customer: return readCustomer(&cursor, &order)
            case .codes: return readCodes(&cursor, &order)
            case .taxes_included: return flag(&cursor, into: &order.taxesIncluded)
            case .lines: return readLines(&cursor, &order)
            case .shipping: return amount(&cursor, into: &order.shipping)
            case .shipping_discounts:
                return readDiscounts(&cursor, line: -1, into: &order.shippingDiscounts) != nil
            case .shipping_tax: return amount(&cursor, into: &order.shippingTax)
            case .tips: return amount(&cursor, into: &order.tips)
            case .referrer: return readReferrer(&cursor, &order)
            }
        }
        guard let present else { return false }
        return present & Self.neededOfOrder == Self.neededOfOrder
    }

    /// Amounts are read in the currency's decimals, so it must stand before them.
    private func readCurrency(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        guard let text = cursor.string(), text.count == 3, let start = text.baseAddress,
            let currency = currencies.read(start)
        else { return false }
        order.currency = currency
        decimals = currency.decimals
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
        forEachMember(&cursor, customerNames) { field, cursor in
            switch field {
            case .id: return id(&cursor, into: &order.customerID)
            case .is_new:
                var isNew = false
                guard flag(&cursor, into: &isNew) else { return false }
                order.customerIsNew = isNew
                return true
            }
        } != nil
    }

    private func readCodes(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        forEachElement(&cursor) { cursor in
            var typed: UnsafeRawBufferPointer?
            let present = forEachMember(&cursor, codeNames) { _, cursor in
                typed = cursor.stringOrInteger()
                return typed != nil
            }
            guard present != nil else { return false }
            guard let typed else { return true }
            reader.normalForm.read(typed)
            let normal = reader.normalForm.bytes
            guard !normal.isEmpty else { return true }
            let hash = reader.normalForm.hash
            guard codeIndex.insert(hash) else { return true }
            order.codes.append(
                OrderCode(
                    typed: reader.span(typed), normal: reader.normalText(typed, in: &order.text),
                    hash: hash))
            return true
        }
    }

    private func readLines(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        forEachElement(&cursor) { cursor in
            guard order.lines.count < Self.mostLines else { return false }
            return readLine(&cursor, &order)
        }
    }

    private func readLine(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        var line = OrderLine(
            lineID: .absent, lineHash: 0, sku: .absent, quantity: 0, price: 0, tax: 0, cost: nil,
            isGiftCard: false)
        var note = LineNote(
            unitPrice: 0, unitCost: -1, firstDiscount: order.lineDiscounts.count)
        var discount: Int64 = 0
        let index = Int32(order.lines.count)
        let present = forEachMember(&cursor, lineNames) { field, cursor in
            switch field {
            case .line_id: return id(&cursor, into: &line.lineID)
            case .sku:
                guard let sku = cursor.string() else { return false }
                line.sku = reader.span(sku)
                return true
            case .quantity:
                guard let quantity = cursor.integer(), 0..<Self.mostQuantity ~= quantity else {
                    return false
                }
                line.quantity = quantity
                return true
            case .unit_price: return amount(&cursor, into: &note.unitPrice)
            case .discounts:
                guard let sum = readDiscounts(&cursor, line: index, into: &order.lineDiscounts)
                else { return false }
                discount = sum
                return true
            case .tax: return amount(&cursor, into: &line.tax)
            case .unit_cost: return amount(&cursor, into: &note.unitCost)
            case .gift_card: return flag(&cursor, into: &line.isGiftCard)
            case ._line_price: return false
            }
        }
        guard let present, present & Self.neededOfLine == Self.neededOfLine else { return false }
        line.lineHash = Hash.bits64(bytes(line.lineID))
        guard lineIndex.insert(line.lineHash) else { return false }
        line.price = note.unitPrice &* line.quantity
        if note.unitCost >= 0 { line.cost = note.unitCost &* line.quantity }
        guard discount <= line.price else { return false }
        order.lines.append(line)
        lineNotes.append(note)
        return true
    }

    /// - Returns: their sum.
    private func readDiscounts(
        _ cursor: inout PlainCursor, line: Int32, into discounts: inout [OrderDiscount]
    ) -> Int64? {
        var sum: Int64 = 0
        let areRead = forEachElement(&cursor) { cursor in
            var note = DiscountNote(code: nil, hash: 0)
            var amount: Int64 = 0
            let present = forEachMember(&cursor, discountNames) { field, cursor in
                switch field {
                case .code:
                    note.code = cursor.stringOrInteger()
                    return note.code != nil
                case .amount: return self.amount(&cursor, into: &amount)
                }
            }
            guard let present, present & Self.neededOfDiscount != 0,
                discountNotes.count < Self.mostLines
            else { return false }
            if let code = note.code {
                reader.normalForm.read(code)
                note.hash = reader.normalForm.hash
                if reader.normalForm.bytes.isEmpty { note.code = nil }
            }
            discounts.append(
                OrderDiscount(line: line, code: Int32(discountNotes.count), amount: amount))
            discountNotes.append(note)
            sum &+= amount
            return true
        }
        return areRead ? sum : nil
    }

    private func readReferrer(_ cursor: inout PlainCursor, _ order: inout Order) -> Bool {
        forEachMember(&cursor, referrerNames) { field, cursor in
            switch field {
            case .creator_id: return id(&cursor, into: &order.referrerCreatorID)
            case .utm_source:
                guard let source = cursor.string() else { return false }
                order.referrerSource = reader.span(source)
                return true
            case .clicked_at: return time(&cursor, into: &order.referrerClickedAt)
            }
        } != nil
    }

    // MARK: - Values

    @inline(__always)
    private func id(_ cursor: inout PlainCursor, into id: inout Text) -> Bool {
        guard let text = cursor.stringOrInteger(), !text.isEmpty else { return false }
        id = reader.span(text)
        return true
    }

    @inline(__always)
    private func time(_ cursor: inout PlainCursor, into time: inout EventTime) -> Bool {
        guard let text = cursor.string(), let read = times.read(text) else { return false }
        time = read
        return true
    }

    @inline(__always)
    private func time(_ cursor: inout PlainCursor, into time: inout EventTime?) -> Bool {
        guard let text = cursor.string(), let read = times.read(text) else { return false }
        time = read
        return true
    }

    @inline(__always)
    private func flag(_ cursor: inout PlainCursor, into flag: inout Bool) -> Bool {
        flag = cursor.peek() == UInt8(ascii: "t")
        return flag ? cursor.take("true") : cursor.take("false")
    }

    /// Before the currency, nothing is known of an amount's decimals.
    @inline(__always)
    private func amount(_ cursor: inout PlainCursor, into amount: inout Int64) -> Bool {
        guard decimals >= 0, let read = cursor.amount(decimals: decimals), read < Self.mostAmount
        else { return false }
        amount = read
        return true
    }
}
