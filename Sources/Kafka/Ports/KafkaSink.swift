import CRdkafka
package import Streams
import Synchronization

/// A transactional producer.
///
///     open ─▶ begin ─▶ produce … ─▶ sendOffsets ─▶ commit ─▶ begin …
///                        any error ─▶ abort ─▶ begin …      or ─▶ retire ─▶ begin …
package final class KafkaSink: Sink {
    package let transactionalID: String
    private let configuration: ClientConfiguration
    private var producer: OpenProducer?
    private var topics: [String] = []
    /// A request of a transaction ran into its timeout. It may be on its way still, and meet the
    /// next transaction: EndTxn would decide it, offsets would count in it.
    private var timedOut = false
    /// A record was not delivered. 2.0.2 goes on counting after it: the broker refuses what follows
    /// with OUT_OF_ORDER_SEQUENCE_NUMBER.
    private var skippedSequence = false
    private var endTransactionsAtBegin = 0
    private var inTransaction = false
    /// The broker is one that must not see this producer again after an abort (`ProducerLives`).
    private var livesOnce = false
    private var hasAborted = false

    /// ms for one call to the coordinator before it is asked again.
    private static let slice: Int32 = 2_000
    /// ms that an abort may take. Where it takes longer, a new producer does it, or the broker.
    private static let abortPatience: Int32 = 5_000

    init(transactionalID: String, _ configuration: ClientConfiguration) {
        self.transactionalID = transactionalID
        self.configuration = configuration
    }

    package func open(topics: [String]) throws(StreamError) {
        self.topics = topics
        var producer = try opened(transactionalID)
        livesOnce = ProducerLives.areNeeded(by: producer.client)
        if livesOnce {
            producer.close()
            producer = try opened(try ProducerLives.next(of: transactionalID, configuration))
        }
        self.producer = producer
        timedOut = false
        skippedSequence = false
        endTransactionsAtBegin = 0
        inTransaction = false
        hasAborted = false
    }

    private func opened(_ id: String) throws(StreamError) -> OpenProducer {
        let producer = try OpenProducer(.sink(transactionalID: id), configuration)
        do {
            // Over an open transaction of this id librdkafka waits a fixed 500 ms for the broker to
            // abort it, whatever `retry.backoff.ms` says: start early, read state meanwhile.
            try producer.initTransactions()
            // Without it the first record of a topic leaves up to a second late.
            try producer.learn(topics)
            return producer
        } catch {
            producer.close()
            throw error
        }
    }

    package func partitionCount(of topic: String) throws(StreamError) -> Int32 {
        try current().topic(topic).partitions
    }

    package func begin() throws(StreamError) {
        let producer = try current()
        producer.client.context.deliveryError = nil
        endTransactionsAtBegin = sentEndTransactions(producer)
        if let error = rd_kafka_begin_transaction(producer.client.pointer) {
            throw producer.client.error(KafkaError(consuming: error), "begin of \(transactionalID)")
        }
        inTransaction = true
    }

    package func produce(
        topic: String, partition: Int32, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader]
    ) throws(StreamError) {
        let producer = try current()
        if headers.isEmpty {
            try producer.produce(try producer.topic(topic), partition, key, value)
        } else {
            try producer.produce(
                try producer.topic(topic), partition, key, value, headers: headers, timestamp: 0)
        }
    }

    package func produce(
        topic: String, partition: Int32, records: UnsafeBufferPointer<OutputRecord>
    ) throws(StreamError) {
        let producer = try current()
        try producer.produce(try producer.topic(topic), partition, records)
    }

    package func produce(
        topic: String, partition: Int32, value: OwnedBytes
    ) throws(StreamError) {
        let producer = try current()
        try producer.produce(try producer.topic(topic), partition, value)
    }

    package func sendOffsets(
        _ positions: [InputPosition], membership: Membership
    ) throws(StreamError) {
        guard let metadata = membership.handle as? GroupMetadata, metadata.generation >= 0,
            !metadata.member.isEmpty
        else {
            throw StreamError(
                .leave, "\(transactionalID): no generation and member to send offsets for")
        }
        // librdkafka takes an empty list, and offsets below 0, for success and sends nothing:
        // such a transaction is fenced by nobody.
        guard !positions.isEmpty, positions.allSatisfy({ $0.offset >= 0 }) else {
            throw StreamError(.fatal, "\(transactionalID): a transaction without a position")
        }
        let client = try current().client
        let list = TopicPartitionList(positions)
        let deadline = Deadline(milliseconds: configuration.transactionTimeout)
        while true {
            let failure = list.withPointer { list in
                metadata.withPointer { metadata in
                    rd_kafka_send_offsets_to_transaction(
                        client.pointer, list, metadata, KafkaSink.slice)
                }
            }
            guard let failure else { return }
            let error = KafkaError(consuming: failure)
            if error.code == RD_KAFKA_RESP_ERR__TIMED_OUT { timedOut = true }
            guard error.consequence == .retry else {
                throw client.error(error, "offsets of \(transactionalID)")
            }
            guard !deadline.isOver else {
                throw StreamError(
                    .abort, "offsets of \(transactionalID): \(error.text) until the time was over")
            }
        }
    }

    package func commit() throws(StreamError) {
        let producer = try current()
        let client = producer.client
        // Called again until the outcome is definite: librdkafka goes on where it was.
        // Past its timeout the broker decides the transaction.
        let deadline = Deadline(milliseconds: configuration.transactionTimeout)
        while let failure = rd_kafka_commit_transaction(client.pointer, KafkaSink.slice) {
            let error = KafkaError(consuming: failure)
            if error.code == RD_KAFKA_RESP_ERR__TIMED_OUT { timedOut = true }
            if error.isRetriable, !deadline.isOver { continue }
            throw refusedCommit(producer, error)
        }
        inTransaction = false
    }

    /// What a commit that did not succeed means.
    private func refusedCommit(_ producer: OpenProducer, _ error: KafkaError) -> StreamError {
        let doing = "commit of \(transactionalID)"
        // The error of a lost record says more than that of its transaction.
        let cause = producer.client.context.deliveryError ?? error
        let known = KafkaError.consequence(of: cause.code)
        switch known {
        case .unauthorised, .topicsChanged, .badRecord: return cause.streamError(doing)
        default: break
        }
        // Once EndTxn was sent, the broker may have committed, whatever the flags say: librdkafka
        // calls a transaction abortable that failed here while its EndTxn was under way.
        if sentEndTransactions(producer) > endTransactionsAtBegin {
            return StreamError(.unknownOutcome, "\(doing): \(cause.text) (\(cause.name))")
        }
        let isAbortable = error.requiresAbort && !error.isFatal
        return StreamError(
            isAbortable ? .abort : .rebuild, "\(doing): \(cause.text) (\(cause.name))")
    }

    package func abort() throws(StreamError) {
        let producer = try current()
        let deadline = Deadline(milliseconds: KafkaSink.abortPatience)
        while let failure = rd_kafka_abort_transaction(producer.client.pointer, KafkaSink.slice) {
            let error = KafkaError(consuming: failure)
            if error.code == RD_KAFKA_RESP_ERR__TIMED_OUT { timedOut = true }
            if error.isRetriable, !deadline.isOver { continue }
            // Whatever stopped it: a new producer of the same id ends the transaction. Happens when
            // the last transaction's markers are still being written and no partition was added
            // yet: the broker knows of nothing to abort (INVALID_TXN_STATE), librdkafka gives up.
            throw StreamError(
                .rebuild, "abort of \(transactionalID): \(error.text) (\(error.name))")
        }
        inTransaction = false
        hasAborted = true
        if producer.client.context.deliveryError != nil { skippedSequence = true }
        producer.client.context.deliveryError = nil
    }

    package var mustRetire: Bool {
        guard let producer else { return true }
        let resent = sentEndTransactions(producer) - endTransactionsAtBegin > 1
        return timedOut || skippedSequence || resent || livesOnce && hasAborted
    }

    package func retire() throws(StreamError) {
        producer?.close(inTransaction: inTransaction)
        producer = nil
        try open(topics: topics)
    }

    package func close() {
        if inTransaction, !mustRetire { try? abort() }
        producer?.close(inTransaction: inTransaction)
        producer = nil
    }

    private func current() throws(StreamError) -> OpenProducer {
        guard let producer else {
            throw StreamError(.rebuild, "producer \(transactionalID) is not open")
        }
        return producer
    }

    private func sentEndTransactions(_ producer: OpenProducer) -> Int {
        producer.client.context.endTransactionsSent.load(ordering: .sequentiallyConsistent)
    }
}
