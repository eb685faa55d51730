package import Promo

/// What an alert is about (contract §2).
package enum AlertKind: CaseIterable, Sendable {
    case versionConflict, orphanRefund, orphanSurvey, overRefund, currencyMismatch, codeStack
    case registryConflict, codeRejected

    package var name: StaticString {
        switch self {
        case .versionConflict: "version_conflict"
        case .orphanRefund: "orphan_refund"
        case .orphanSurvey: "orphan_survey"
        case .overRefund: "over_refund"
        case .currencyMismatch: "currency_mismatch"
        case .codeStack: "code_stack"
        case .registryConflict: "registry_conflict"
        case .codeRejected: "code_rejected"
        }
    }
}

/// Writes alerts. Not on the hot path.
package final class AlertWriter {
    private let json = JSONWriter()
    private var keyBytes: [UInt8] = []

    package init() {}

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    package func withKey(_ body: (UnsafeRawBufferPointer) -> Void) {
        keyBytes.withUnsafeBytes(body)
    }

    /// - Parameters:
    ///   - subject: an order's id or a code's normal form; the record's key.
    ///   - cause: what tells this alert from another of its kind and subject.
    ///   - at: the date of what caused it.
    package func write(
        kind: AlertKind, subject: ArraySlice<UInt8>, cause: String, at: EventTime, detail: String,
        source: (topic: String, partition: Int32, offset: Int64)
    ) {
        keyBytes.removeAll(keepingCapacity: true)
        PercentEncoding.append(subject, to: &keyBytes)
        json.reset()
        json.raw("{\"alert_id\":\"")
        json.raw(kind.name)
        json.raw("/")
        json.stringContent(keyBytes[...])
        json.raw("/")
        json.stringContent(Array(cause.utf8)[...])
        json.raw("\",\"kind\":\"")
        json.raw(kind.name)
        json.raw("\",\"at\":")
        json.time(at)
        json.raw(",\"subject\":")
        json.string(subject)
        json.raw(",\"detail\":")
        json.string(Array(detail.utf8)[...])
        json.raw(",\"source\":{\"topic\":")
        json.string(Array(source.topic.utf8)[...])
        json.raw(",\"partition\":")
        json.integer(Int64(source.partition))
        json.raw(",\"offset\":")
        json.integer(source.offset)
        json.raw("}}")
    }
}
