import CRdkafka

/// What must be over before 2.0.2 may destroy a producer that has begun a transaction. It does not
/// look by itself, and two things that then still come take the whole process down:
///
/// - Its main thread registers the transaction's new partitions until the end. A request made while
///   the client ends is answered at once, before it is counted, and fails
///   `assert(txn_req_cnt > 0)` in rdkafka_txnmgr.c. It registers nothing once it aborts.
/// - A ProduceResponse that says "fenced" (INVALID_PRODUCER_EPOCH) to a broker's thread after the
///   main thread has put the transaction away frees its error text a second time
///   (`rd_kafka_txns_term`, `rd_kafka_txn_set_fatal_error`): the heap is broken, and the next
///   `free` of any thread aborts. No such response comes once nothing is in flight.
enum UnfinishedTransaction {
    /// ms for one step; after that it is looked again.
    private static let slice: Int32 = 1_000

    /// Returns when `producer` has left its transaction and nothing that it sent is unanswered.
    /// librdkafka's own timeouts bound it: a record's is the transaction's.
    static func settle(_ producer: OpaquePointer) {
        rd_kafka_purge(producer, RD_KAFKA_PURGE_F_QUEUE)
        while !hasLeft(producer) {}
        while rd_kafka_outq_len(producer) > 0 {
            rd_kafka_purge(producer, RD_KAFKA_PURGE_F_QUEUE)
            rd_kafka_flush(producer, slice)
        }
    }

    /// An abort that fails or is not over in time has begun nevertheless, and that is enough. Only
    /// a commit that is under way stands before it: this goes on with it, to its end or to where
    /// it waits for nothing but its own answer.
    private static func hasLeft(_ producer: OpaquePointer) -> Bool {
        guard let refused = rd_kafka_abort_transaction(producer, slice) else { return true }
        guard KafkaError(consuming: refused).code == RD_KAFKA_RESP_ERR__CONFLICT else {
            return true
        }
        guard let failure = rd_kafka_commit_transaction(producer, slice) else { return true }
        return KafkaError(consuming: failure).isRetriable && rd_kafka_outq_len(producer) == 0
    }
}
