import Codec
import Promo
import Streams

// The partition's event time, sent to every partition of `attributions` in the transaction, at most
// once a second (design §1): SCORE takes the least over them.

struct WatermarkSender {
    private static let interval: Int64 = 1_000

    private let partition: Int32
    private let partitions: Int32
    private let writer = WatermarkWriter()
    /// Monotonic ms.
    private var sentAt = Int64.min

    init(partition: Int32, partitions: Int32) {
        self.partition = partition
        self.partitions = partitions
    }

    func isSent(_ store: StateTable) -> Bool {
        store.register(AttributeTask.Register.eventTime)
            == store.register(AttributeTask.Register.sentEventTime)
    }

    func isDue(_ store: StateTable, now: Int64) -> Bool {
        !isSent(store) && (sentAt == .min || now - sentAt >= WatermarkSender.interval)
    }

    mutating func send(_ store: StateTable, now: Int64, into outbox: Outbox) {
        guard isDue(store, now: now) else { return }
        sentAt = now
        let eventTime = store.register(AttributeTask.Register.eventTime)
        store.setRegister(AttributeTask.Register.sentEventTime, eventTime)
        writer.write(
            partition: partition, of: partitions, eventTime: EventTime(milliseconds: eventTime))
        for target in 0..<outbox.partitionCount(ofOutput: AttributeTask.Output.attributions) {
            outbox.emit(
                output: AttributeTask.Output.attributions, partition: target, key: nil,
                value: writer.value)
        }
    }

    /// What was sent in the transaction was not: it is due at once.
    mutating func rolledBack() { sentAt = .min }
}
