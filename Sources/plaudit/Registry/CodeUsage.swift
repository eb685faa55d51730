import Foundation

/// How codes were used, by what was published of each order: attributions in, in the order of each
/// partition. Codes are in normal form.
package struct CodeUsage {
    package struct Rejections: Equatable {
        /// Orders that stand rejected.
        package var orders = 0
        /// RFC 3339, of the latest of them.
        package var lastPlacedAt = ""
    }

    /// A day on which a code was used far more than on its usual day.
    package struct Spike: Equatable {
        /// `2026-11-24`, in UTC.
        package var day: String
        package var orders: Int
        package var usual: Int
    }

    private struct Rejected {
        var code: String
        var verdict: String
        var placedAt: String
    }

    /// Orders credited through each code, without those cancelled.
    package private(set) var orders: [String: Int] = [:]
    /// The same by the day of placed_at.
    private var days: [String: [String: Int]] = [:]
    /// Each rejected order as it stands: a later credit, another verdict or a cancellation takes
    /// the rejection back.
    private var rejected: [String: Rejected] = [:]
    /// Codes of which one customer may use only so many: of these the orders are kept one by one.
    private let limited: Set<String>
    private var limitedOrders: [String: [String: Int]] = [:]

    /// - Parameter limited: the codes with a limit for each customer.
    package init(limited: Set<String> = []) { self.limited = limited }

    /// Takes an attribution; anything else is passed over.
    package mutating func apply(_ attribution: [UInt8]) {
        guard let parsed = try? JSONSerialization.jsonObject(with: Data(attribution)),
            let fields = parsed as? [String: Any], let code = fields["code"] as? String,
            let order = fields["order_id"] as? String,
            let change = (fields["orders"] as? NSNumber)?.intValue
        else { return }
        guard fields["creator_id"] is NSNull else {
            orders[code, default: 0] += change
            let placedAt = fields["order_placed_at"] as? String ?? ""
            days[code, default: [:]][String(placedAt.prefix(10)), default: 0] += change
            if limited.contains(code) {
                limitedOrders[code, default: [:]][order, default: 0] += change
            }
            return
        }
        if change > 0 {
            rejected[order] = Rejected(
                code: code, verdict: fields["reason"] as? String ?? "rejected",
                placedAt: fields["order_placed_at"] as? String ?? "")
        } else if change < 0, rejected[order]?.code == code {
            rejected[order] = nil
        }
    }

    /// By code and verdict.
    package var rejections: [String: [String: Rejections]] {
        var found: [String: [String: Rejections]] = [:]
        for order in rejected.values {
            var standing = found[order.code]?[order.verdict] ?? Rejections()
            standing.orders += 1
            standing.lastPlacedAt = max(standing.lastPlacedAt, order.placedAt)
            found[order.code, default: [:]][order.verdict] = standing
        }
        return found
    }

    /// The day with the most orders, where it has at least 20 and ten times as many as the median
    /// of the days before it on which the code was used; those are at least seven.
    package func spike(of code: String) -> Spike? {
        let used = (days[code] ?? [:]).filter { $0.value > 0 }
        guard let top = used.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return nil
        }
        let before = used.filter { $0.key < top.key }.map(\.value).sorted()
        guard before.count >= 7 else { return nil }
        let usual = before[before.count / 2]
        guard top.value >= max(20, usual * 10) else { return nil }
        return Spike(day: top.key, orders: top.value, usual: usual)
    }

    /// The orders whose customers are to be known.
    package var ordersOfLimitedCodes: Set<String> {
        Set(limitedOrders.values.flatMap { $0.filter { $0.value > 0 }.keys })
    }

    /// How many orders each customer has through a code with such a limit. Orders without a
    /// customer count for nobody.
    package func ordersByCustomer(
        of code: String, _ customers: [String: String]
    ) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (order, count) in limitedOrders[code] ?? [:] where count > 0 {
            if let customer = customers[order] { counts[customer, default: 0] += count }
        }
        return counts
    }
}
