/// Why a record cannot be used, in the contract's words and order (contract §1): of several reasons
/// the first one counts; those from `badField` to `badCurrency`, with `missingField` and `badID`,
/// go field by field.
package enum RefusalReason: String, Sendable, CaseIterable {
    case tooLarge = "too_large"
    case badJSON = "bad_json"
    case duplicateKey = "duplicate_key"
    case missingField = "missing_field"
    case badID = "bad_id"
    case keyMismatch = "key_mismatch"
    case wrongPartition = "wrong_partition"
    case badField = "bad_field"
    case badMoney = "bad_money"
    case badTime = "bad_time"
    case badCurrency = "bad_currency"
    case overflow
    case futureTime = "future_time"
    case tooOld = "too_old"
}

/// A record that becomes a dead letter.
package struct Refusal: Error, Equatable, Sendable {
    package let reason: RefusalReason
    /// Which field, what it holds, what is allowed: for people.
    package let detail: String

    package init(_ reason: RefusalReason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }
}
