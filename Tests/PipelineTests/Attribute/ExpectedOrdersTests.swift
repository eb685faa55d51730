import Pipeline
import Streams
import Testing

struct ExpectedOrdersTests {
    private var expected = ExpectedOrders()

    /// The state key of the record of this order, expected before it is asked for or not.
    private mutating func key(
        _ order: String, topic: Int32, offset: Int64, isExpected: Bool = false
    ) -> StateKey {
        Array(order.utf8).withUnsafeBytes { bytes in
            let record = Record(
                topic: topic, partition: 0, offset: offset, timestamp: 0, key: bytes,
                value: bytes)
            if isExpected { _ = expected.expect(record) }
            return expected.key(of: record)
        }
    }

    @Test mutating func `an expected record has the key that it has unexpected`() {
        let keys = (0..<40).map { key("order-\($0)", topic: 0, offset: $0) }
        #expect(Set(keys).count == 40)
        for offset in 0..<Int64(40) {
            let again = key("order-\(offset)", topic: 0, offset: offset, isExpected: true)
            #expect(again == keys[Int(offset)])
        }
    }

    @Test mutating func `only the record that was expected has what was remembered`() {
        let alone = key("another", topic: 1, offset: 7)
        let order = key("order", topic: 0, offset: 7, isExpected: true)
        // As many offsets on, it would have the same place.
        #expect(key("another", topic: 0, offset: 23) == alone)
        #expect(key("another", topic: 1, offset: 7) == alone)
        #expect(key("order", topic: 0, offset: 7) == order)
        _ = key("refund", topic: 1, offset: 7, isExpected: true)
        #expect(key("order", topic: 0, offset: 7) == order)
    }
}
