// A part of an order's credit: one cause, one date, one creator.

package enum Cause: Hashable, Sendable, CustomStringConvertible {
    case order
    /// By the refund's id.
    case refund(Bytes)
    case cancellation

    package var description: String {
        switch self {
        case .order: "order"
        case .refund(let id): "refund \(id)"
        case .cancellation: "cancellation"
        }
    }
}

/// Who holds a part: creator, code shown, and what the assignment says of them.
package struct Holder: Hashable, Sendable {
    /// nil in a rejection.
    package var creator: Bytes?
    /// In its normal form; empty where a creator is named without a code.
    package var code: Bytes
    package var campaign: Bytes?
    package var channel: Bytes?

    package init(
        creator: Bytes?, code: Bytes = "", campaign: Bytes? = nil, channel: Bytes? = nil
    ) {
        self.creator = creator
        self.code = code
        self.campaign = campaign
        self.channel = channel
    }
}

package struct Part: Sendable {
    package var holder: Holder
    package var cause: Cause
    /// The part's own date.
    package var date: Int64
    package var measures: Measures
}
