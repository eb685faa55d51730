package import Promo

// One order's facts ↔ packed bytes, both directions side by side. An uncoded order of two lines
// takes some 70 bytes, a coded one with its published credit some 200.

package enum FactsCodec {
    /// `inout`, here and below, though nothing is changed: by value, all of it would be copied.
    package static func encode(_ facts: inout Facts, into writer: StateWriter) {
        encode(&facts, into: &writer.buffer)
    }

    private static func encode(_ facts: inout Facts, into buffer: inout PackedBuffer) {
        buffer.reset()
        encodeFront(&facts, into: &buffer)
        if facts.hasOrder { encodeOrder(&facts.order, offset: facts.orderOffset, into: &buffer) }
        RecordFactsCodec.encode(&facts, into: &buffer)
        CreditCodec.encode(&facts.published, into: &buffer)
        if !facts.hasOrder { WaitingCodec.encode(facts, into: &buffer) }
    }

    private static func encodeFront(_ facts: inout Facts, into buffer: inout PackedBuffer) {
        let flags = flags(&facts)
        let codes = facts.order.codes
        // An orphan has no placed_at: since when it waits stands there.
        let placedAt = facts.hasOrder ? facts.order.placedAt : facts.waitsSince
        let room = numbersRoom + 8 * codes.count + PackedPen.room(ofText: facts.orderID.count)
        facts.text.bytes.withUnsafeBufferPointer { texts in
            buffer.lend(room) { pen in
                pen.byte(FactsHeader.kind)
                pen.byte(FactsHeader.format)
                pen.fixed16(flags.rawValue)
                pen.fixed32(UInt32(codes.count))
                pen.fixed(UInt64(bitPattern: placedAt.milliseconds))
                pen.fixed(facts.fingerprint)
                for code in codes { pen.fixed(code.hash) }
                pen.text(facts.orderID, in: texts)
                pen.byte(facts.raised.rawValue)
                pen.unsigned(UInt64(facts.attributions))
            }
        }
    }

    /// All numbers that are written with one pen where there are no lists, and more.
    private static let numbersRoom = 128

    /// - Returns: false where the bytes are broken or of a later format.
    package static func decode(_ bytes: UnsafeRawBufferPointer, into facts: inout Facts) -> Bool {
        facts.reset()
        guard let header = FactsHeader(bytes) else { return false }
        facts.hasOrder = header.flags.contains(.hasOrder)
        facts.fingerprint = header.fingerprint
        facts.order.placedAt = header.placedAt
        facts.isOrderOnRefunds = header.flags.contains(.isOnRefunds)
        facts.order.isTest = header.flags.contains(.isTest)
        facts.order.taxesIncluded = header.flags.contains(.taxesIncluded)
        if header.flags.contains(.isNew) { facts.order.customerIsNew = true }
        if header.flags.contains(.isReturning) { facts.order.customerIsNew = false }
        var reader = StateReader(bytes, from: FactsHeader.size + 8 * header.codeCount)
        facts.orderID = facts.keep(reader.text())
        facts.raised = OrderAlerts(rawValue: reader.byte())
        facts.attributions = Int64(bitPattern: reader.unsigned())
        if facts.hasOrder { decodeOrder(header, &reader, into: &facts) }
        RecordFactsCodec.decode(&reader, into: &facts)
        CreditCodec.decode(
            &reader, into: &facts.published, salesChannel: facts.order.salesChannel)
        if !facts.hasOrder { WaitingCodec.decode(&reader, into: &facts) }
        return !reader.isBroken
    }

    private static func flags(_ facts: inout Facts) -> FactsFlags {
        var flags: FactsFlags = []
        if facts.hasOrder { flags.insert(.hasOrder) }
        if facts.isOrderOnRefunds { flags.insert(.isOnRefunds) }
        if facts.order.isTest { flags.insert(.isTest) }
        if facts.order.taxesIncluded { flags.insert(.taxesIncluded) }
        if let isNew = facts.order.customerIsNew { flags.insert(isNew ? .isNew : .isReturning) }
        if facts.order.cancelledAt != nil { flags.insert(.isCancelled) }
        if facts.order.hasReferrer { flags.insert(.hasReferrer) }
        if !facts.responses.isEmpty { flags.insert(.hasResponses) }
        if !facts.hasOrder, facts.awaitsAlert { flags.insert(.awaitsAlert) }
        return flags
    }

    private static func encodeOrder(
        _ order: inout Order, offset: Int64, into buffer: inout PackedBuffer
    ) {
        order.text.bytes.withUnsafeBufferPointer { texts in
            buffer.lend(headRoom(of: &order)) { pen in
                pen.signed(offset)
                pen.signed(order.version)
                pen.fixed(order.contentHash)
                pen.byte(order.currency.index)
                pen.byte(order.salesChannel.rawValue)
                if let cancelledAt = order.cancelledAt { pen.signed(cancelledAt.milliseconds) }
                if order.hasReferrer {
                    pen.text(order.referrerCreatorID, in: texts)
                    pen.text(order.referrerSource, in: texts)
                    pen.signed(order.referrerClickedAt?.milliseconds ?? .min)
                }
                pen.text(order.customerID, in: texts)
                for code in order.codes {
                    pen.text(code.normal, in: texts)
                    // Equal ones have one place.
                    pen.text(code.typed == code.normal ? .absent : code.typed, in: texts)
                }
                pen.unsigned(UInt64(order.lines.count))
            }
            for line in order.lines { encode(line, texts, into: &buffer) }
            let discounts = order.lineDiscounts.count + order.shippingDiscounts.count
            buffer.lend(numbersRoom + discounts * 3 * PackedPen.longestNumber) { pen in
                pen.unsigned(UInt64(order.shipping))
                pen.unsigned(UInt64(order.shippingTax))
                pen.unsigned(UInt64(order.tips))
                encode(order.lineDiscounts, with: &pen)
                encode(order.shippingDiscounts, with: &pen)
            }
        }
    }

    private static func headRoom(of order: inout Order) -> Int {
        var room = numbersRoom + PackedPen.room(ofText: order.customerID.count)
        if order.hasReferrer {
            room += PackedPen.room(ofText: order.referrerCreatorID.count)
            room += PackedPen.room(ofText: order.referrerSource.count)
        }
        for code in order.codes {
            room += PackedPen.room(ofText: code.normal.count)
            room += PackedPen.room(ofText: code.typed.count)
        }
        return room
    }

    @inline(__always)
    private static func encode(
        _ line: OrderLine, _ texts: UnsafeBufferPointer<UInt8>, into buffer: inout PackedBuffer
    ) {
        buffer.lend(numbersRoom + PackedPen.room(ofText: line.sku.count)) { pen in
            pen.byte((line.isGiftCard ? 1 : 0) | (line.cost == nil ? 0 : 2))
            pen.fixed(line.lineHash)
            pen.text(line.sku, in: texts)
            pen.unsigned(UInt64(line.quantity))
            pen.unsigned(UInt64(line.price))
            pen.unsigned(UInt64(line.tax))
            if let cost = line.cost { pen.unsigned(UInt64(cost)) }
        }
    }

    @inline(__always)
    private static func encode(_ discounts: [OrderDiscount], with pen: inout PackedPen) {
        pen.unsigned(UInt64(discounts.count))
        for discount in discounts {
            pen.signed(Int64(discount.line))
            pen.signed(Int64(discount.code))
            pen.unsigned(UInt64(discount.amount))
        }
    }

    private static func decodeOrder(
        _ header: FactsHeader, _ reader: inout StateReader, into facts: inout Facts
    ) {
        facts.orderOffset = reader.signed()
        facts.order.version = reader.signed()
        facts.order.contentHash = reader.fixed()
        facts.order.currency = Currency(index: reader.byte())
        facts.order.salesChannel = SalesChannel(rawValue: reader.byte()) ?? .online
        if header.flags.contains(.isCancelled) {
            facts.order.cancelledAt = EventTime(milliseconds: reader.signed())
        }
        if header.flags.contains(.hasReferrer) {
            facts.order.referrerCreatorID = facts.order.keep(reader.text())
            facts.order.referrerSource = facts.order.keep(reader.text())
            let clickedAt = reader.signed()
            if clickedAt != .min {
                facts.order.referrerClickedAt = EventTime(milliseconds: clickedAt)
            }
        }
        facts.order.customerID = facts.order.keep(reader.text())
        for index in 0..<header.codeCount {
            let normal = facts.order.keep(reader.text())
            let typed = facts.order.keep(reader.text())
            facts.order.codes.append(
                OrderCode(
                    typed: typed.isAbsent ? normal : typed, normal: normal,
                    hash: header.codeHash(index)))
        }
        decodeLines(&reader, into: &facts.order)
        facts.order.shipping = Int64(bitPattern: reader.unsigned())
        facts.order.shippingTax = Int64(bitPattern: reader.unsigned())
        facts.order.tips = Int64(bitPattern: reader.unsigned())
        decodeDiscounts(&reader, into: &facts.order.lineDiscounts)
        decodeDiscounts(&reader, into: &facts.order.shippingDiscounts)
    }

    private static func decodeLines(_ reader: inout StateReader, into order: inout Order) {
        for _ in 0..<reader.count() {
            let marks = reader.byte()
            let hash = reader.fixed()
            let sku = order.keep(reader.text())
            let quantity = Int64(bitPattern: reader.unsigned())
            let price = Int64(bitPattern: reader.unsigned())
            let tax = Int64(bitPattern: reader.unsigned())
            let cost = marks & 2 == 0 ? nil : Int64(bitPattern: reader.unsigned())
            order.lines.append(
                OrderLine(
                    lineID: .absent, lineHash: hash, sku: sku, quantity: quantity, price: price,
                    tax: tax, cost: cost, isGiftCard: marks & 1 != 0))
        }
    }

    private static func decodeDiscounts(
        _ reader: inout StateReader, into discounts: inout [OrderDiscount]
    ) {
        for _ in 0..<reader.count() {
            let line = Int32(truncatingIfNeeded: reader.signed())
            let code = Int32(truncatingIfNeeded: reader.signed())
            discounts.append(
                OrderDiscount(
                    line: line, code: code, amount: Int64(bitPattern: reader.unsigned())))
        }
    }
}

extension Order {
    /// `mutating`, though nothing is changed: else all of it would be copied.
    fileprivate var hasReferrer: Bool {
        mutating get {
            referrerCreatorID.count >= 0 || referrerSource.count >= 0 || referrerClickedAt != nil
        }
    }

    mutating func keep(_ bytes: UnsafeRawBufferPointer?) -> Text {
        bytes.map { text.add($0) } ?? .absent
    }
}

extension Facts {
    mutating func keep(_ bytes: UnsafeRawBufferPointer?) -> Text {
        bytes.map { text.add($0) } ?? .absent
    }

    /// The earliest date of what waits without an alert.
    package var waitsSince: EventTime {
        var since = EventTime.distantFuture
        for refund in refunds where !refund.raised.contains(.orphan) {
            since = min(since, refund.refundedAt)
        }
        for response in responses where !response.raised.contains(.orphan) {
            since = min(since, response.answeredAt)
        }
        return since
    }

    /// Something waits for the order and no alert was raised about it.
    package var awaitsAlert: Bool {
        refunds.contains { !$0.raised.contains(.orphan) }
            || responses.contains { !$0.raised.contains(.orphan) }
    }
}
