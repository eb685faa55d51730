package import Streams

/// The state keys of the records that come next: hashed when their state was asked for, and not
/// again when they are applied.
package struct ExpectedOrders {
    private struct Place {
        var topic: Int32 = -1
        var offset: Int64 = -1
        var key = StateKey.lowest
    }

    /// More than are expected at a time. A record of another topic may take a place before its turn
    /// has come; the key is hashed again then.
    private var places = InlineArray<16, Place>(repeating: Place())

    package init() {}

    /// The state key of a record's order, which its own key names; remembered until it is taken.
    package mutating func expect(_ record: Record) -> StateKey {
        let key = StateKey(orderID: record.orderID)
        places[place(of: record)] = Place(topic: record.topic, offset: record.offset, key: key)
        return key
    }

    /// The same key, whether or not the record was expected. `mutating`, though nothing is changed:
    /// else all places would be copied.
    package mutating func key(of record: Record) -> StateKey {
        let place = places[place(of: record)]
        guard place.offset == record.offset, place.topic == record.topic else {
            return StateKey(orderID: record.orderID)
        }
        return place.key
    }

    private mutating func place(of record: Record) -> Int {
        Int(truncatingIfNeeded: record.offset) & (places.count - 1)
    }
}

extension Record {
    /// The id of its order; without one the record is refused.
    var orderID: UnsafeRawBufferPointer { key ?? UnsafeRawBufferPointer(start: nil, count: 0) }
}
