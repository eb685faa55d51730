import CRdkafka
import Streams
import Synchronization

/// What librdkafka tells outside of our calls. One for each client, alive until the client is
/// destroyed.
///
/// Log lines, errors and sent requests come on librdkafka's threads, behind a lock or an atomic.
/// Rebalances and delivery reports come on the thread that polls, within its call.
final class ClientContext: @unchecked Sendable {
    let log: LogBridge?
    /// The last error that was about a broker as a whole: why nobody answers.
    let brokerError = Mutex<String?>(nil)
    /// How many EndTxn requests were sent.
    let endTransactionsSent = Atomic<Int>(0)

    /// The first record that was not delivered since this was last cleared.
    var deliveryError: KafkaError?
    /// What the group did, oldest first.
    var rebalances: [GroupEvent] = []
    /// Set when the client is being closed: a rebalance is then answered at once.
    var isClosing = false

    init(log: LogBridge?) {
        self.log = log
    }

    /// The context of a client, in a callback.
    static func of(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets every callback that `role` needs.
    func install(in properties: borrowing Handle<Configuration>, for role: ClientRole) {
        properties.withPointer { pointer in
            rd_kafka_conf_set_opaque(pointer, Unmanaged.passUnretained(self).toOpaque())
            rd_kafka_conf_set_log_cb(pointer) { client, severity, facility, text in
                guard let client, let facility, let text else { return }
                ClientContext.of(rd_kafka_opaque(client))?.log?.receive(
                    severity: severity, facility: String(cString: facility),
                    text: String(cString: text))
            }
            rd_kafka_conf_set_error_cb(pointer) { _, code, reason, opaque in
                ClientContext.of(opaque)?.receive(
                    rd_kafka_resp_err_t(code), reason.map { String(cString: $0) })
            }
            if role.isConsumer {
                installRebalance(pointer)
            } else {
                installDelivery(pointer)
            }
            if case .sink = role { installRequestCounter(pointer) }
            if case .trimmer = role { installTrimReport(pointer) }
        }
    }

    private func receive(_ code: rd_kafka_resp_err_t, _ reason: String?) {
        let error = KafkaError(code, reason)
        brokerError.withLock { $0 = "\(error.text) (\(error.name))" }
    }

    /// A delivery report, even one that does nothing: without the callback a commit waits for its
    /// records in steps of 10 ms. For the same reason `delivery.report.only.error` is not set: a
    /// report of success is what wakes the commit (measured: p50 15 ms with it, 8 ms without).
    private func installDelivery(_ properties: OpaquePointer) {
        rd_kafka_conf_set_dr_msg_cb(properties) { _, message, opaque in
            guard let message, message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
            ClientContext.of(opaque)?.notDelivered(message)
        }
    }

    private func notDelivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        // What an abort throws away says nothing.
        guard deliveryError == nil, message.pointee.err != RD_KAFKA_RESP_ERR__PURGE_QUEUE,
            message.pointee.err != RD_KAFKA_RESP_ERR__PURGE_INFLIGHT
        else { return }
        let topic = String(cString: rd_kafka_topic_name(message.pointee.rkt))
        let text = String(cString: rd_kafka_err2str(message.pointee.err))
        deliveryError = KafkaError(
            message.pointee.err,
            "a record of \(message.pointee.len) bytes for \(topic)/\(message.pointee.partition) "
                + "was not delivered: \(text)")
    }

    /// librdkafka sends EndTxn again after a timeout, and a late one can decide the next
    /// transaction: its interceptor is the only way to know (ApiKey 26).
    private func installRequestCounter(_ properties: OpaquePointer) {
        let opaque = Unmanaged.passUnretained(self).toOpaque()
        rd_kafka_conf_interceptor_add_on_new(
            properties, "plaudit",
            { client, _, opaque, _, _ in
                rd_kafka_interceptor_add_on_request_sent(
                    client, "plaudit",
                    { _, _, _, _, key, _, _, _, opaque in
                        if key == 26 {
                            ClientContext.of(opaque)?.endTransactionsSent.add(
                                1, ordering: .sequentiallyConsistent)
                        }
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    }, opaque)
            }, opaque)
    }

    /// Logs what DeleteRecords could not do; on a thread of librdkafka's.
    private func installTrimReport(_ properties: OpaquePointer) {
        rd_kafka_conf_set_background_event_cb(properties) { _, event, opaque in
            guard let event else { return }
            defer { rd_kafka_event_destroy(event) }
            ClientContext.of(opaque)?.trimmed(event)
        }
    }

    private func trimmed(_ event: OpaquePointer) {
        var failures: [String] = []
        if rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR {
            failures.append(String(cString: rd_kafka_event_error_string(event)))
        } else if let result = rd_kafka_event_DeleteRecords_result(event),
            let list = rd_kafka_DeleteRecords_result_offsets(result)
        {
            for element in TopicPartitionElement.elements(of: list)
            where element.error != RD_KAFKA_RESP_ERR_NO_ERROR {
                let text = String(cString: rd_kafka_err2str(element.error))
                failures.append("\(element.position.topic)/\(element.position.partition): \(text)")
            }
        }
        for failure in failures {
            log?.receive(
                severity: 4, facility: "TRIM",
                text:
                    "a log was not trimmed (DeleteRecords needs the Delete right): \(failure)"
            )
        }
    }

    /// Only writes down what happened. Assigning inside would mean restoring inside, and nobody
    /// polls meanwhile.
    private func installRebalance(_ properties: OpaquePointer) {
        rd_kafka_conf_set_rebalance_cb(properties) { client, code, partitions, opaque in
            guard let client, let partitions, let context = ClientContext.of(opaque) else { return }
            if context.isClosing {
                rd_kafka_assign(client, nil)
            } else {
                context.rebalances.append(
                    GroupEvent(
                        code, partitions, client: client,
                        isLost: rd_kafka_assignment_lost(client) != 0))
            }
        }
    }
}
