package import Promo

/// Writes attributions (contract §2) into buffers that are used again.
package final class AttributionWriter {
    /// What an attribution says beside the change itself.
    package struct Context {
        package var verdict: Verdict
        /// The assignment of the shown code, and whether it was typed as the registry writes it.
        package var holding: Holding?
        package var isExact: Bool?
        /// With the topic's place among the writer's.
        package var source: (topic: Int, partition: Int32, offset: Int64)

        package init(
            verdict: Verdict, holding: Holding?, isExact: Bool?,
            source: (topic: Int, partition: Int32, offset: Int64)
        ) {
            self.verdict = verdict
            self.holding = holding
            self.isExact = isExact
            self.source = source
        }
    }

    private let json = JSONWriter()
    private let keyBytes = StateWriter()
    /// What stays the same, written once: the policy's member, and the source's up to its
    /// partition, by topic.
    private let policy: [UInt8]
    private let sources: [[UInt8]]

    /// - Parameter topics: those in which the records lie that attributions come of.
    package init(policy: ByteString, topics: [String]) {
        json.raw("\",\"policy\":")
        json.string(policy.bytes[...])
        json.raw(",\"match\":")
        self.policy = Array(json.bytes)
        let json = json
        sources = topics.map { topic in
            json.reset()
            json.raw(",\"source\":{\"topic\":")
            json.string(Array(topic.utf8)[...])
            json.raw(",\"partition\":")
            return Array(json.bytes)
        }
    }

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    /// The creator's id, or the order's where there is none; valid as long.
    package var key: UnsafeRawBufferPointer { keyBytes.bytes }

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
        json.stringContent(facts.orderID, in: facts.text.bytes)
        json.raw("/")
        json.integer(number)
        json.raw("\",\"kind\":\"")
        json.raw(change.kind.name)
        if change.isTakenBack {
            writeShare(share, of: published, facts)
        } else {
            writeShare(share, of: now, facts)
        }
        json.raw(",\"order_id\":\"")
        json.stringContent(facts.orderID, in: facts.text.bytes)
        json.raw("\",\"order_version\":")
        json.integer(facts.order.version)
        if let refund = change.cause.refundIndex {
            json.raw(",\"refund_id\":\"")
            json.stringContent(facts.refunds[refund].refundID, in: facts.text.bytes)
            json.raw("\",\"occurred_at\":")
        } else {
            json.raw(",\"refund_id\":null,\"occurred_at\":")
        }
        json.time(change.occurredAt)
        json.raw(",\"order_placed_at\":")
        json.time(share.placedAt)
        let decimals = share.currency.decimals
        if let survey = change.survey {
            writeSurvey(survey, decimals: decimals)
        } else {
            json.raw(",")
            change.measures.withFigures { figures in
                json.attributed(decimals: decimals) { figures[$0] }
            }
        }
        if !change.products.isEmpty {
            json.raw(",\"lines\":[")
            for index in change.products {
                if index > change.products.lowerBound { json.raw(",") }
                guard change.isTakenBack else {
                    write(now.products[index], of: now, decimals: decimals)
                    continue
                }
                let (isTakenBack, product) = changes.products[index]
                if isTakenBack {
                    write(product, of: published, decimals: decimals)
                } else {
                    write(product, of: now, decimals: decimals)
                }
            }
            json.raw("]")
        }
        writeContext(context)
    }

    /// The key too, which is the creator, or the order where there is none.
    private func writeShare(_ share: Share, of credit: Credit, _ facts: Facts) {
        keyBytes.reset()
        if share.creator.isAbsent {
            writeKey(facts.orderID, in: facts.text.bytes)
        } else {
            writeKey(share.creator, in: credit.text.bytes)
        }
        json.raw("\",\"creator_id\":")
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

    private func writeKey(_ text: Text, in arena: [UInt8]) {
        arena.withUnsafeBufferPointer { PercentEncoding.append(text.bytes(in: $0), to: keyBytes) }
    }

    private func write(_ product: Product, of credit: Credit, decimals: Int) {
        json.raw("{\"sku\":\"")
        json.stringContent(product.sku, in: credit.text.bytes)
        json.raw("\",\"units\":")
        json.integer(product.units)
        json.raw(",\"net\":")
        json.money(product.net, decimals: decimals)
        json.raw("}")
    }

    private func writeSurvey(_ survey: SurveyCounts, decimals: Int) {
        json.raw(",\"survey\":{")
        json.survey(decimals: decimals) { survey.values[$0] }
        json.raw("}")
    }

    private func writeContext(_ context: Context) {
        json.raw(",\"reason\":\"")
        json.raw(context.verdict.name)
        policy.withUnsafeBytes { json.raw($0) }
        switch context.isExact {
        case .some(true): json.raw("\"exact\",\"registry\":")
        case .some(false): json.raw("\"normalised\",\"registry\":")
        case nil: json.raw("null,\"registry\":")
        }
        if let assignment = context.holding?.assignment {
            json.raw("{\"partition\":")
            json.integer(Int64(assignment.partition))
            json.raw(",\"offset\":")
            json.integer(assignment.offset)
            json.raw("}")
        } else {
            json.raw("null")
        }
        sources[context.source.topic].withUnsafeBytes { json.raw($0) }
        json.integer(Int64(context.source.partition))
        json.raw(",\"offset\":")
        json.integer(context.source.offset)
        json.raw("}}")
    }

    private func writeText(_ text: Text, of credit: Credit) {
        guard !text.isAbsent else { return json.raw("null") }
        json.string(text, in: credit.text.bytes)
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
