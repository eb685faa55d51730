/// One record to produce, in the order to produce it.
package struct ShopRecord: Sendable {
    package var role: InputRole
    package var key: [UInt8]?
    package var value: [UInt8]?
    /// The record's own timestamp, ms.
    package var timestamp: Int64
    /// nil: where murmur2 of the key belongs.
    package var partition: Int32?

    package init(
        role: InputRole, key: [UInt8]?, value: [UInt8]?, timestamp: Int64, partition: Int32? = nil
    ) {
        self.role = role
        self.key = key
        self.value = value
        self.timestamp = timestamp
        self.partition = partition
    }
}

extension [ShopRecord] {
    /// The records as they lie in the topics when they are produced in this order. The registry has
    /// one partition.
    package func asProduced(partitions: Int32) -> [RawRecord] {
        var ends: [String: Int64] = [:]
        return map { record in
            let own = record.key.map { Murmur2.partition(of: $0, among: partitions) } ?? 0
            let partition = record.role == .registry ? 0 : record.partition ?? own
            let log = "\(record.role.rawValue)/\(partition)"
            defer { ends[log, default: 0] += 1 }
            return RawRecord(
                role: record.role, partition: partition, offset: ends[log, default: 0],
                timestamp: record.timestamp, key: record.key, value: record.value)
        }
    }
}
