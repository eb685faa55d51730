// A dead worker's open transaction hides what lies behind it until the broker gives it up, after
// many seconds. Its id stands in the blocks that it wrote: initialising that id ends it at once.

/// Watches a restore for standing still.
struct Obstacle {
    private let worker: Worker
    private var blocks = -1
    private var since: Int64
    private var isFenced = false

    init(worker: Worker) {
        self.worker = worker
        since = worker.clock.monotonic
    }

    mutating func note(_ progress: RestoreProgress) {
        let now = worker.clock.monotonic
        if progress.blocks != blocks {
            (blocks, since) = (progress.blocks, now)
        } else if now - since >= worker.settings.patience, !isFenced, let writer = progress.writer {
            isFenced = true
            Obstacle.fence(writer, for: worker)
        }
    }

    /// Fences whoever wrote the last block that can be read of a partition's log.
    static func fenceLastWriter(of partition: Int32, for worker: Worker) throws(StreamError) {
        let topic = worker.description.stateTopic
        let end = try worker.reader.highWatermark(topic: topic, partition: partition)
        let low = try worker.reader.lowWatermark(topic: topic, partition: partition)
        var blocks = BlockReader()
        var writer: String?
        var turns = 0
        let start = max(low, end - 2000)
        guard start < end else { return }
        _ = try worker.reader.read(topic: topic, partition: partition, from: start, to: end) {
            if let value = $0.value, let header = try? blocks.take(value) { writer = header.writer }
        } idle: {
            turns += 1
            return turns < 4
        }
        if let writer { fence(writer, for: worker) }
    }

    private static func fence(_ writer: String, for worker: Worker) {
        guard writer != worker.sink.transactionalID else { return }
        // If it fails, the broker's own timeout ends the transaction later.
        try? worker.broker.fence(transactionalID: writer)
    }
}
