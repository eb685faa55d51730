import Codec
import Promo

/// All that is kept of an order, in words: equal facts have equal words, wherever their texts lie.
enum FactsDescription {
    static func lines(of facts: Facts) -> [String] {
        var lines = [
            "\(bytes(facts.orderID, facts.text.bytes)) \(facts.hasOrder) \(facts.attributions)",
            "\(facts.fingerprint) \(facts.raised.rawValue)",
        ]
        if facts.hasOrder {
            lines += orderLines(facts.order) + ["at \(facts.orderOffset) \(facts.isOrderOnRefunds)"]
        }
        for refund in facts.refunds { lines += refundLines(refund, facts) }
        lines += facts.responses.map { response in
            let texts = [
                response.responseID, response.question, response.choice, response.answer,
            ]
            return "response \(texts.map { bytes($0, facts.text.bytes) }) \(response.version)"
                + " \(response.contentHash) \(response.answeredAt) \(response.offset)"
                + " \(response.raised.rawValue)"
        }
        lines += facts.waiting.map {
            "waiting \($0.origin) \($0.isRefused) \($0.offset) \($0.timestamp) \($0.date)"
                + " \(bytes($0.value, facts.text.bytes))"
        }
        return lines + creditLines(facts.published)
    }

    private static func orderLines(_ order: Order) -> [String] {
        let text = order.text.bytes
        let texts = [order.customerID, order.referrerCreatorID, order.referrerSource]
        var lines = [
            "order \(order.version) \(order.contentHash) \(order.placedAt)",
            "\(describe(order.cancelledAt)) \(order.isTest) \(order.currency.index)",
            "\(order.salesChannel) \(describe(order.customerIsNew)) \(order.taxesIncluded)",
            "\(texts.map { bytes($0, text) }) \(describe(order.referrerClickedAt))",
            "\(order.shipping) \(order.shippingTax) \(order.tips)",
        ]
        lines += order.codes.map {
            "code \(bytes($0.typed, text)) \(bytes($0.normal, text)) \($0.hash)"
        }
        lines += order.lines.map {
            "line \($0.lineHash) \(bytes($0.sku, text)) \($0.quantity) \($0.price) \($0.tax)"
                + " \(describe($0.cost)) \($0.isGiftCard)"
        }
        let discounts = order.lineDiscounts + order.shippingDiscounts
        return lines + discounts.map { "discount \($0.line) \($0.code) \($0.amount)" }
    }

    private static func refundLines(_ refund: RefundFact, _ facts: Facts) -> [String] {
        let amounts = [refund.amount, refund.shipping, refund.tax].map(describe)
        let first = Int(refund.firstLine)
        let own = facts.refundLines[first..<first + Int(refund.lineCount)]
        return [
            "refund \(bytes(refund.refundID, facts.text.bytes)) \(refund.version)"
                + " \(refund.contentHash)",
            "\(refund.refundedAt) \(refund.currency.index) \(refund.status) \(amounts)",
            "\(refund.isExchange) \(refund.offset) \(refund.isOnOrders) \(refund.raised.rawValue)",
        ]
            + own.map {
                "of \($0.lineHash) \($0.quantity) \(describe($0.amount)) \($0.restocked)"
            }
    }

    private static func creditLines(_ credit: Credit) -> [String] {
        let shares = credit.shares.map { share in
            let texts = [share.creator, share.code, share.campaign, share.channel]
            return "share \(texts.map { bytes($0, credit.text.bytes) }) \(share.customer)"
                + " \(share.salesChannel) \(share.placedAt) \(share.currency.index)"
        }
        let parts = credit.parts.map { part in
            let figures = (0..<Measures.count).map { part.measures.values[$0] }
            let products = credit.products[part.products].map {
                "\(bytes($0.sku, credit.text.bytes)) \($0.units) \($0.net)"
            }
            return "part \(part.share) \(part.cause.code) \(part.occurredAt) \(figures) \(products)"
        }
        let surveys = credit.surveys.map { survey in
            let counts = (0..<SurveyCounts.count).map { survey.counts.values[$0] }
            return "survey \(bytes(survey.creator, credit.text.bytes)) \(survey.placedAt)"
                + " \(survey.currency.index) \(counts) \(survey.customer) \(survey.salesChannel)"
        }
        return shares + parts + surveys
    }

    private static func bytes(_ text: Text, _ arena: [UInt8]) -> String {
        text.isAbsent ? "absent" : "\(Array(arena[text.range]))"
    }

    private static func describe(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "none" }
}
