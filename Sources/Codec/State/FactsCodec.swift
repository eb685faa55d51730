package import Promo

// One order's facts ↔ packed bytes, both directions side by side. An uncoded order of two lines
// takes some 70 bytes, a coded one with its published credit some 200.

package enum FactsCodec {
    /// `inout`, here and below, though nothing is changed: by value, all of it would be copied.
    package static func encode(_ facts: inout Facts, into writer: StateWriter) {
        encode(&facts, into: &writer.buffer)
    }

    private static func encode(_ facts: inout Facts, into writer: inout PackedBuffer) {
        writer.reset()
        writer.byte(FactsHeader.kind)
        writer.byte(FactsHeader.format)
        writer.fixed16(flags(&facts).rawValue)
        writer.fixed32(UInt32(facts.order.codes.count))
        // An orphan has no placed_at: since when it waits stands there.
        let placedAt = facts.hasOrder ? facts.order.placedAt : facts.waitsSince
        writer.fixed(UInt64(bitPattern: placedAt.milliseconds))
        writer.fixed(facts.fingerprint)
        for code in facts.order.codes { writer.fixed(code.hash) }
        writer.text(facts.orderID, in: facts.text.bytes)
        writer.byte(facts.raised.rawValue)
        writer.unsigned(UInt64(facts.attributions))
        if facts.hasOrder { encodeOrder(&facts.order, offset: facts.orderOffset, into: &writer) }
        RecordFactsCodec.encode(&facts, into: &writer)
        CreditCodec.encode(&facts.published, into: &writer)
        if !facts.hasOrder { WaitingCodec.encode(facts, into: &writer) }
    }

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
        if !facts.order.referrerCreatorID.isAbsent || !facts.order.referrerSource.isAbsent
            || facts.order.referrerClickedAt != nil
        {
            flags.insert(.hasReferrer)
        }
        if !facts.responses.isEmpty { flags.insert(.hasResponses) }
        if !facts.hasOrder, facts.awaitsAlert { flags.insert(.awaitsAlert) }
        return flags
    }

    private static func encodeOrder(
        _ order: inout Order, offset: Int64, into writer: inout PackedBuffer
    ) {
        writer.signed(offset)
        writer.signed(order.version)
        writer.fixed(order.contentHash)
        writer.byte(order.currency.index)
        writer.byte(order.salesChannel.rawValue)
        if let cancelledAt = order.cancelledAt { writer.signed(cancelledAt.milliseconds) }
        if !order.referrerCreatorID.isAbsent || !order.referrerSource.isAbsent
            || order.referrerClickedAt != nil
        {
            writer.text(order.referrerCreatorID, in: order.text.bytes)
            writer.text(order.referrerSource, in: order.text.bytes)
            writer.signed(order.referrerClickedAt?.milliseconds ?? .min)
        }
        writer.text(order.customerID, in: order.text.bytes)
        for code in order.codes {
            writer.text(code.normal, in: order.text.bytes)
            // Equal ones have one place.
            writer.text(code.typed == code.normal ? .absent : code.typed, in: order.text.bytes)
        }
        encodeLines(&order, into: &writer)
        writer.unsigned(UInt64(order.shipping))
        writer.unsigned(UInt64(order.shippingTax))
        writer.unsigned(UInt64(order.tips))
        encodeDiscounts(order.lineDiscounts, into: &writer)
        encodeDiscounts(order.shippingDiscounts, into: &writer)
    }

    private static func encodeLines(_ order: inout Order, into writer: inout PackedBuffer) {
        writer.unsigned(UInt64(order.lines.count))
        for line in order.lines {
            writer.byte((line.isGiftCard ? 1 : 0) | (line.cost == nil ? 0 : 2))
            writer.fixed(line.lineHash)
            writer.text(line.sku, in: order.text.bytes)
            writer.unsigned(UInt64(line.quantity))
            writer.unsigned(UInt64(line.price))
            writer.unsigned(UInt64(line.tax))
            if let cost = line.cost { writer.unsigned(UInt64(cost)) }
        }
    }

    private static func encodeDiscounts(
        _ discounts: [OrderDiscount], into writer: inout PackedBuffer
    ) {
        writer.unsigned(UInt64(discounts.count))
        for discount in discounts {
            writer.signed(Int64(discount.line))
            writer.signed(Int64(discount.code))
            writer.unsigned(UInt64(discount.amount))
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
