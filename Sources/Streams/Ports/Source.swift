/// What a group did to a worker's partitions.
package enum Rebalance {
    /// Partitions given, with the membership taken in the very callback. Reading starts only after
    /// `Source.start(at:)`.
    case assigned([Int32], Membership)
    /// Taken away in good order: commit, then `Source.release()`.
    case revoked([Int32])
    /// Gone already: another member may own them. Abort, then `Source.release()`.
    case lost([Int32])
}

/// A consumer group member over the stage's inputs, read_committed, static membership, eager
/// `range` assignor. Partitions are numbers: partition p means p of every input.
package protocol Source: AnyObject {
    /// Waits up to `timeout` ms for a first record, then hands over what there is without waiting
    /// on, at most `limit` records: fewer than `limit` mean that the input ran dry. With `limit` 0
    /// only rebalances are served. A rebalance ends the call; records of partitions that it touched
    /// are not handed over in that call.
    func poll(
        timeout: Int32, limit: Int, _ body: (Record) -> Void
    ) throws(StreamError) -> Rebalance?

    /// Begins reading the assigned partitions at these positions (one for every input of every
    /// assigned partition).
    func start(at positions: [InputPosition]) throws(StreamError)

    /// Gives the assignment back after `revoked` or `lost`.
    func release() throws(StreamError)

    /// True when the group took the assignment while we were not polling.
    var isAssignmentLost: Bool { get }

    /// The committed positions of `partitions` of every input, stable: never read past an open
    /// transaction on them. Throws `.retry` where one is still open after about a second.
    /// `offset` is -1001 where nothing was ever committed.
    func committed(partitions: [Int32]) throws(StreamError) -> [InputPosition]

    /// How far `poll` has come in one input partition (`topic` is the index in the inputs): all
    /// before it was handed over. At the end of the log it lies past the control records
    /// (PARTITION_EOF), so that it compares with `range(…).upperBound`. nil where nothing is known
    /// yet.
    func reached(topic: Int32, partition: Int32) -> Int64?

    /// First offset that can be read, and the end (the last stable offset), of one input partition.
    func range(topic: String, partition: Int32) throws(StreamError) -> Range<Int64>

    func partitionCount(of topic: String) throws(StreamError) -> Int32

    func close()
}

/// Reads a topic partition from its beginning, outside any group.
package protocol LogReader: AnyObject {
    /// The high watermark as a read_uncommitted consumer sees it: behind it nothing was acked.
    func highWatermark(topic: String, partition: Int32) throws(StreamError) -> Int64

    func lowWatermark(topic: String, partition: Int32) throws(StreamError) -> Int64

    /// Reads read_committed records from `from` until the position is at or past `end`; calls
    /// `idle` at least each 100 ms so that the caller can go on polling its group; `idle` returns
    /// false to stop. Returns the position reached. Throws `.outOfRange` if `from` was trimmed
    /// away.
    func read(
        topic: String, partition: Int32, from: Int64, to end: Int64,
        _ body: (Record) -> Void, idle: () -> Bool
    ) throws(StreamError) -> Int64

    func close()
}

/// Follows the global topics after they were read to their end.
package protocol GlobalFollower: AnyObject {
    /// Hands over what has come, without waiting; `Record.topic` is the index in the stage's
    /// globals.
    func poll(limit: Int, _ body: (Record) -> Void) throws(StreamError)

    /// Reads every partition of every global topic to the end it had when called, then follows.
    func catchUp(
        topics: [String], _ body: (Record) -> Void, idle: () -> Bool
    ) throws(StreamError)

    /// Next offset by topic and partition.
    var positions: [InputPosition] { get }

    func close()
}

/// Rights on the state topic, and on inputs that are the stage's own.
package protocol LogTrimmer: AnyObject {
    /// Deletes what lies before `offset`; asynchronous, errors are logged, never thrown.
    func trim(topic: String, partition: Int32, to offset: Int64)
}

/// Monotonic time, and the wall clock for what people read.
package protocol Clock: AnyObject {
    /// ms, never goes back.
    var monotonic: Int64 { get }
    /// ms since the epoch.
    var wall: Int64 { get }
    func sleep(milliseconds: Int64)
}

/// Everything one worker needs of a broker.
package protocol Broker: AnyObject {
    /// `group` is `<application id>-<stage>`; `instance` the static member id.
    func makeSource(group: String, instance: String, inputs: [String]) throws(StreamError)
        -> any Source
    func makeSink(transactionalID: String) throws(StreamError) -> any Sink
    func makeLogReader() throws(StreamError) -> any LogReader
    func makeGlobalFollower() throws(StreamError) -> any GlobalFollower
    func makeLogTrimmer() throws(StreamError) -> any LogTrimmer
    /// Ends another producer's open transaction by initialising its id and closing again.
    func fence(transactionalID: String) throws(StreamError)
}
