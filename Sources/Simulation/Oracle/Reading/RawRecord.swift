// What the oracle is given: records as they lie in the topics, and nothing else.

/// The four input topics, by their part.
package enum InputRole: String, CaseIterable, Sendable {
    case orders, refunds, responses, registry
}

/// One record of an input topic.
package struct RawRecord: Sendable {
    package var role: InputRole
    package var partition: Int32
    package var offset: Int64
    /// The record's own timestamp, ms since the epoch.
    package var timestamp: Int64
    /// nil is a null key.
    package var key: [UInt8]?
    /// nil is a null value.
    package var value: [UInt8]?
    /// The shop's own record that a translator made this one of, where one did.
    package var shopRecord: ShopOriginal?

    package init(
        role: InputRole, partition: Int32, offset: Int64, timestamp: Int64, key: [UInt8]?,
        value: [UInt8]?
    ) {
        self.role = role
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
    }

    /// What a translator made of this record.
    package func translated(as role: InputRole, _ value: [UInt8]) -> RawRecord {
        var record = self
        record.shopRecord = ShopOriginal(role: self.role, value: self.value)
        record.role = role
        record.value = value
        return record
    }

    /// Where it lies in the topics, as it came.
    package var place: RecordPlace {
        RecordPlace(role: shopRecord?.role ?? role, partition: partition, offset: offset)
    }

    /// As it lies in the topics.
    package var original: [UInt8]? { shopRecord.map(\.value) ?? value }
}

/// A record in a shop's own shape, as it lies in the topic of `role`.
package struct ShopOriginal: Sendable {
    package var role: InputRole
    package var value: [UInt8]?
}

/// Where a record lies.
package struct RecordPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var role: InputRole
    package var partition: Int32
    package var offset: Int64

    package init(role: InputRole, partition: Int32, offset: Int64) {
        self.role = role
        self.partition = partition
        self.offset = offset
    }

    package var description: String { "\(role.rawValue)/\(partition)/\(offset)" }

    package static func < (a: RecordPlace, b: RecordPlace) -> Bool {
        (a.role.rawValue, a.partition, a.offset) < (b.role.rawValue, b.partition, b.offset)
    }
}
