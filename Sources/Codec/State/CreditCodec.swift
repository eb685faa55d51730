import Promo

/// A published credit ↔ packed bytes: measures as a bit a measure and the figures that are not
/// zero.
enum CreditCodec {
    static func encode(_ credit: inout Credit, into buffer: inout PackedBuffer) {
        credit.text.bytes.withUnsafeBufferPointer { texts in
            buffer.unsigned(UInt64(credit.shares.count))
            for share in credit.shares { encode(share, texts, into: &buffer) }
            buffer.unsigned(UInt64(credit.parts.count))
            for index in credit.parts.indices {
                encode(&credit.parts[index], into: &buffer)
                for place in credit.parts[index].products {
                    encode(credit.products[place], texts, into: &buffer)
                }
            }
            buffer.unsigned(UInt64(credit.surveys.count))
            for survey in credit.surveys { encode(survey, texts, into: &buffer) }
            for survey in credit.surveys {
                buffer.byte(survey.customer.rawValue << 4 | survey.salesChannel.rawValue)
            }
        }
    }

    /// - Parameter salesChannel: of surveys that were kept before they said theirs.
    static func decode(
        _ reader: inout StateReader, into credit: inout Credit, salesChannel: SalesChannel
    ) {
        for _ in 0..<reader.count() { credit.shares.append(decodeShare(&reader, &credit)) }
        for _ in 0..<reader.count() {
            let share = Int32(truncatingIfNeeded: reader.unsigned())
            let cause = Cause(code: UInt32(truncatingIfNeeded: reader.unsigned()))
            let occurredAt = EventTime(milliseconds: reader.signed())
            var part = Part(
                share: share, cause: cause, occurredAt: occurredAt,
                measures: decodeMeasures(&reader))
            part.firstProduct = Int32(credit.products.count)
            for _ in 0..<reader.count() {
                let sku = credit.keep(reader.text())
                let units = reader.signed()
                credit.products.append(Product(sku: sku, units: units, net: reader.signed()))
            }
            part.productCount = Int32(credit.products.count) - part.firstProduct
            if share >= 0, Int(share) < credit.shares.count { credit.parts.append(part) }
        }
        for _ in 0..<reader.count() {
            credit.surveys.append(decodeSurvey(&reader, &credit, salesChannel))
        }
        for index in credit.surveys.indices where !reader.isAtEnd {
            let label = reader.byte()
            credit.surveys[index].customer = CustomerKind(rawValue: label >> 4) ?? .unknown
            credit.surveys[index].salesChannel =
                SalesChannel(rawValue: label & 0xF) ?? salesChannel
        }
    }

    private static func decodeSurvey(
        _ reader: inout StateReader, _ credit: inout Credit, _ salesChannel: SalesChannel
    ) -> SurveyPart {
        let creator = credit.keep(reader.text())
        let placedAt = EventTime(milliseconds: reader.signed())
        let currency = Currency(index: reader.byte())
        var counts = SurveyCounts()
        for place in 0..<SurveyCounts.count { counts.values[place] = reader.signed() }
        return SurveyPart(
            creator: creator, placedAt: placedAt, currency: currency, counts: counts,
            customer: .unknown, salesChannel: salesChannel)
    }

    private static func decodeShare(_ reader: inout StateReader, _ credit: inout Credit) -> Share {
        let creator = credit.keep(reader.text())
        let code = credit.keep(reader.text())
        let campaign = credit.keep(reader.text())
        let channel = credit.keep(reader.text())
        let customer = CustomerKind(rawValue: reader.byte()) ?? .unknown
        let salesChannel = SalesChannel(rawValue: reader.byte()) ?? .online
        let placedAt = EventTime(milliseconds: reader.signed())
        return Share(
            creator: creator, code: code, campaign: campaign, channel: channel,
            customer: customer, salesChannel: salesChannel, placedAt: placedAt,
            currency: Currency(index: reader.byte()))
    }

    @inline(__always)
    private static func encode(
        _ share: Share, _ texts: UnsafeBufferPointer<UInt8>, into buffer: inout PackedBuffer
    ) {
        let room =
            numbersRoom + PackedPen.room(ofText: share.creator.count)
            + PackedPen.room(ofText: share.code.count)
            + PackedPen.room(ofText: share.campaign.count)
            + PackedPen.room(ofText: share.channel.count)
        buffer.lend(room) { pen in
            pen.text(share.creator, in: texts)
            pen.text(share.code, in: texts)
            pen.text(share.campaign, in: texts)
            pen.text(share.channel, in: texts)
            pen.byte(share.customer.rawValue)
            pen.byte(share.salesChannel.rawValue)
            pen.signed(share.placedAt.milliseconds)
            pen.byte(share.currency.index)
        }
    }

    @inline(__always)
    private static func encode(_ part: inout Part, into buffer: inout PackedBuffer) {
        let (share, cause, occurredAt) = (part.share, part.cause, part.occurredAt)
        let productCount = part.productCount
        part.measures.withMutableFigures { figures in
            buffer.lend(numbersRoom) { pen in
                pen.unsigned(UInt64(share))
                pen.unsigned(UInt64(cause.code))
                pen.signed(occurredAt.milliseconds)
                encode(figures, with: &pen)
                pen.unsigned(UInt64(productCount))
            }
        }
    }

    @inline(__always)
    private static func encode(
        _ product: Product, _ texts: UnsafeBufferPointer<UInt8>, into buffer: inout PackedBuffer
    ) {
        buffer.lend(numbersRoom + PackedPen.room(ofText: product.sku.count)) { pen in
            pen.text(product.sku, in: texts)
            pen.signed(product.units)
            pen.signed(product.net)
        }
    }

    private static func encode(
        _ survey: SurveyPart, _ texts: UnsafeBufferPointer<UInt8>,
        into buffer: inout PackedBuffer
    ) {
        buffer.lend(numbersRoom + PackedPen.room(ofText: survey.creator.count)) { pen in
            pen.text(survey.creator, in: texts)
            pen.signed(survey.placedAt.milliseconds)
            pen.byte(survey.currency.index)
            for place in 0..<SurveyCounts.count { pen.signed(survey.counts.values[place]) }
        }
    }

    /// All measures and what is beside them; more than any other run of numbers takes.
    private static let numbersRoom = 256

    @inline(__always)
    private static func encode(_ figures: UnsafePointer<Int64>, with pen: inout PackedPen) {
        var present: UInt64 = 0
        for index in stride(from: Measures.count - 1, through: 0, by: -1) {
            present = present << 1 | (figures[index] == 0 ? 0 : 1)
        }
        pen.unsigned(present)
        while present != 0 {
            pen.signed(figures[present.trailingZeroBitCount])
            present &= present - 1
        }
    }

    private static func decodeMeasures(_ reader: inout StateReader) -> Measures {
        var measures = Measures()
        let present = reader.unsigned()
        measures.withMutableFigures { figures in
            for index in 0..<Measures.count where present & (1 << UInt64(index)) != 0 {
                figures[index] = reader.signed()
            }
        }
        return measures
    }
}

extension Credit {
    fileprivate mutating func keep(_ bytes: UnsafeRawBufferPointer?) -> Text {
        bytes.map { text.add($0) } ?? .absent
    }
}
