package import Promo

/// Writes attributions (contract §2) into buffers that are used again.
package final class AttributionWriter {
    /// What an attribution says beside the change itself.
    package struct Context {
        package var verdict: Verdict
        /// Of the shown code; nil where no assignment holds it.
        package var basis: Attributor.Basis?
        /// With the topic's place among the writer's.
        package var source: (topic: Int, partition: Int32, offset: Int64)

        package init(
            verdict: Verdict, basis: Attributor.Basis?,
            source: (topic: Int, partition: Int32, offset: Int64)
        ) {
            self.verdict = verdict
            self.basis = basis
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

    /// `inout`, though nothing is changed: by value, each would be copied whole.
    /// - Parameters:
    ///   - index: of the change, which with those before it counts on the order's attributions.
    ///   - now: the credit that is given; what is taken back is of the one published.
    package func write(
        changeAt index: Int, of changes: inout Changes, now: inout Credit, facts: inout Facts,
        context: Context
    ) {
        let change = changes.list[index]
        let share =
            change.isTakenBack ? facts.published.share(of: change) : now.share(of: change)
        let number = facts.attributions + Int64(index) + 1
        json.reset()
        if change.isTakenBack {
            write(change, number, share, in: facts.published.text.bytes, &facts)
        } else {
            write(change, number, share, in: now.text.bytes, &facts)
        }
        let decimals = share.currency.decimals
        if let survey = change.survey {
            json.raw(",\"survey\":{")
            json.survey(decimals: decimals) { survey.values[$0] }
            json.raw("}")
        } else {
            changes.withFigures(ofChange: index) { figures in
                json.lend(JSONPen.measuresRoom) { pen in
                    pen.raw(",")
                    pen.attributed(decimals: decimals) { figures[$0] }
                }
            }
        }
        if !change.products.isEmpty {
            json.raw(",\"lines\":[")
            for index in change.products {
                if index > change.products.lowerBound { json.raw(",") }
                guard change.isTakenBack else {
                    write(now.products[index], in: now.text.bytes, decimals: decimals)
                    continue
                }
                let (isTakenBack, product) = changes.products[index]
                if isTakenBack {
                    write(product, in: facts.published.text.bytes, decimals: decimals)
                } else {
                    write(product, in: now.text.bytes, decimals: decimals)
                }
            }
            json.raw("]")
        }
        writeContext(context)
    }

    /// What stands before the figures; the key too, which is the creator, or the order where there
    /// is none.
    private func write(
        _ change: Change, _ number: Int64, _ share: Share, in texts: [UInt8],
        _ facts: inout Facts
    ) {
        let (orderID, version) = (facts.orderID, facts.order.version)
        let refundID = change.cause.refundIndex.map { facts.refunds[$0].refundID } ?? .absent
        facts.text.bytes.withUnsafeBufferPointer { own in
            texts.withUnsafeBufferPointer { texts in
                keyBytes.reset()
                PercentEncoding.append(
                    share.creator.isAbsent
                        ? orderID.bytes(in: own) : share.creator.bytes(in: texts),
                    to: keyBytes)
                let room =
                    Self.frame + JSONPen.room(ofText: orderID.count) * 2
                    + JSONPen.room(ofText: refundID.count) + Self.room(of: share)
                json.lend(room) { pen in
                    pen.raw("{\"attribution_id\":\"")
                    pen.content(orderID.bytes(in: own))
                    pen.raw("/")
                    pen.integer(number)
                    pen.raw("\",\"kind\":\"")
                    pen.raw(change.kind.name)
                    Self.write(share, in: texts, with: &pen)
                    pen.raw(share.currency, &json.currencies)
                    pen.raw("\",\"sales_channel\":\"")
                    pen.raw(share.salesChannel.name)
                    pen.raw("\",\"customer\":\"")
                    pen.raw(share.customer.name)
                    pen.raw("\",\"order_id\":\"")
                    pen.content(orderID.bytes(in: own))
                    pen.raw("\",\"order_version\":")
                    pen.integer(version)
                    if refundID.isAbsent {
                        pen.raw(",\"refund_id\":null,\"occurred_at\":")
                    } else {
                        pen.raw(",\"refund_id\":\"")
                        pen.content(refundID.bytes(in: own))
                        pen.raw("\",\"occurred_at\":")
                    }
                    pen.time(change.occurredAt, &json.times)
                    pen.raw(",\"order_placed_at\":")
                    pen.time(share.placedAt, &json.times)
                }
            }
        }
    }

    /// All names, numbers, times and marks before the figures, and more.
    private static let frame = 1024

    private static func room(of share: Share) -> Int {
        JSONPen.room(ofText: share.creator.count) + JSONPen.room(ofText: share.code.count)
            + JSONPen.room(ofText: share.campaign.count)
            + JSONPen.room(ofText: share.channel.count)
    }

    @inline(__always)
    private static func write(
        _ share: Share, in texts: UnsafeBufferPointer<UInt8>, with pen: inout JSONPen
    ) {
        pen.raw("\",\"creator_id\":")
        pen.string(share.creator, in: texts)
        pen.raw(",\"code\":")
        pen.string(share.code, in: texts)
        pen.raw(",\"campaign_id\":")
        pen.string(share.campaign, in: texts)
        pen.raw(",\"channel\":")
        pen.string(share.channel, in: texts)
        pen.raw(",\"currency\":\"")
    }

    private func write(_ product: Product, in texts: [UInt8], decimals: Int) {
        texts.withUnsafeBufferPointer { texts in
            json.lend(JSONPen.room(ofText: product.sku.count) + 256) { pen in
                pen.raw("{\"sku\":\"")
                pen.content(product.sku.bytes(in: texts))
                pen.raw("\",\"units\":")
                pen.integer(product.units)
                pen.raw(",\"net\":")
                pen.money(product.net, decimals: decimals)
                pen.raw("}")
            }
        }
    }

    private func writeContext(_ context: Context) {
        let source = sources[context.source.topic]
        json.lend(Self.frame + policy.count + source.count) { pen in
            pen.raw(",\"reason\":\"")
            pen.raw(context.verdict.name)
            policy.withUnsafeBytes { pen.raw($0) }
            if let basis = context.basis {
                if basis.isTypedExactly {
                    pen.raw("\"exact\",\"registry\":{\"partition\":")
                } else {
                    pen.raw("\"normalised\",\"registry\":{\"partition\":")
                }
                pen.integer(Int64(basis.place.partition))
                pen.raw(",\"offset\":")
                pen.integer(basis.place.offset)
                pen.raw("}")
            } else {
                pen.raw("null,\"registry\":null")
            }
            source.withUnsafeBytes { pen.raw($0) }
            pen.integer(Int64(context.source.partition))
            pen.raw(",\"offset\":")
            pen.integer(context.source.offset)
            pen.raw("}}")
        }
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
