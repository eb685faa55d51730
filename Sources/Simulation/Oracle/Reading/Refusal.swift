// Why a record cannot be used, in the contract's words.

/// The reasons of `dead-letters`, in the contract's order.
package enum RefusalReason: String, CaseIterable, Sendable {
    case too_large, bad_json, duplicate_key, missing_field, bad_id, key_mismatch, wrong_partition
    case bad_field, bad_money, bad_time, bad_currency, overflow, future_time, too_old
}

/// Thrown while a record is read; `field` is for people.
package struct Refusal: Error, Equatable {
    package var reason: RefusalReason
    package var field: String

    package init(_ reason: RefusalReason, _ field: StaticString) {
        self.reason = reason
        self.field = field.description
    }
}

/// A record that the pipeline must have put among the dead letters, exactly once.
package struct RefusedRecord: Equatable, Sendable {
    package var place: RecordPlace
    package var reason: RefusalReason
    package var field: String
    package var key: [UInt8]?
    package var value: [UInt8]?

    package init(_ record: RawRecord, _ refusal: Refusal) {
        place = record.place
        reason = refusal.reason
        field = refusal.field
        key = record.key
        value = record.original
    }
}
