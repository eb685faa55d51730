import Foundation
import Testing

/// The records of one order, and what must be published of them together.
struct ShopCase {
    /// Of every record: the order id, or what stands for one where there is none.
    var key: String
    var payloads: [ShopPayload]
    /// Who is credited.
    var creator: String?
    /// The sums over the order's attributions, without zeros; empty where nothing is published.
    var sums: [String: String] = [:]

    /// Records that are refused: none of them says anything of an order.
    static func refused(
        _ reason: String, key: String, role: (String, String?) -> ShopPayload, _ files: [String]
    ) -> ShopCase {
        ShopCase(key: key, payloads: files.map { role($0, reason) })
    }

    /// The sums of what was published for the order, in words.
    static func sums(of attributions: [Published.Entry]) -> [String: String] {
        var sums: [String: Decimal] = [:]
        for attribution in attributions {
            for name in Figures.measures {
                sums[name, default: 0] += number(attribution.json[name])
            }
            for (name, value) in attribution.json["survey"] as? [String: Any] ?? [:] {
                sums["survey.\(name)", default: 0] += number(value)
            }
        }
        return sums.filter { $0.value != 0 }.mapValues { "\($0)" }
    }

    /// A count or an amount; no zero for what is neither.
    static func number(_ value: Any?) -> Decimal {
        guard let value, !(value is NSNull) else { return 0 }
        if let text = value as? String { return Decimal(string: text) ?? .nan }
        return (value as? NSNumber)?.decimalValue ?? .nan
    }
}

/// A shop: the formats of its topics, the codes that somebody has, and its orders.
struct ShopTable: CustomTestStringConvertible {
    var format: String
    var surveys = "plaudit"
    /// By creator.
    var codes: [String: (code: String, name: String)]
    var cases: [ShopCase]

    var testDescription: String { format }

    static let all = [shopify, wooCommerce, stripe, square]

    /// What a scorecard must show of a creator: the sums of the orders credited to them.
    func sums(of creator: String) -> [String: Decimal] {
        cases.filter { $0.creator == creator }.reduce(into: [:]) { sums, order in
            for (name, value) in order.sums {
                sums[name, default: 0] += ShopCase.number(value)
            }
        }
    }
}
