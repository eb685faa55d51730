package import Promo

/// Writes attributions (contract §2) into buffers that are used again.
package final class AttributionWriter {
    /// What an attribution says beside the change itself.
    package struct Context {
        package var verdict: Verdict
        /// The assignment of the shown code, and whether it was typed as the registry writes it.
        package var holding: Holding?
        package var isExact: Bool?
        package var source: (topic: String, partition: Int32, offset: Int64)

        package init(
            verdict: Verdict, holding: Holding?, isExact: Bool?,
            source: (topic: String, partition: Int32, offset: Int64)
        ) {
            self.verdict = verdict
            self.holding = holding
            self.isExact = isExact
            self.source = source
        }
    }

    private let json = JSONWriter()
    private var keyBytes: [UInt8] = []
    private let policy: ByteString

    package init(policy: ByteString) { self.policy = policy }

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    /// Lends the key: the creator's id, or the order's where there is none.
    package func withKey(_ body: (UnsafeRawBufferPointer) -> Void) {
        keyBytes.withUnsafeBytes(body)
    }

    /// - Parameters:
    ///   - published: the credit that is taken back from, and `now` the one that is given.
    ///   - number: n of `<order id>/<n>`.
    package func write(
        _ change: Change, of changes: Changes, published: Credit, now: Credit, facts: Facts,
        number: Int64, context: Context
    ) {
        // Branches, not a choice of one: a credit that is put into a variable is a copy.
        let share =
            change.isTakenBack
            ? published.share(of: change) : now.share(of: change)
        json.reset()
        json.raw("{\"attribution_id\":\"")
        json.stringContent(facts.orderID, in: facts.text)
        json.raw("/")
        json.integer(number)
        json.raw("\",\"kind\":\"")
        json.raw(change.kind.name)
        json.raw("\"")
        if change.isTakenBack {
            writeShare(share, of: published, facts)
        } else {
            writeShare(share, of: now, facts)
        }
        json.raw(",\"order_id\":")
        json.string(facts.orderID, in: facts.text)
        json.raw(",\"order_version\":")
        json.integer(facts.order.version)
        json.raw(",\"refund_id\":")
        if let refund = change.cause.refundIndex {
            json.string(facts.refunds[refund].refundID, in: facts.text)
        } else {
            json.raw("null")
        }
        json.raw(",\"occurred_at\":")
        json.time(change.occurredAt)
        json.raw(",\"order_placed_at\":")
        json.time(share.placedAt)
        if let survey = change.survey {
            writeSurvey(survey, share.currency)
        } else {
            let decimals = share.currency.decimals
            json.raw(",")
            change.measures.withFigures { figures in
                json.attributed(decimals: decimals) { figures[$0] }
            }
        }
        if !change.products.isEmpty {
            json.raw(",\"lines\":[")
            for index in change.products {
                if index > change.products.lowerBound { json.raw(",") }
                let (isTakenBack, product) = changes.products[index]
                if isTakenBack {
                    write(product, of: published, share.currency)
                } else {
                    write(product, of: now, share.currency)
                }
            }
            json.raw("]")
        }
        writeContext(share, context)
        json.raw("}")
    }

    /// The key too, which is the creator, or the order where there is none.
    private func writeShare(_ share: Share, of credit: Credit, _ facts: Facts) {
        keyBytes.removeAll(keepingCapacity: true)
        if share.creator.isAbsent {
            PercentEncoding.append(facts.text[facts.orderID.range], to: &keyBytes)
        } else {
            PercentEncoding.append(credit.text[share.creator.range], to: &keyBytes)
        }
        json.raw(",\"creator_id\":")
        writeText(share.creator, of: credit)
        json.raw(",\"code\":")
        writeText(share.code, of: credit)
        json.raw(",\"campaign_id\":")
        writeText(share.campaign, of: credit)
        json.raw(",\"channel\":")
        writeText(share.channel, of: credit)
        json.raw(",\"currency\":\"")
        json.raw(share.currency)
        json.raw("\",\"sales_channel\":\"")
        json.raw(share.salesChannel.name)
        json.raw("\",\"customer\":\"")
        json.raw(share.customer.name)
        json.raw("\"")
    }

    private func write(_ product: Product, of credit: Credit, _ currency: Currency) {
        json.raw("{\"sku\":")
        json.string(product.sku, in: credit.text)
        json.raw(",\"units\":")
        json.integer(product.units)
        json.raw(",\"net\":")
        json.money(product.net, currency)
        json.raw("}")
    }

    private func writeSurvey(_ survey: SurveyCounts, _ currency: Currency) {
        json.raw(",\"survey\":{")
        json.survey(decimals: currency.decimals) { survey.values[$0] }
        json.raw("}")
    }

    private func writeContext(_ share: Share, _ context: Context) {
        json.raw(",\"reason\":\"")
        json.raw(context.verdict.name)
        json.raw("\",\"policy\":")
        json.string(policy.bytes[...])
        json.raw(",\"match\":")
        switch context.isExact {
        case .some(true): json.raw("\"exact\"")
        case .some(false): json.raw("\"normalised\"")
        case nil: json.raw("null")
        }
        json.raw(",\"registry\":")
        if let assignment = context.holding?.assignment {
            json.raw("{\"partition\":")
            json.integer(Int64(assignment.partition))
            json.raw(",\"offset\":")
            json.integer(assignment.offset)
            json.raw("}")
        } else {
            json.raw("null")
        }
        json.raw(",\"source\":{\"topic\":\"")
        var topic = context.source.topic
        topic.withUTF8 { json.stringContent(UnsafeRawBufferPointer($0)) }
        json.raw("\",\"partition\":")
        json.integer(Int64(context.source.partition))
        json.raw(",\"offset\":")
        json.integer(context.source.offset)
        json.raw("}")
    }

    private func writeText(_ text: Text, of credit: Credit) {
        guard !text.isAbsent else { return json.raw("null") }
        json.string(text, in: credit.text)
    }
}

extension Credit {
    /// The share that a change of it is about.
    fileprivate func share(of change: Change) -> Share {
        change.survey == nil ? shares[change.share] : Share(surveys[change.share])
    }
}

extension Share {
    /// A survey's count belongs to the creator alone, to no code.
    fileprivate init(_ survey: SurveyPart) {
        self.init(
            creator: survey.creator, code: .absent, campaign: .absent, channel: .absent,
            customer: survey.customer, salesChannel: survey.salesChannel, placedAt: survey.placedAt,
            currency: survey.currency)
    }
}

extension SalesChannel {
    package var name: StaticString {
        switch self {
        case .online: "online"
        case .app: "app"
        case .pos: "pos"
        }
    }
}

extension CustomerKind {
    package var name: StaticString {
        switch self {
        case .new: "new"
        case .returning: "returning"
        case .unknown: "unknown"
        }
    }
}
