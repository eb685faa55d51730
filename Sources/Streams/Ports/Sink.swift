// The ports of the runtime: what it asks of a broker. `Kafka` implements them over librdkafka,
// `Simulation` over a broker in memory. All calls come from the worker's own thread.

/// The member of a consumer group that an assignment was given to. Opaque but for its fence.
package struct Membership {
    /// Implementation's handle (librdkafka's group metadata). Owned by the value's class.
    package let handle: AnyObject
    package let generation: Int32
    package let member: String

    package init(handle: AnyObject, generation: Int32, member: String) {
        self.handle = handle
        self.generation = generation
        self.member = member
    }
}

/// A position to send in a transaction, or one that was read back.
package struct InputPosition: Equatable {
    package var topic: String
    package var partition: Int32
    /// The next offset to read.
    package var offset: Int64
    /// The task's transaction number and what else the runtime keeps beside the offset.
    package var metadata: String

    package init(topic: String, partition: Int32, offset: Int64, metadata: String) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.metadata = metadata
    }
}

/// A transactional producer, one a worker.
package protocol Sink: AnyObject {
    var transactionalID: String { get }

    /// Fences every earlier producer of this id and ends its open transaction; blocks (about 10 ms,
    /// 0.5 s over an open transaction). Also fetches the metadata of `topics`, so that the first
    /// transaction does not wait for it.
    func open(topics: [String]) throws(StreamError)

    /// Number of partitions of a topic that was named in `open`.
    func partitionCount(of topic: String) throws(StreamError) -> Int32

    func begin() throws(StreamError)

    /// Copies the bytes. A full queue is waited for inside.
    func produce(
        topic: String, partition: Int32, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader]
    ) throws(StreamError)

    /// A run of records without headers for one partition. Copies the bytes.
    func produce(
        topic: String, partition: Int32, records: UnsafeBufferPointer<OutputRecord>
    ) throws(StreamError)

    /// One record without a key, whose bytes the sink takes over.
    func produce(topic: String, partition: Int32, value: OwnedBytes) throws(StreamError)

    func sendOffsets(_ positions: [InputPosition], membership: Membership) throws(StreamError)

    /// Returns only when the outcome is definite; otherwise throws `.unknownOutcome`.
    func commit() throws(StreamError)

    func abort() throws(StreamError)

    /// True after a second EndTxn was sent or a commit or abort timed out: the runtime then calls
    /// `retire` before the next transaction.
    var mustRetire: Bool { get }

    /// Destroys the producer and opens a new one with the same id.
    func retire() throws(StreamError)

    /// Ends the producer for good; an open transaction is aborted.
    func close()
}

extension Sink {
    /// Copies the bytes, for a sink that cannot take them over.
    package func produce(
        topic: String, partition: Int32, value: OwnedBytes
    ) throws(StreamError) {
        try produce(topic: topic, partition: partition, key: nil, value: value.bytes, headers: [])
    }

    /// One by one, for a sink that has nothing faster.
    package func produce(
        topic: String, partition: Int32, records: UnsafeBufferPointer<OutputRecord>
    ) throws(StreamError) {
        for record in records {
            try produce(
                topic: topic, partition: partition, key: record.key, value: record.value,
                headers: [])
        }
    }
}

/// One record to produce; its bytes are borrowed.
package struct OutputRecord {
    package let key: UnsafeRawBufferPointer?
    package let value: UnsafeRawBufferPointer?

    package init(key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?) {
        self.key = key
        self.value = value
    }
}

package struct RecordHeader: Sendable {
    package var name: String
    package var value: [UInt8]

    package init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }
}
