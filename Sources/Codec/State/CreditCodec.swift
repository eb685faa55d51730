import Promo

/// A published credit ↔ packed bytes: measures as a bit a measure and the figures that are not
/// zero.
enum CreditCodec {
    static func encode(_ credit: inout Credit, into writer: inout PackedBuffer) {
        writer.unsigned(UInt64(credit.shares.count))
        for share in credit.shares {
            writer.text(share.creator, in: credit.text.bytes)
            writer.text(share.code, in: credit.text.bytes)
            writer.text(share.campaign, in: credit.text.bytes)
            writer.text(share.channel, in: credit.text.bytes)
            writer.byte(share.customer.rawValue)
            writer.byte(share.salesChannel.rawValue)
            writer.signed(share.placedAt.milliseconds)
            writer.byte(share.currency.index)
        }
        writer.unsigned(UInt64(credit.parts.count))
        for index in credit.parts.indices {
            writer.unsigned(UInt64(credit.parts[index].share))
            writer.unsigned(UInt64(credit.parts[index].cause.code))
            writer.signed(credit.parts[index].occurredAt.milliseconds)
            credit.parts[index].measures.withMutableFigures { encode($0, into: &writer) }
            writer.unsigned(UInt64(credit.parts[index].productCount))
            for place in credit.parts[index].products {
                let product = credit.products[place]
                writer.text(product.sku, in: credit.text.bytes)
                writer.signed(product.units)
                writer.signed(product.net)
            }
        }
        writer.unsigned(UInt64(credit.surveys.count))
        for survey in credit.surveys {
            writer.text(survey.creator, in: credit.text.bytes)
            writer.signed(survey.placedAt.milliseconds)
            writer.byte(survey.currency.index)
            for place in 0..<SurveyCounts.count { writer.signed(survey.counts.values[place]) }
        }
        for survey in credit.surveys {
            writer.byte(survey.customer.rawValue << 4 | survey.salesChannel.rawValue)
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

    private static func encode(
        _ figures: UnsafePointer<Int64>, into writer: inout PackedBuffer
    ) {
        var present: UInt64 = 0
        for index in 0..<Measures.count {
            present |= (figures[index] == 0 ? 0 : 1) << UInt64(index)
        }
        writer.unsigned(present)
        while present != 0 {
            writer.signed(figures[present.trailingZeroBitCount])
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
