import Codec
import Kafka
import Pipeline
package import Promo
import Streams

/// How the registry is used, from what was published: codes that nobody used, that are typed after
/// their end, that look leaked, that were meant when another was typed, or are used too often.
package struct RegistryAudit {
    /// A code that nobody knows, typed at least so often, is looked at for a near miss.
    private static let nearMissLimit = 2

    private let assignments: [String: [Assignment]]
    private let usage: CodeUsage
    /// Customers' ids by order id.
    private let customers: [String: String]

    package init(_ assignments: [Assignment], usage: CodeUsage, customers: [String: String] = [:]) {
        self.assignments = Dictionary(grouping: assignments, by: \.normal.description)
        self.usage = usage
        self.customers = customers
    }

    /// Codes with a limit for each customer, in normal form.
    package static func limited(_ assignments: [Assignment]) -> Set<String> {
        Set(assignments.filter { $0.usagePerCustomer != nil }.map(\.normal.description))
    }

    /// What was found, one line each.
    package var lines: [String] {
        let rejections = usage.rejections
        var lines = CodeRules.conflicts(among: assignments.values.flatMap { $0 })
            .map { "conflict  \($0)" }
        for (code, owners) in assignments.sorted(by: { $0.key < $1.key }) {
            lines += standing(code, owners, rejections[code] ?? [:])
            for owner in owners { lines += limits(code, owner) }
        }
        for (code, verdicts) in rejections.sorted(by: { $0.key < $1.key })
        where assignments[code] == nil {
            let typed = verdicts.values.reduce(0) { $0 + $1.orders }
            let near = assignments.keys.sorted().first { Self.isOneEdit(code, $0) }
            if let near, typed >= Self.nearMissLimit {
                lines.append(
                    "near miss  \(code) was typed \(typed) times; \(near) is one edit away")
            }
        }
        return lines
    }

    private func standing(
        _ code: String, _ owners: [Assignment], _ rejections: [String: CodeUsage.Rejections]
    ) -> [String] {
        var lines: [String] = []
        if usage.orders[code] == nil, rejections.isEmpty { lines.append("never used  \(code)") }
        for (verdict, found) in rejections.sorted(by: { $0.key < $1.key }) {
            let what = verdict == "expired" ? "still typed after its end" : "typed but \(verdict)"
            lines.append(
                "\(what)  \(code): \(found.orders) orders, the last placed \(found.lastPlacedAt)")
        }
        if let spike = usage.spike(of: code) {
            lines.append(
                "may have leaked  \(code): \(spike.orders) orders on \(spike.day), "
                    + "\(spike.usual) on a usual day before")
        }
        if owners.contains(where: { $0.status == .compromised }) {
            lines.append("compromised  \(code): `plaudit registry rotate` gives a new one")
        }
        return lines
    }

    private func limits(_ code: String, _ owner: Assignment) -> [String] {
        var lines: [String] = []
        let orders = usage.orders[code] ?? 0
        if owner.usageKind == .single, orders > 1 {
            lines.append("single use  \(code) was used on \(orders) orders")
        }
        if let limit = owner.usageLimit, orders > limit {
            lines.append("over its limit  \(code): \(orders) orders, allowed \(limit)")
        }
        if let limit = owner.usagePerCustomer {
            let over = usage.ordersByCustomer(of: code, customers).filter { $0.value > limit }
            for (customer, count) in over.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                lines.append(
                    "over its limit for a customer  \(code): \(count) orders of \(customer), "
                        + "allowed \(limit)")
            }
        }
        if owner.approvedBy == nil {
            lines.append("not approved  \(code) (\(owner.key.description)): no approver recorded")
        }
        return lines
    }

    /// One letter more, less or other, or two neighbours changed places.
    package static func isOneEdit(_ a: String, _ b: String) -> Bool {
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

extension RegistryAudit {
    /// The audit of what the topics hold.
    static func lines(of cluster: Cluster) throws(Failure) -> [String] {
        let (assignments, refused) = try RegistryList(cluster: cluster).read()
        var usage = CodeUsage(limited: limited(assignments))
        try cluster.readAll(cluster.topics.attributions) { record in
            if let value = record.value { usage.apply(value) }
        }
        var customers: [String: String] = [:]
        let wanted = usage.ordersOfLimitedCodes
        if !wanted.isEmpty {
            let reader = OrderCustomers(
                of: wanted, format: cluster.settings.pipeline.formats.orders)
            try cluster.readAll(cluster.topics.orders) { record in
                reader.apply(key: record.key, value: record.value)
            }
            customers = reader.customers
        }
        let audit = RegistryAudit(assignments, usage: usage, customers: customers)
        let lines = refused.map { "cannot be used  \($0)" } + audit.lines
        return lines.isEmpty ? ["nothing to report"] : lines
    }
}

extension Cluster {
    /// Every record that a topic holds now.
    fileprivate func readAll(
        _ topic: String, _ body: (ReadRecord) -> Void
    ) throws(Failure) {
        do throws(StreamError) {
            let reader = try KafkaReader(client, topics: [topic])
            defer { reader.close() }
            try reader.readToEnd(body)
        } catch {
            throw Failure(error)
        }
    }
}
