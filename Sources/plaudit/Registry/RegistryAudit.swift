import Codec
import Foundation
import Kafka
import Pipeline
import Promo
import Streams

/// How the registry is used, from what was published: codes that nobody used, that are typed after
/// their end, that look leaked, that were meant when another was typed, or are used too often.
struct RegistryAudit {
    /// A code that nobody knows, typed at least so often, is looked at for a near miss.
    private static let nearMissLimit = 2

    private struct Usage {
        var orders = 0
        var rejected: [String: Int] = [:]
        var newCustomers = 0
        var lastPlacedAt = ""
    }

    let cluster: Cluster

    func lines() throws -> [String] {
        let (assignments, refused) = try RegistryList(cluster: cluster).read()
        let usage = try usage()
        var lines = refused.map { "cannot be used  \($0)" }
        lines += CodeRules.conflicts(among: assignments).map { "conflict  \($0)" }
        let known = Dictionary(grouping: assignments, by: \.normal.description)
        for (code, owners) in known.sorted(by: { $0.key < $1.key }) {
            lines += findings(code, owners, usage[code] ?? Usage())
        }
        for (code, used) in usage.sorted(by: { $0.key < $1.key }) where known[code] == nil {
            let typed = used.rejected.values.reduce(0, +)
            guard let near = known.keys.sorted().first(where: { Self.isOneEdit(code, $0) }) else {
                continue
            }
            if typed >= Self.nearMissLimit {
                lines.append(
                    "near miss  \(code) was typed \(typed) times; \(near) is one edit away")
            }
        }
        return lines.isEmpty ? ["nothing to report"] : lines
    }

    private func findings(_ code: String, _ owners: [Assignment], _ used: Usage) -> [String] {
        var lines: [String] = []
        if used.orders == 0, used.rejected.isEmpty { lines.append("never used  \(code)") }
        for (verdict, count) in used.rejected.sorted(by: { $0.key < $1.key }) {
            let what = verdict == "expired" ? "still typed after its end" : "typed but \(verdict)"
            lines.append("\(what)  \(code): \(count) orders, the last placed \(used.lastPlacedAt)")
        }
        if owners.contains(where: { $0.status == .compromised }) {
            lines.append("compromised  \(code): `plaudit registry rotate` gives a new one")
        }
        for owner in owners {
            if owner.usageKind == .single, used.orders > 1 {
                lines.append("single use  \(code) was used on \(used.orders) orders")
            }
            if let limit = owner.usageLimit, used.orders > limit {
                lines.append("over its limit  \(code): \(used.orders) orders, allowed \(limit)")
            }
            if owner.approvedBy == nil {
                lines.append(
                    "not approved  \(code) (\(owner.key.description)): no approver recorded")
            }
        }
        return lines
    }

    /// Orders by code: each order once, by what was published of it.
    private func usage() throws -> [String: Usage] {
        var usage: [String: Usage] = [:]
        do throws(StreamError) {
            let reader = try KafkaReader(cluster.client, topics: [cluster.topics.attributions])
            defer { reader.close() }
            try reader.readToEnd { record in
                guard let value = record.value,
                    let parsed = try? JSONSerialization.jsonObject(with: Data(value)),
                    let fields = parsed as? [String: Any], let code = fields["code"] as? String
                else { return }
                let orders = (fields["orders"] as? NSNumber)?.intValue ?? 0
                if fields["creator_id"] is NSNull {
                    let verdict = fields["reason"] as? String ?? "rejected"
                    usage[code, default: Usage()].rejected[verdict, default: 0] += orders
                } else {
                    usage[code, default: Usage()].orders += orders
                }
                let placedAt = fields["order_placed_at"] as? String ?? ""
                if placedAt > usage[code]?.lastPlacedAt ?? "" {
                    usage[code]?.lastPlacedAt = placedAt
                }
            }
        } catch {
            throw Failure(error)
        }
        return usage.mapValues { used in
            var kept = used
            kept.rejected = used.rejected.filter { $0.value > 0 }
            return kept
        }
    }

    /// One letter more, less or other, or two neighbours changed places.
    static func isOneEdit(_ a: String, _ b: String) -> Bool {
        let (one, other) = (Array(a), Array(b))
        guard one != other, abs(one.count - other.count) <= 1 else { return false }
        var prefix = 0
        while prefix < min(one.count, other.count), one[prefix] == other[prefix] { prefix += 1 }
        let (restOfOne, restOfOther) = (one[prefix...], other[prefix...])
        if one.count == other.count {
            let isOther = restOfOne.dropFirst() == restOfOther.dropFirst()
            let isSwapped =
                restOfOne.count >= 2 && restOfOne.dropFirst(2) == restOfOther.dropFirst(2)
                && restOfOne.first == restOfOther.dropFirst().first
                && restOfOne.dropFirst().first == restOfOther.first
            return isOther || isSwapped
        }
        return one.count > other.count
            ? Array(restOfOne.dropFirst()) == Array(restOfOther)
            : Array(restOfOther.dropFirst()) == Array(restOfOne)
    }
}
