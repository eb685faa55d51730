import Promo

/// The refunds and survey responses of an order ↔ packed bytes.
enum RecordFactsCodec {
    /// Beside a refund's status, in its byte.
    private static let exchangeBit: UInt8 = 0x80
    private static let onOrdersBit: UInt8 = 0x40

    static func encode(_ facts: inout Facts, into writer: inout PackedBuffer) {
        writer.unsigned(UInt64(facts.refunds.count))
        for refund in facts.refunds { encode(refund, of: &facts, into: &writer) }
        writer.unsigned(UInt64(facts.responses.count))
        for response in facts.responses { encode(response, of: &facts, into: &writer) }
    }

    static func decode(_ reader: inout StateReader, into facts: inout Facts) {
        for _ in 0..<reader.count() { decodeRefund(&reader, into: &facts) }
        for _ in 0..<reader.count() { decodeResponse(&reader, into: &facts) }
    }

    private static func encode(
        _ refund: RefundFact, of facts: inout Facts, into writer: inout PackedBuffer
    ) {
        writer.text(refund.refundID, in: facts.text.bytes)
        writer.signed(refund.version)
        writer.fixed(refund.contentHash)
        writer.signed(refund.refundedAt.milliseconds)
        writer.byte(refund.currency.index)
        writer.byte(
            refund.status.rawValue | (refund.isExchange ? exchangeBit : 0)
                | (refund.isOnOrders ? onOrdersBit : 0))
        writer.byte(refund.raised.rawValue)
        writer.signed(refund.offset)
        encode(refund.amount, into: &writer)
        encode(refund.shipping, into: &writer)
        encode(refund.tax, into: &writer)
        writer.unsigned(UInt64(refund.lineCount))
        for index in 0..<Int(refund.lineCount) {
            let line = facts.refundLines[Int(refund.firstLine) + index]
            writer.byte(line.restocked ? 1 : 0)
            writer.fixed(line.lineHash)
            writer.unsigned(UInt64(line.quantity))
            encode(line.amount, into: &writer)
        }
    }

    private static func decodeRefund(_ reader: inout StateReader, into facts: inout Facts) {
        var refund = Refund()
        let refundID = facts.keep(reader.text())
        refund.version = reader.signed()
        refund.contentHash = reader.fixed()
        refund.refundedAt = EventTime(milliseconds: reader.signed())
        refund.currency = Currency(index: reader.byte())
        let marks = reader.byte()
        refund.status = RefundStatus(rawValue: marks & ~(exchangeBit | onOrdersBit)) ?? .failed
        refund.isExchange = marks & exchangeBit != 0
        let raised = RecordAlerts(rawValue: reader.byte())
        let offset = reader.signed()
        refund.amount = decodeAmount(&reader)
        refund.shipping = decodeAmount(&reader)
        refund.tax = decodeAmount(&reader)
        let firstLine = Int32(facts.refundLines.count)
        let lineCount = reader.count()
        for _ in 0..<lineCount {
            let restocked = reader.byte() == 1
            let hash = reader.fixed()
            let quantity = Int64(bitPattern: reader.unsigned())
            facts.refundLines.append(
                RefundLine(
                    lineHash: hash, quantity: quantity, amount: decodeAmount(&reader),
                    restocked: restocked))
        }
        var fact = RefundFact(refund, refundID: refundID, firstLine: firstLine, offset: offset)
        fact.lineCount = Int32(lineCount)
        fact.raised = raised
        fact.isOnOrders = marks & onOrdersBit != 0
        facts.refunds.append(fact)
    }

    private static func encode(
        _ response: ResponseFact, of facts: inout Facts, into writer: inout PackedBuffer
    ) {
        writer.text(response.responseID, in: facts.text.bytes)
        writer.signed(response.version)
        writer.fixed(response.contentHash)
        writer.signed(response.answeredAt.milliseconds)
        writer.text(response.question, in: facts.text.bytes)
        writer.text(response.choice, in: facts.text.bytes)
        writer.text(response.answer, in: facts.text.bytes)
        writer.byte(response.raised.rawValue)
        writer.signed(response.offset)
    }

    private static func decodeResponse(_ reader: inout StateReader, into facts: inout Facts) {
        let responseID = facts.keep(reader.text())
        let version = reader.signed()
        let contentHash = reader.fixed()
        let answeredAt = EventTime(milliseconds: reader.signed())
        let question = facts.keep(reader.text())
        let choice = facts.keep(reader.text())
        let answer = facts.keep(reader.text())
        let raised = RecordAlerts(rawValue: reader.byte())
        var fact = ResponseFact(
            responseID: responseID, version: version, contentHash: contentHash,
            answeredAt: answeredAt, question: question, choice: choice, answer: answer,
            offset: reader.signed())
        fact.raised = raised
        facts.responses.append(fact)
    }

    /// 0 is absent, else the amount + 1: amounts reach Int64.max, so the sum fits UInt64.
    private static func encode(_ amount: Int64?, into writer: inout PackedBuffer) {
        writer.unsigned(amount.map { UInt64($0) + 1 } ?? 0)
    }

    private static func decodeAmount(_ reader: inout StateReader) -> Int64? {
        let raw = reader.unsigned()
        return raw == 0 ? nil : Int64(bitPattern: raw - 1)
    }
}
