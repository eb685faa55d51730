import CRdkafka
import Dispatch
import Streams
import Synchronization

/// A running librdkafka client and what it tells us. Closed by hand, on the thread that uses it:
/// closing blocks and runs callbacks.
final class Client {
    let pointer: OpaquePointer
    let context: ClientContext
    /// For messages: what it is and whom it talks to.
    let name: String
    let patience: Int32
    private let isConsumer: Bool
    /// Its events come with its records: nothing else may take them.
    private let isMember: Bool
    private var isOpen = true

    init(_ role: ClientRole, _ configuration: ClientConfiguration) throws(StreamError) {
        context = ClientContext(log: configuration.log)
        name = "\(role) at \(configuration.bootstrapServers)"
        patience = configuration.patience
        isConsumer = role.isConsumer
        if case .source = role { isMember = true } else { isMember = false }
        let properties: Handle<Configuration>
        do {
            properties = try configuration.properties(of: role)
        } catch {
            throw StreamError(.fatal, error.description)
        }
        context.install(in: properties, for: role)
        var text = [CChar](repeating: 0, count: 512)
        let type = role.isConsumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER
        // Success takes the properties over; on failure 2.0.2 may free their interceptors twice, so
        // that they are left alone then, once before the process ends.
        let taken = properties.relinquish()
        guard let client = rd_kafka_new(type, taken, &text, text.count) else {
            let reason = String(
                decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw StreamError(.fatal, "cannot make a Kafka client (\(role)): \(reason)")
        }
        pointer = client
    }

    deinit { assert(!isOpen, "a Kafka client was dropped without being closed") }

    /// Ends the client. 2.0.2 may wait for ever on a reference that it lost (after a topic was
    /// deleted, or a broker went away): after `patience` ms it is left to itself. `inTransaction`
    /// for a producer that began a transaction and does not know that it ended.
    func close(inTransaction: Bool = false, patience: Int32 = 3_000) {
        guard isOpen else { return }
        isOpen = false
        context.isClosing = true
        let ending = Ending(
            pointer: pointer, isConsumer: isConsumer, inTransaction: inTransaction,
            context: context)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            ending.run()
            done.signal()
        }
        if done.wait(timeout: .now() + .milliseconds(Int(patience))) == .timedOut {
            context.log?.receive(
                severity: 4, facility: "CLOSE", text: "\(name) did not end in \(patience) ms")
        }
    }

    /// Owns what outlives a close that hangs.
    private struct Ending: @unchecked Sendable {
        let pointer: OpaquePointer
        let isConsumer: Bool
        let inTransaction: Bool
        let context: ClientContext

        func run() {
            withExtendedLifetime(context) {
                if inTransaction { UnfinishedTransaction.settle(pointer) }
                if isConsumer { rd_kafka_consumer_close(pointer) }
                rd_kafka_destroy(pointer)
            }
        }
    }

    /// Waits a little between two tries, and learns meanwhile why nobody answers.
    func pause(milliseconds: Int32) {
        if isMember {
            Deadline.sleep(milliseconds: milliseconds)
        } else {
            rd_kafka_poll(pointer, milliseconds)
        }
    }

    /// What failed, with the reason why nobody answers where that is the trouble.
    func error(_ error: KafkaError, _ doing: String) -> StreamError {
        let streamError = error.streamError(doing)
        guard streamError.consequence == .unavailable,
            let reason = context.brokerError.withLock({ $0 })
        else { return streamError }
        return StreamError(.unavailable, "\(streamError.message). The last error was: \(reason)")
    }

    func error(_ code: rd_kafka_resp_err_t, _ doing: String) -> StreamError {
        error(KafkaError(code), doing)
    }
}
