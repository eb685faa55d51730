// A scorecard as the oracle adds it up.

package enum SurveyMeasure: String, CaseIterable, Sendable {
    case agree, disagree, other, claimed, self_reported_orders, self_reported_net
}

package struct PlainScorecard: Sendable {
    package var creator: Bytes
    package var scope: String
    package var window: PlainWindow
    package var currency: PlainCurrency
    /// By the order's placed_at.
    package var cohort = Measures()
    /// By each part's date.
    package var activity = Measures()
    package var survey: [SurveyMeasure: Int128] = [:]
    /// Cohort view, after returns, by sku.
    package var products: [Bytes: (units: Int128, net: Int128)] = [:]

    package init(creator: Bytes, scope: String, window: PlainWindow, currency: PlainCurrency) {
        self.creator = creator
        self.scope = scope
        self.window = window
        self.currency = currency
    }

    /// One that has lost its last part counts as absent.
    package var isAbsent: Bool {
        cohort.isZero && activity.isZero && survey.values.allSatisfy { $0 == 0 }
    }

    /// The ten best by net, then sku; only in `all` and `month`.
    package var bestProducts: [(sku: Bytes, units: Int128, net: Int128)] {
        guard window.kind == .all || window.kind == .month else { return [] }
        // One that came back whole, or was never kept, is no product of the card.
        let kept = products.filter { $0.value.units != 0 || $0.value.net != 0 }
        let sorted = kept.sorted { a, b in
            a.value.net != b.value.net ? a.value.net > b.value.net : a.key < b.key
        }
        return sorted.prefix(10).map { ($0.key, $0.value.units, $0.value.net) }
    }
}

/// Percent-encodes what separates the parts of a key.
package func keyPart(_ text: Bytes) -> String {
    var encoded: [UInt8] = []
    for byte in text.bytes {
        switch byte {
        case UInt8(ascii: "%"): encoded += Array("%25".utf8)
        case UInt8(ascii: "|"): encoded += Array("%7C".utf8)
        case UInt8(ascii: "/"): encoded += Array("%2F".utf8)
        default: encoded.append(byte)
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}
