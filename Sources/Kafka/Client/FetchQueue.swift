import CRdkafka
import Glibc
import Streams

/// The queue that fetched messages (and a member's rebalances) arrive in, read in batches.
///
/// `rd_kafka_consume_batch_queue` waits until its array is full or the whole timeout is over. So
/// it is only ever called without a timeout; waiting is done on an event that librdkafka raises
/// when the empty queue gets its first entry. That costs nothing at rest and adds no latency.
final class FetchQueue {
    let pointer: OpaquePointer
    private let event: Int32
    private var messages: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    /// Those of `messages` that were fetched and not yet taken.
    private(set) var count = 0
    private var isOpen = true

    init(adopting queue: OpaquePointer, capacity: Int = 1024) {
        pointer = queue
        event = plaudit_eventfd()
        messages = .allocate(capacity: capacity)
        messages.initialize(repeating: nil)
        var one: UInt64 = 1
        rd_kafka_queue_io_event_enable(queue, event, &one, MemoryLayout<UInt64>.size)
    }

    deinit { assert(!isOpen, "a Kafka queue was dropped without being closed") }

    /// Frees the queue. Before its client is closed, which would wait for what is still held.
    func close() {
        guard isOpen else { return }
        isOpen = false
        discard()
        messages.deallocate()
        rd_kafka_queue_io_event_enable(pointer, -1, nil, 0)
        rd_kafka_queue_destroy(pointer)
        Glibc.close(event)
    }

    /// Fetches until `limit` messages are there or the queue is empty, serving callbacks on the
    /// way.
    func fill(_ limit: Int) {
        guard count < limit else { return }
        if messages.count < limit { grow(limit) }
        let start = messages.baseAddress.map { $0 + count }
        let fetched = rd_kafka_consume_batch_queue(pointer, 0, start, limit - count)
        count += max(0, fetched)
    }

    /// How many entries librdkafka holds ready behind those that were fetched.
    var backlog: Int { rd_kafka_queue_length(pointer) }

    /// Waits up to `timeout` ms for the empty queue to get something.
    func wait(_ timeout: Int32) {
        var descriptor = pollfd(fd: event, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, timeout) > 0 else { return }
        var value: UInt64 = 0
        _ = read(event, &value, MemoryLayout<UInt64>.size)
    }

    /// Hands over the first `limit` messages and frees each right after: a message keeps its whole
    /// fetch buffer alive.
    func take(_ limit: Int, _ body: (UnsafePointer<rd_kafka_message_t>) -> Void) {
        let taken = min(limit, count)
        for index in 0..<taken {
            guard let message = messages[index] else { continue }
            prefetch(index + FetchQueue.lookahead)
            body(UnsafePointer(message))
            rd_kafka_message_destroy(message)
        }
        for index in taken..<count { messages[index - taken] = messages[index] }
        count -= taken
    }

    /// So many messages before one is taken, its bytes are asked for: they were received by another
    /// thread.
    private static let lookahead = 4

    private func prefetch(_ index: Int) {
        guard index < count, let message = messages[index], let bytes = message.pointee.payload
        else { return }
        Prefetch.lines(bytes, count: message.pointee.len)
    }

    /// Throws away what was fetched.
    func discard() {
        take(count) { _ in }
    }

    private func grow(_ capacity: Int) {
        let larger = UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
            .allocate(capacity: capacity)
        larger.initialize(repeating: nil)
        for index in 0..<count { larger[index] = messages[index] }
        messages.deallocate()
        messages = larger
    }
}
