// The registry as the oracle holds it, and what it says of one code.

/// What an order's code is worth at the moment it was placed, in the contract's order.
package enum CodeVerdict {
    case unknown
    case valid(PlainAssignment)
    case wrongChannel, disabled, notStarted, expired

    package var word: String {
        switch self {
        case .unknown: "unknown"
        case .valid: "valid"
        case .wrongChannel: "wrong_channel"
        case .disabled: "disabled"
        case .notStarted: "not_started"
        case .expired: "expired"
        }
    }
}

/// The assignments that hold at the end of the registry, by record key.
package struct PlainRegistry {
    private var byKey: [Bytes: PlainAssignment] = [:]
    private var byCode: [Bytes: [PlainAssignment]] = [:]

    package init() {}

    package mutating func set(_ assignment: PlainAssignment) {
        remove(assignment.key)
        byKey[assignment.key] = assignment
        byCode[assignment.code, default: []].append(assignment)
    }

    package mutating func remove(_ key: Bytes) {
        guard let old = byKey.removeValue(forKey: key) else { return }
        byCode[old.code]?.removeAll { $0.key == key }
        if byCode[old.code]?.isEmpty == true { byCode[old.code] = nil }
    }

    package var all: [PlainAssignment] { byKey.values.sorted { $0.key < $1.key } }

    /// `code` in its normal form.
    package func verdict(
        of code: Bytes, at time: Int64, in channel: PlainChannel
    ) -> CodeVerdict {
        guard let assignments = byCode[code] else { return .unknown }
        let covering = assignments.filter { $0.covers(time) }
        if let holder = covering.filter({ $0.isRedeemable(in: channel) }).min(by: holdsBefore) {
            return .valid(holder)
        }
        if !covering.isEmpty { return .wrongChannel }
        if assignments.contains(where: { $0.wouldCover(time) }) { return .disabled }
        return assignments.allSatisfy { $0.validFrom > time } ? .notStarted : .expired
    }

    /// The earlier recorded_at, absent first; then the smaller key.
    private func holdsBefore(_ a: PlainAssignment, _ b: PlainAssignment) -> Bool {
        let (left, right) = (a.recordedAt ?? .min, b.recordedAt ?? .min)
        return left != right ? left < right : a.key < b.key
    }
}
